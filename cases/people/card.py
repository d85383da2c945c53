"""The card of an evacuated child (Additional Protocol I, Art. 78(3)): filled in, judged item by item, printed."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import Allowed
from cases.actions import Refused, child_card, holds
from cases.forms import ForUser
from cases.generic import printing
from cases.generic.visible import Visible
from cases.guarded import BehindGlass
from cases.models import ChildCardJudgement, Person
from cases.models.child_card import Item


class CardForm(ForUser, forms.Form):
    """A field and a judgement for each item; what the record of the person says already has no field."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.said = person, child_card.known(person)
        self.items = child_card.items_of(person)
        values, judged = child_card.values_of(person), child_card.judgements_of(person)
        self.judged = judged
        self.fields["seen"].initial = child_card.state_of(person)
        for item in self.items:
            if item not in self.said:
                self.fields[f"value_{item}"] = forms.CharField(
                    label=item.label,
                    required=False,
                    max_length=2000,
                    widget=forms.TextInput(attrs={"class": "w20"}),
                    initial=values.get(item, ""),
                )
            self.fields[f"verdict_{item}"] = forms.ChoiceField(
                label=_("%(item)s: passing it on") % {"item": item.label}, choices=ChildCardJudgement.Verdict.choices,
                initial=child_card.in_force(judged.get(item), values.get(item, "")), required=False,
            )  # fmt: skip

    def rows(self):
        """For the page: the letter, the label, the field or what is said already, the judgement and whose it is."""
        return [
            {
                "letter": item.value, "label": item.label, "said": self.said.get(item, ""),
                "field": None if item in self.said else self[f"value_{item}"], "verdict": self[f"verdict_{item}"],
                "judged": self.judged.get(item),
            }
            for item in self.items
        ]  # fmt: skip

    def facts(self):
        """What was typed and judged, by item."""
        cleaned = self.cleaned_data
        values = {item: cleaned[f"value_{item}"] for item in self.items if f"value_{item}" in cleaned}
        verdicts = {item: cleaned[f"verdict_{item}"] for item in self.items if cleaned.get(f"verdict_{item}")}
        return {"values": values, "verdicts": verdicts, "seen": cleaned["seen"]}


class OfChild(BehindGlass, Allowed, Visible, View):
    """Of somebody who is or may be a child, for those who see what is life-critical."""

    action = "see_life_critical"
    model = Person

    def get_queryset(self):
        return super().get_queryset().select_related("birth_place").prefetch_related("names", "identifiers")

    @cached_property
    def record(self):
        person = super().record
        if not child_card.may_be_child(person, timezone.localdate()):
            raise Http404
        return person

    def crumbs(self, *more):
        return [
            {"label": _("People"), "url": reverse("people")},
            {"label": self.record.reference, "url": self.record.get_absolute_url()}, *more,
        ]  # fmt: skip


class Card(OfChild):
    """Fill in the card and judge which items may be passed on."""

    title = gettext_lazy("Card of an evacuated child")

    def get(self, request, reference):
        return self.show(CardForm(person=self.record, user=request.user))

    def post(self, request, reference):
        form = CardForm(request.POST, person=self.record, user=request.user)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            anew = child_card.save_card(person=self.record, by=request.user, **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused))
            form.data = form.data.copy()
            form.data["seen"] = child_card.state_of(self.record)  # sent again after this warning, it is meant
            return self.show(form, status=422)
        messages.success(request, _("The card is saved."))
        if anew:
            words = "; ".join(str(item.label) for item in anew)
            messages.warning(
                request, _("These words changed and are to be judged anew: %(items)s.") % {"items": words}
            )
        return HttpResponseRedirect(reverse("child_card", args=[self.record.reference]))

    def show(self, form, status=200):
        context = {
            "form": form, "rows": form.rows(), "record": self.record, "title": self.title,
            "crumbs": self.crumbs({"label": self.title, "url": ""}),
            "print_url": reverse("child_card_print", args=[self.record.reference]),
            "cancel_url": self.record.get_absolute_url(),
        }  # fmt: skip
        return render(self.request, "people/card.html", context, status=status)


class CardPrint(OfChild):
    """The card on one sheet for the Central Tracing Agency: only what is judged without risk of harm."""

    title = gettext_lazy("Card of a child, on paper")

    def get(self, request, reference):
        return printing.ask(
            request, title=self.title, about=self.record, back_url=reverse("child_card", args=[reference]),
            crumbs=self.crumbs({"label": self.title, "url": ""}),
        )  # fmt: skip

    def post(self, request, reference):
        printing.note(request, title=self.title, about=self.record, rows=1)
        held = holds.sentence(self.record)
        values = {} if held else child_card.may_be_passed_on(self.record)
        context = {
            "record": self.record, "held": held, "today": timezone.localdate(),
            "rows": [{"letter": i.value, "label": i.label, "value": values.get(i, "")} for i in Item],
            "number": len(values), "crumbs": self.crumbs(),
            "card_url": reverse("child_card", args=[self.record.reference]),
        }  # fmt: skip
        return render(request, "people/card_print.html", context)
