"""A figure in all so far, of those who remain or of a plan is not the count of an event (D37)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.lib import threads
from cases.models import Aspect, Claim, Statement

#: Steps that do not say that something happened to so many: their number is of a plan, a question or an answer.
NOT_DONE = frozenset({
    "scheduled", "postponed", "did_not_take_place", "did_not_come", "cancelled", "asked", "answered", "checked_for_news",
    "noted",
})  # fmt: skip
#: What happens to these stands in an account: a plan must not move it, with a number or without (D18).
MOVES_PARCELS = frozenset({"consignment", "parcel"})
ELSE = frozenset({Aspect.COUNT_CUMULATIVE, Aspect.COUNT_REMAINING, Aspect.COUNT_PLANNED})
OF_EVENTS = [aspect for aspect in threads.COUNTS if aspect.startswith("count_") and aspect not in ELSE]


def refusal(about, step, facts):
    """Why this number cannot be the count of this event, in a sentence that says what to do instead; or nothing."""
    number, statement = facts.get("count"), facts.get("statement")
    if number is None or statement is None or step.type in NOT_DONE:
        return ""
    if _plans(statement):
        return _(
            "This statement plans or announces, and what is planned is not done: leave the number empty, or record the "
            "event from a source that says it took place. An announcement is recorded with the day for which it is planned."
        )
    said = Claim.objects.live().filter(
        statement__source=statement.source_id, statement__speaker=statement.speaker_id, number=number
    )
    if said.filter(aspect__in=OF_EVENTS).exists():
        return ""
    other = said.filter(_about(about), aspect__in=ELSE).order_by("sequence").first()
    if other is None:
        return ""
    return _(
        "In this source, %(number)s is “%(aspect)s”, not the count of one event: leave the number empty. If the source also "
        "gives it for this event alone, record that as a claim first."
    ) % {"number": number, "aspect": other.get_aspect_display()}


def plan_refusal(about, step, facts):
    """Why what this statement says did not happen to parcels yet; or nothing."""
    statement = facts.get("statement")
    if statement is None or step.type in NOT_DONE or about.kind not in MOVES_PARCELS or not _plans(statement):
        return ""
    return _(
        "This statement plans or announces, and what is planned is not done: record the event from a source that says it took "
        "place. An announcement is recorded with the day for which it is planned."
    )


def _plans(statement):
    return statement.modality == Statement.Modality.PLANNED


def _about(record):
    """Claims about the record, or about the group whose people it moves."""
    about = Q(**{record.kind: record})
    if record.kind == "repatriation_event":
        return about | Q(group__in=record.groups.all())
    group = getattr(record, "group_id", None)
    return about | Q(group=group) if group else about
