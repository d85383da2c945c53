"""Claims: what somebody said of one record, value by value."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.lib import threads
from cases.models.about import (
    AboutOne,
    AboutQuerySet,
    about_constraint,
    about_indexes,
    append_only,
    copies_scope,
)
from cases.models.aspect import Aspect, Outcome, Population, Stance
from cases.models.assessment import Assessment
from cases.models.event import Recorded
from cases.models.fields import UncertainDateField, date_constraints


class ClaimQuerySet(AboutQuerySet):
    def live(self):
        """Claims that nobody withdrew as wrongly recorded, of sources that nobody withdrew."""
        return self.exclude(assessments__kind=Assessment.Kind.WITHDRAWN).filter(
            statement__source__withdrawn=False
        )

    def own(self):
        return self.filter(own=True)

    def said_by(self, *, source=None, speaker=None, party=None):
        """Claims made in a source, by a speaker, by any speaker of a party."""
        facts = {"source": source, "speaker": speaker, "speaker__party": party}
        return self.filter(**{f"statement__{name}": value for name, value in facts.items() if value})

    def read_by(self, user):
        """Of claims about records that this user sees: those whose statement and source the user may see as well."""
        levels = user.confidentiality_levels
        if levels is None:
            return self
        return self.filter(
            confidentiality__in=levels, statement__confidentiality__in=levels,
            statement__source__confidentiality__in=levels,
        )  # fmt: skip

    def with_speaker(self):
        return self.select_related(
            "statement__speaker__party",
            "statement__source__publisher",
            "party",
            "actor",
            "place",
            "recorded_by",
        )

    def newest_first(self):
        return self.order_by("-sequence")


def _typed_value():
    """Exactly the column of the aspect's type holds the value."""
    kinds = {"number": None, "date": None, "place": None, "position": None, "words": None, "outcome": None}
    for kind in kinds:
        kinds[kind] = [aspect for aspect, value in threads.VALUE_OF.items() if value == kind]
    empty = {"number__isnull": True, "place__isnull": True, "date": "", "position": "", "outcome": ""}
    filled = {
        "number": {"number__isnull": False},
        "place": {"place__isnull": False},
        "date": {},
        "position": {},
        "outcome": {},
        "words": {},
    }
    condition = Q()
    for kind, aspects in kinds.items():
        others = {key: value for key, value in empty.items() if not key.startswith(kind)}
        this = Q(aspect__in=aspects, **others, **filled[kind])
        if kind in {"date", "position", "outcome", "words"}:
            this &= ~Q(**{kind: ""})
        condition |= this
    return condition


def _aspect_of_kind():
    """Each aspect is claimed about the kinds of record that have it."""
    condition = Q()
    for kind, aspects in threads.ASPECTS_OF.items():
        condition |= Q(**{f"{kind}__isnull": False}, aspect__in=aspects)
    return condition


_PLANNED_CHECK = f"""
    IF NEW.aspect IN ({", ".join(f"'{aspect}'" for aspect in sorted(threads.DONE))})
       AND EXISTS (SELECT FROM cases_statement WHERE id = NEW.statement_id AND modality = 'planned') THEN
        RAISE EXCEPTION 'what is planned is not done'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_planned_is_not_done';
    END IF;
    RETURN NEW;
"""

_OWN_CHECK = """
    SELECT COALESCE(
        (NEW.party_id IS NOT NULL AND speaker.party_id = NEW.party_id AND speaker.kind IN ('state_body', 'official'))
        OR speaker.id = NEW.actor_id, false) AND statement.modality IN ('asserted', 'planned', 'denied')
      INTO STRICT own_words
      FROM cases_statement statement JOIN cases_actor speaker ON speaker.id = statement.speaker_id
     WHERE statement.id = NEW.statement_id;
    IF NEW.own <> (NEW.aspect = 'position' AND own_words) THEN
        RAISE EXCEPTION 'an own position needs that party''s own statement (D21)'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_own_is_own';
    END IF;
    RETURN NEW;
"""


