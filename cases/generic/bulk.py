"""One deed for many records: chosen in a list, all that its filter finds, or pasted; what cannot be done is named and stays."""

import re

from django import forms
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases import lookup
from cases.access import Allowed
from cases.forms import ForUser, Keyed
from cases.generic.known import opened
from cases.generic.lists import MOST
from cases.templatetags.look import figure

SHOWN = 50  # lines of what is chosen and of what was done; what is not done is said whole
APART = re.compile(r"[\s,;|]+")


class BulkForm(ForUser, Keyed):
    """For which records, and whether for all of them or none."""

    references = forms.CharField(
        label=gettext_lazy("References"), max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono"}),
        help_text=gettext_lazy("One on each line, or apart by spaces or commas; up to 2,000."),
        error_messages={"required": gettext_lazy("Choose records in a list, or paste their references.")},
    )  # fmt: skip
    together = forms.BooleanField(
        label=gettext_lazy("All or nothing: if one cannot be done, none is"), required=False
    )
    list = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)

    def clean_references(self):
        words = [word for word in APART.split(self.cleaned_data["references"]) if word]
        if len(words) > MOST:
            raise forms.ValidationError(
                _("These are %(number)s references: take up to %(most)s at once.")
                % {"number": figure(len(words)), "most": figure(MOST)}
            )
        return words

    def found(self):
        """The records that the references name, each once, and what is wrong with the other words."""
        known = lookup.many_records(self.user, self.cleaned_data["references"])
        records, exceptions = {}, {}
        for word in self.cleaned_data["references"]:
            if why := self.wrong_with(known.get(word)):
                exceptions[word] = why
            else:
                records[known[word].reference] = known[word]
        return list(records.values()), list(exceptions.items())

    def wrong_with(self, record):
        """Why this deed is not for a record, or for a word that names none; nothing where it is."""
        if record is None:
            return _("There is no record with this reference: compare it with the label.")
        return _("This is another kind of record.") if record.kind == lookup.FOLLOW_UP else ""


class Bulk(Allowed, View):
    """A page that asks what is to be done with the chosen records, does it, and says what came of each.

    The bar of a list posts `pick` (references) or `all` with the list's name and query: that only shows the form.
    """

    form_class: type[BulkForm] = BulkForm
    template_name = "bulk.html"
    title = ""
    intro = ""
    button = ""

    def get(self, request):
        return self.show(self.form({"references": request.GET.get("references", "")[:40_000]}))

    def post(self, request):
        if "form_key" not in request.POST:
            return self.show(self.form(self.chosen()))
        form = self.form_class(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(form, status=422)
        records, exceptions = form.found()
        if form.cleaned_data["together"] and exceptions:
            why = _("Nothing was done, because all or nothing was asked for and another one cannot be done.")
            done, refused = [], [(record, why) for record in records]
        else:
            done, refused = self.do(form, records)
        exceptions += [(record.reference, why) for record, why in refused]
        return self.show(self.second_go(exceptions), done=done, exceptions=exceptions)

    def do(self, form, records):
        """([(record, what came of it)], [(record, why not)])"""
        raise NotImplementedError

    def form(self, initial):
        return self.form_class(user=self.request.user, initial=initial | self.begin(initial))

    def begin(self, initial):
        """What the form begins with besides the references."""
        return {}

    def chosen(self):
        """The references that were ticked, or all that the list finds under its query."""
        posted = self.request.POST
        listed = {"list": posted.get("list", "")[:60], "query": posted.get("query", "")[:2000]}
        picked = posted.getlist("pick")[: MOST + 1]
        if "all" in posted and (listing := opened(listed["list"], self.request.user, listed["query"])):
            picked = listing.filterset.qs.order_by("pk").values_list("reference", flat=True)[: MOST + 1]
        return listed | {"references": "\n".join(picked)}

    def second_go(self, exceptions):
        """The form again with what was typed and only the references that are left, under a key of its own."""
        left = self.request.POST.dict() | {"references": "\n".join(word for word, _why in exceptions)}
        left.pop("form_key", None)
        return self.form(left)

    def result(self, record, what):
        """Where what was done stands, and in which words."""
        return {"url": record.get_absolute_url(), "words": what}

    def show(self, form, *, done=None, exceptions=(), status=200):
        words, back = form["references"].value() or "", self._list(form)
        named = lookup.many_records(self.request.user, [each for each in APART.split(words) if each][:MOST])
        chosen, number = list({one.reference: one for one in named.values()}.values()), len(done or ())
        context = {
            "form": form, "title": self.title, "intro": self.intro, "button": self.button,
            "recorded": done, "exceptions": exceptions, "chosen": chosen[:SHOWN], "chosen_number": len(chosen),
            "done": [{"record": one, **self.result(one, what)} for one, what in (done or ())[:SHOWN]],
            "more": max((number if done is not None else len(chosen)) - SHOWN, 0),
            "back": back["url"] if back else "", "done_words": self.done_words(number),
            "crumbs": [*([back] if back else []), {"label": self.title, "url": ""}],
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)

    def _list(self, form):
        """The list from which the records were chosen: its title and the way back, or nothing."""
        name, query = form["list"].value() or "", form["query"].value() or ""
        listing = opened(name, self.request.user)
        return listing and {"label": listing.title, "url": f"{reverse(name)}?{QueryDict(query).urlencode()}"}

    def done_words(self, number):
        return ngettext("Done for %(number)s record", "Done for %(number)s records", number) % {
            "number": figure(number)
        }
