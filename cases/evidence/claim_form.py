"""One claim as it is typed: which record, which aspect, and only the fields that the aspect asks for."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.actions import evidence
from cases.evidence.forms import DatesAsked, begins_after, no_silent_cut
from cases.forms import ForUser, Keyed, LookupField, UncertainDateFormField
from cases.lib import codes, threads
from cases.lib.dates import YearBasis
from cases.models import Aspect, Claim, Outcome, Party, Population, Stance
from cases.models.fields import YearChoiceInput

PLANNED = {"count_planned", "date_planned"}
_EVERY = tuple(threads.VALUE_OF)
_OF_VALUE = {
    value: tuple(aspect for aspect in _EVERY if threads.VALUE_OF[aspect] == value)
    for value in set(threads.VALUE_OF.values())
}
#: The fields of a claim after its record and aspect, in the order of the page, and the aspects that ask for each.
ASKED_BY = {
    "number": threads.COUNTS,
    "precision": threads.COUNTS,
    "population": threads.COUNTS,
    "date": _OF_VALUE["date"],
    "place": _OF_VALUE["place"],
    "position": _OF_VALUE["position"],
    "outcome": _OF_VALUE["outcome"],
    "party": (*_OF_VALUE["position"], *threads.COUNTS),
    "actor": _OF_VALUE["position"],
    "as_of": _EVERY,
    "own": _OF_VALUE["position"],
    "words": _EVERY,
}
WIDE, DATED = {"words", "own"}, ("date", "as_of")
_GROUPED = re.compile(r"\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+")


class CountField(forms.IntegerField):
    """A whole number in digits; 2,000 and 2 000 are read, “about 20” is sent to the choice beside it."""

    default_error_messages = {
        "invalid": _(
            "Write the digits only, such as 20; for “about 20” or “at least 20” choose so in “Stated”."
        ),
        "min_value": _("Nothing is counted below 0: check the number."),
        "max_value": _("That is more than all people and parcels there are: check the number."),
    }

    def to_python(self, value):
        words = str(value or "").strip()
        return super().to_python(re.sub(r"\D", "", words) if _GROUPED.fullmatch(words) else words)


@dataclass(frozen=True)
class Box:
    """A field of a claim on the page: the aspects that ask for it, and whether the chosen one does."""

    field: forms.BoundField
    aspects: str
    shown: bool
    wide: bool
    dated: bool


class ClaimForm(ForUser, Keyed, DatesAsked):
    """One value in a statement about one aspect of one record.

    What the aspect does not ask for is not shown and, if it is sent all the same, not recorded. `statement` may be one
    that is not recorded yet; its speaker, dates and modality are what the claim is judged by.
    """

    about = LookupField(
        "record", label=_("About the record"), help_text=_("Its name, or its reference such as CON-0014X.")
    )
    aspect = forms.ChoiceField(
        label=_("What the claim says"),
        help_text=_("Of a known record, only what it has is offered."),
        error_messages={"required": _("Choose what the claim says of the record.")},
    )
    number = CountField(
        label=_("Number"), required=False, min_value=0, max_value=100_000_000, help_text=_("In digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w10"}),
    )  # fmt: skip
    precision = forms.ChoiceField(
        label=_("Stated"),
        choices=Claim.Precision.choices,
        required=False,
        initial="exact",
        help_text=_("As the source states it."),
    )
    population = forms.ChoiceField(
        label=_("Who or what is counted"),
        required=False,
        choices=[("", _("Choose …")), *[(value, label) for value, label in Population.choices if value]],
        help_text=_("Counts of different ones never mix."),
    )
    date = UncertainDateFormField(
        label=_("Date"), required=False, widget=YearChoiceInput, help_text=_("As the source puts it.")
    )
    place = LookupField("place", label=_("Place"), required=False, help_text=_("In any of its languages."))
    position = forms.ChoiceField(
        label=_("Position"),
        required=False,
        choices=[("", _("Choose …")), *Stance.choices],
        help_text=_("What comes nearest to the words."),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("Choose …")), *Outcome.choices],
        help_text=_("Of a delivery or an undertaking."),
    )
    party = forms.ModelChoiceField(
        Party.objects.all(),
        label=_("Of which party"),
        required=False,
        empty_label="–",
        help_text=_("With a number, only if it is of one side."),
    )
    actor = LookupField(
        "actor", label=_("Of which mediator"), required=False, help_text=_("Instead of a party.")
    )
    as_of = UncertainDateFormField(
        label=_("As of"),
        required=False,
        widget=YearChoiceInput,
        help_text=_("If it is another day than that of saying."),
    )
    own = forms.BooleanField(
        label=_("The speaker gives it as that party’s own position"), required=False,
        help_text=_("Left empty, it is worked out from who speaks."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Verbatim"),
        required=False,
        max_length=300,
        help_text=_("As the source puts it; at most 300 characters. A manner needs it."),
    )

    def __init__(self, *args, statement=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.statement = statement
        no_silent_cut(self.fields["words"])
        self.fields["words"].widget.attrs["dir"] = "auto"
        for name in ("aspect", "precision", "population", "position", "outcome", "party"):
            self.fields[name].widget.attrs["class"] = "w20"
        for name in DATED:
            near = f"id_source id_source-published id_said {self['aspect'].auto_id if name == 'date' else ''}"
            self.fields[name].widget.attrs |= {
                "data-output": f"{self[name].auto_id}_reading", "data-with": near.strip(),
            }  # fmt: skip
        self._offer()

    # --- What the page shows ---

    @property
    def record(self):
        """The record that is typed so far, if it is one."""
        words = str(self["about"].value() or "")[:400]
        found = lookup.resolve(lookup.RECORD, words, self.user) if words else []
        return found[0] if len(found) == 1 else None

    @property
    def asks_for(self):
        """The names of the fields that the chosen aspect asks for."""
        aspect = self["aspect"].value()
        return {name for name, aspects in ASKED_BY.items() if aspect in aspects}

    @property
    def boxes(self):
        asked = self.asks_for
        return [
            Box(self[name], " ".join(aspects), name in asked, name in WIDE, name in DATED)
            for name, aspects in ASKED_BY.items()
        ]

    @property
    def offers(self):
        """The aspects of each kind of record by the prefix of its references, for the script that narrows the choice."""
        return json.dumps({codes.PREFIXES[kind]: aspects for kind, aspects in threads.ASPECTS_OF.items()})

    def _offer(self):
        record = self.record
        fitting = threads.ASPECTS_OF[record.kind] if record else _EVERY
        self.shown_aspects = [("", _("Choose …")), *[pair for pair in Aspect.choices if pair[0] in fitting]]
        self.fields["aspect"].choices = [("", _("Choose …")), *Aspect.choices]
        self.fields["aspect"].widget.choices = self.shown_aspects
        self.fields["aspect"].widget.attrs["data-offers"] = self.offers

    def begin_here(self):
        """Put the cursor where the next thing is typed."""
        asked = [name for name in ASKED_BY if name in self.asks_for]
        first = asked[0] if asked else "aspect" if self["about"].value() else "about"
        self.fields[first].widget.attrs["autofocus"] = True

    @property
    def standing(self):
        """Whose position it will be, once party or mediator are chosen (D21)."""
        if (
            self["aspect"].value() != Aspect.POSITION
            or self.statement is None
            or not self.statement.speaker_id
        ):
            return ""
        party = self._chosen_party()
        actors = lookup.resolve("actor", str(self["actor"].value() or "")[:400], self.user)
        whose = party or (actors[0] if len(actors) == 1 else None)
        return stands_as(self.statement, party, None if party else whose) if whose else ""

    def _chosen_party(self):
        try:
            return self.fields["party"].clean(self["party"].value())
        except forms.ValidationError:
            return None

    # --- What is typed ---

    @property
    def is_blank(self):
        """Is nothing typed but what stands in a new row?"""
        fresh = {"precision"}
        return not any(self[name].value() for name in self.fields if name not in fresh and name != "form_key")

    @property
    def statement(self):
        return self._statement

    @statement.setter
    def statement(self, statement):
        """Where the claim stands: the day of saying, else the date of the source, gives the year to words without one."""
        self._statement = statement
        said, published = self._dates()
        dated_by = said if said and said.basis != YearBasis.UNKNOWN else published
        for name in DATED:
            self.fields[name].published = dated_by
            if statement and statement.pk and dated_by:
                told = urlencode({"source-published": dated_by.edtf})
                self.fields[name].widget.attrs["data-date-reading"] = f"/reading/?{told}"
        self.fields["date"].ahead = self["aspect"].value() == Aspect.DATE_PLANNED

    def _dates(self):
        statement = self.statement
        return (statement.said, statement.source.published) if statement else (None, None)

    def clean(self):
        cleaned = super().clean()
        aspect = cleaned.get("aspect")
        if not aspect:
            return cleaned
        for name in {*ASKED_BY} - self.asks_for:
            cleaned[name] = None
            self._errors.pop(name, None)
        wanted = threads.VALUE_OF[aspect]
        if cleaned.get(wanted) in (None, "") and wanted not in self._errors:
            self.add_error(
                wanted,
                _("Fill this in: it is what “%(aspect)s” asks for.") % {"aspect": Aspect(aspect).label},
            )
        if aspect in threads.COUNTS and not cleaned.get("population"):
            self.add_error("population", _("Say who or what is counted."))
        if aspect == Aspect.POSITION and bool(cleaned.get("party")) == bool(cleaned.get("actor")):
            self.add_error("party", _("Say whose position it is: a party’s, or a mediator’s, not both."))
        self._ask_about_dates(aspect)
        return cleaned

    def _ask_about_dates(self, aspect):
        """What is not planned and lies after the publication is asked about."""
        published = self._dates()[1]
        if aspect in PLANNED or (self.statement and self.statement.modality == "planned"):
            return
        if begins_after(self.cleaned_data.get("as_of"), published):
            self.ask(
                "as_of",
                _(
                    "This is stated as of a day after the source was published: check both dates, or tick to keep them."
                ),
            )
        if begins_after(self.cleaned_data.get("date"), published):
            self.ask(
                "date",
                _(
                    "This is said to have happened after the source was published: check both dates, or tick to keep them."
                ),
            )

    def facts(self):
        """The claim for `actions.evidence.record_claim`."""
        names = ("about", "aspect", *ASKED_BY)
        given = {name: self.cleaned_data[name] for name in names}
        return {
            name: value for name, value in given.items() if value not in (None, "") and value is not False
        }


def stands_as(statement, party, actor):
    """How a position will stand: as its holder's own, or as said by somebody else (D21)."""
    whose = {"speaker": statement.speaker, "whose": party or actor}
    if evidence.speaks_for(statement, party, actor):
        return gettext_now("This will stand as %(whose)s’s own position.") % whose
    return gettext_now("This will stand as said by %(speaker)s, not as %(whose)s’s own position.") % whose