class Claim(AboutOne, Recorded):
    """One checkable value in a statement, about one aspect of one record. Insert-only (D1, D2).

    `own` says that a position is the party's own; the database compares it with the speaker's party (D21).
    """

    class Precision(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        AT_LEAST = "at_least", _("at least")
        MORE_THAN = "more_than", _("more than")
        AT_MOST = "at_most", _("at most")

    statement = models.ForeignKey("cases.Statement", on_delete=models.PROTECT, related_name="claims")
    thread = models.ForeignKey("cases.Thread", on_delete=models.PROTECT, related_name="claims")
    aspect = models.CharField(max_length=18, choices=Aspect)
    population = models.CharField(max_length=10, choices=Population, blank=True, default="")
    party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text=_("Whose position, or on whose side."),
    )  # fmt: skip
    actor = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text=_("The mediator whose position it is."),
    )  # fmt: skip
    number = models.PositiveIntegerField(null=True, blank=True)
    precision = models.CharField(max_length=9, choices=Precision, default=Precision.EXACT)
    date = UncertainDateField()
    place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    position = models.CharField(max_length=17, choices=Stance, blank=True, default="")
    outcome = models.CharField(max_length=15, choices=Outcome, blank=True, default="")
    words = models.CharField(
        max_length=300, blank=True, default="", help_text=_("As the source puts it, verbatim.")
    )
    as_of = UncertainDateField(verbose_name=_("as of"), help_text=_("The day for which the value is stated."))
    own = models.BooleanField(default=False, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            about_constraint("claim"),
            models.CheckConstraint(
                condition=_typed_value(),
                name="claim_value_fits_aspect",
                violation_error_message=_("Give the value that the aspect asks for, and no other."),
            ),
            models.CheckConstraint(
                condition=_aspect_of_kind(),
                name="claim_aspect_fits_kind",
                violation_error_message=_("This cannot be said of this kind of record: choose what it has."),
            ),
            models.CheckConstraint(
                condition=Q(aspect__in=threads.COUNTS, population__gt="")
                | (~Q(aspect__in=threads.COUNTS) & Q(population="")),
                name="claim_count_has_population",
                violation_error_message=_("Say who or what is counted."),
            ),
            models.CheckConstraint(
                condition=~Q(aspect="position") | Q(party__isnull=False) | Q(actor__isnull=False),
                name="claim_position_is_somebodys",
                violation_error_message=_("Say whose position it is."),
            ),
            *date_constraints("claim", "date", "as_of"),
        ]
        indexes = [
            *about_indexes("claim", "id"),
            models.Index(
                fields=["position", "repatriation_case"],
                condition=Q(aspect="position", own=False),
                name="claim_position_said_idx",
            ),
        ]
        triggers = [
            *append_only(),
            copies_scope(),
            pgtrigger.Trigger(
                name="own_is_own",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("own_words", "boolean")],
                func=_OWN_CHECK,
            ),
            pgtrigger.Trigger(
                name="planned_is_not_done",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=_PLANNED_CHECK,
            ),
        ]

    def __str__(self):
        return f"{self.get_aspect_display()}: {self.value_text}"

    @property
    def value_text(self):
        """The value in words, as a reader would say it."""
        match threads.VALUE_OF[self.aspect]:
            case "number":
                number = f"{self.number:,}"
                return number if self.precision == "exact" else f"{self.get_precision_display()} {number}"
            case "date":
                return self.date.words or str(self.date.edtf)
            case "place":
                return str(self.place)
            case "position":
                return self.get_position_display()
            case "outcome":
                return self.get_outcome_display()
        return self.words

    def value(self):
        """What can disagree, for `cases.lib.threads.disagree`."""
        kind = threads.VALUE_OF[self.aspect]
        lowest, highest = threads.bounds(self.number, self.precision) if kind == "number" else (None, None)
        return threads.Value(
            lowest=lowest,
            highest=highest,
            earliest=self.date_earliest,
            latest=self.date_latest,
            places=self.place.ancestry if kind == "place" else (),
            word=self.position or self.outcome,
            own=self.own,
        )
