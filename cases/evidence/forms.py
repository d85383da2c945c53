"""Recording sources, statements and claims, and judging claims: insert-only, never edited (D2)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.forms import ForUser, Keyed, LookupField, RecordModelForm, UncertainDateFormField
from cases.lib import threads
from cases.models import Aspect, Assessment, Claim, Outcome, Party, Population, Source, Stance, Statement


class SourceForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Source
        fields = (
            "url", "title", "publisher", "type", "language", "published", "retrieved_on", "relayed_from",
            "reliability",
            "sha256", "confidentiality",
        )  # fmt: skip

    def facts(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class StatementForm(RecordModelForm):
    """What somebody said in a source; words for a date take their year from the date of the source."""

    class Meta(RecordModelForm.Meta):
        model = Statement
        fields = (
            "source",
            "speaker",
            "said",
            "modality",
            "text",
            "quote",
            "language",
            "parts",
            "confidentiality",
        )

    def clean_source(self):
        source = self.cleaned_data["source"]
        self.fields["said"].published = source.published if source else None
        return source

    def facts(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ClaimForm(ForUser, Keyed):
    """One value in a statement about one aspect of one record: only what the aspect asks for is filled in."""

    about = forms.CharField(
        label=_("About the record"), max_length=40, help_text=_("Its reference, such as CON-0014X."),
        widget=forms.TextInput(attrs={"class": "w10"}),
    )  # fmt: skip
    aspect = forms.ChoiceField(label=_("What the claim says"), choices=[("", _("Choose …")), *Aspect.choices])
    population = forms.ChoiceField(
        label=_("Who or what is counted"),
        required=False,
        choices=Population.choices,
        help_text=_("For a number."),
    )
    number = forms.IntegerField(
        label=_("Number"), required=False, min_value=0, max_value=100_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w10"}),
    )  # fmt: skip
    precision = forms.ChoiceField(
        label=_("Stated"), choices=Claim.Precision.choices, required=False, initial="exact"
    )
    date = UncertainDateFormField(label=_("Date"), required=False, help_text=_("As the source puts it."))
    place = LookupField("place", label=_("Place"), required=False)
    position = forms.ChoiceField(label=_("Position"), required=False, choices=[("", "–"), *Stance.choices])
    party = forms.ModelChoiceField(
        Party.objects.all(),
        label=_("Of which party"),
        required=False,
        empty_label="–",
        help_text=_("For a position."),
    )
    actor = LookupField(
        "actor", label=_("Of which mediator"), required=False, help_text=_("For a position of a mediator.")
    )
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", "–"), *Outcome.choices])
    words = forms.CharField(
        label=_("Verbatim"),
        required=False,
        max_length=300,
        help_text=_("As the source puts it; needed for a manner."),
    )
    as_of = UncertainDateFormField(
        label=_("As of"),
        required=False,
        help_text=_("The day for which the value is stated, if it is another than the day of saying."),
    )

    def __init__(self, *args, statement, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("date", "as_of"):
            self.fields[name].published = statement.said or statement.source.published

    def clean_about(self):
        record = lookup.any_record(self.user, self.cleaned_data["about"])
        if record is None:
            raise forms.ValidationError(
                _("There is no record with this reference: compare it, or copy it from the record’s page.")
            )
        return record

    def clean(self):
        cleaned = super().clean()
        aspect = cleaned.get("aspect")
        if not aspect:
            return cleaned
        wanted = threads.VALUE_OF[aspect]
        if cleaned.get(wanted) in (None, "") and wanted not in self.errors:
            self.add_error(
                wanted,
                _("Fill this in: it is what “%(aspect)s” asks for.") % {"aspect": Aspect(aspect).label},
            )
        for name in ("number", "date", "place", "position", "outcome"):
            if name != wanted and cleaned.get(name) not in (None, ""):
                self.add_error(
                    name,
                    _("Leave this empty: “%(aspect)s” does not ask for it.")
                    % {"aspect": Aspect(aspect).label},
                )
        self._clean_whose(cleaned, aspect)
        return cleaned

    def _clean_whose(self, cleaned, aspect):
        is_count = aspect in threads.COUNTS
        if is_count and not cleaned.get("population"):
            self.add_error("population", _("Say who or what is counted."))
        if not is_count and cleaned.get("population"):
            self.add_error("population", _("Only a number counts somebody: choose “not a count”."))
        if aspect == Aspect.POSITION and bool(cleaned.get("party")) == bool(cleaned.get("actor")):
            self.add_error("party", _("Say whose position it is: a party’s, or a mediator’s, not both."))

    def value(self):
        """The columns of the claim for `actions.evidence.record_claim`."""
        names = (
            "population",
            "number",
            "precision",
            "date",
            "place",
            "position",
            "party",
            "actor",
            "outcome",
            "words",
            "as_of",
        )
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name] not in (None, "")}


class AssessForm(ForUser, Keyed):
    """How a disagreement was settled, or which claim was recorded by mistake; always with a reason."""

    VERDICTS = [
        (Assessment.Kind.PREFERRED, _("Prefer one claim as the working value; the others stay visible")),
        (Assessment.Kind.CLEARED, _("Prefer none again: the question is open")),
        (Assessment.Kind.DISPUTED, _("Mark as disputed, although the values do not differ")),
        (Assessment.Kind.WITHDRAWN, _("Withdraw one claim: it was recorded by mistake")),
    ]

    kind = forms.ChoiceField(label=_("What is recorded"), widget=forms.RadioSelect(attrs={"class": "lines"}))
    claim = forms.ChoiceField(label=_("Which claim"), widget=forms.RadioSelect(attrs={"class": "lines"}))
    reason = forms.CharField(
        label=_("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is shown beside the claim, with your name."),
    )  # fmt: skip

    field_order = ["kind", "claim", "reason", "form_key"]

    def __init__(self, *args, thread, claims, **kwargs):
        super().__init__(*args, **kwargs)
        self.claims = {str(claim.pk): claim for claim in claims}
        self.fields["kind"].choices = [(kind, label) for kind, label in self.VERDICTS
                                       if kind != Assessment.Kind.CLEARED or thread.preferred_id]  # fmt: skip
        self.fields["claim"].choices = [(key, _in_words(claim)) for key, claim in self.claims.items()]

    def clean_claim(self):
        return self.claims[self.cleaned_data["claim"]]


def _in_words(claim):
    return f"{claim.value_text} · {claim.statement.speaker.short} · {claim.statement.reference}"
