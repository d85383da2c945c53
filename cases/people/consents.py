"""What a person consents to: shown on their page, recorded, and withdrawn at once."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import consents
from cases.forms import ForUser, Keyed, LookupField, UncertainDateFormField
from cases.guarded import BehindGlass
from cases.models import Consent, Source
from cases.people.death import _OfPerson


class ConsentForm(ForUser, Keyed):
    scope = forms.ChoiceField(
        label=gettext_lazy("Consents to"), choices=Consent.Scope.choices, widget=forms.RadioSelect(attrs={"class": "lines"}),
        error_messages={"required": gettext_lazy("Choose what the person consents to.")},
    )  # fmt: skip
    given_by = forms.ChoiceField(
        label=gettext_lazy("Given by"), choices=Consent.GivenBy.choices, initial=Consent.GivenBy.PERSON,
        widget=forms.RadioSelect(attrs={"class": "lines"}),
    )  # fmt: skip
    guardian = forms.CharField(
        label=gettext_lazy("Guardian"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "w20"}),
        help_text=gettext_lazy("Only if a guardian gave it: who, and as what."),
    )  # fmt: skip
    given = UncertainDateFormField(
        label=gettext_lazy("When"), help_text=gettext_lazy("As precise as it is known.")
    )
    how = forms.CharField(
        label=gettext_lazy("How"), max_length=300, widget=forms.TextInput(attrs={"class": "w20"}),
        help_text=gettext_lazy("Such as: in writing, alone with a delegate."),
    )  # fmt: skip
    source = LookupField(
        "source", label=gettext_lazy("Source"), required=False,
        help_text=gettext_lazy("The form or letter that shows it, if it is on record."),
    )  # fmt: skip


class WithdrawalForm(ForUser, Keyed):
    withdrawn = UncertainDateFormField(
        label=gettext_lazy("When"), help_text=gettext_lazy("When the person said so.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Nobody has to give reasons: then write how it was withdrawn, and to whom."),
    )  # fmt: skip


class ConsentAdd(BehindGlass, _OfPerson):
    """Record one thing to which the person consents."""

    action = "change"
    title = gettext_lazy("Record a consent")

    def get_form(self, data=None):
        return ConsentForm(data, user=self.request.user)

    def do(self, form):
        consents.give(person=self.record, by=self.request.user, **form.cleaned_data)


class ConsentWithdraw(BehindGlass, _OfPerson):
    """Take one back; the page says what that changes."""

    action = "change"
    title = gettext_lazy("Withdraw a consent")
    button = gettext_lazy("Withdraw the consent")
    done = gettext_lazy("The consent is withdrawn. Nothing rests on it from now on.")

    @cached_property
    def consent(self):
        return get_object_or_404(Consent.objects.of(self.record).visible_to(self.request.user), pk=self.kwargs["pk"])  # fmt: skip

    def get_form(self, data=None):
        self.consent  # noqa: B018  404 for one that is not of this person
        return WithdrawalForm(data, user=self.request.user)

    def warning(self):
        return _("“%(scope)s”: it has effect at once. That it was given stays in the record.") % {
            "scope": capfirst(self.consent.get_scope_display())
        }

    def do(self, form):
        consents.withdraw(consent=self.consent, by=self.request.user, **form.cleaned_data)


def consents_of(person, user):
    """[{label, held, rows}] for the person's page, of each scope what holds, and all that was recorded, latest first."""
    related = ("withdrawal__recorded_by", "recorded_by", "source", "person")
    found = (
        Consent.objects.of(person).visible_to(user).select_related(*related).order_by("scope", "-sequence")
    )
    rows, said = list(found), {}
    sources = set(
        Source.objects.visible_to(user).filter(pk__in={row.source_id for row in rows}).values_list("pk", flat=True)
    )  # fmt: skip
    for row in rows:
        row.withdrawn = getattr(row, "withdrawal", None)
        row.held = row.withdrawn is None
        row.shown_source = row.source if row.source_id in sources else None
        said.setdefault(row.scope, []).append(row)
    return [
        {"label": capfirst(scope.label), "rows": rows, "held": any(row.held for row in rows)}
        for scope in Consent.Scope
        for rows in [said.get(scope, [])]
    ]
