"""Where each party and mediator of a case stands, as its claims leave it (domain.md, principle 2)."""

from django.db import transaction

from cases.actions import appeals, ledger
from cases.models import Aspect, Claim, Position, RepatriationCase


def expected(case):
    """The position rows of a case, computed from its parties, claims and questions: what is stored must equal it."""
    claims = list(
        Claim.objects.about(case)
        .filter(aspect=Aspect.POSITION)
        .live()
        .select_related("statement")
        .order_by("as_of_sort", "sequence")
    )
    asked = [question.event for question in appeals.open_questions(case)]
    rows = [
        _row(case, Position.Role.HOLDING, 0, claims, asked, party=case.holding_party),
        _row(case, Position.Role.RECEIVING, 1, claims, asked, party=case.receiving_party),
    ]
    mediators = case.mediators.order_by("name", "pk")
    return rows + [
        _row(case, Position.Role.MEDIATOR, 2 + number, claims, asked, actor=actor)
        for number, actor in enumerate(mediators)
    ]


def _row(case, role, rank, claims, asked, *, party=None, actor=None):
    """A party's own latest statement counts before what others say of it; with neither, an unanswered question."""
    if party:
        about = [claim for claim in claims if claim.party_id == party.pk]
        questions = [event for event in asked if event.counterpart.party_id == party.pk]
    else:
        about = [claim for claim in claims if claim.actor_id == actor.pk]
        questions = [event for event in asked if event.counterpart_id == actor.pk]
    own = [claim for claim in about if claim.own]
    claim = (own or about or [None])[-1]
    return Position(
        case=case, role=role, rank=rank, party=party, actor=actor,
        stance=claim.position if claim else "", own=bool(claim and claim.own), claim=claim,
        asked=questions[-1] if questions else None,
    )  # fmt: skip


def changed_on(case):
    """The day of the last *change* of an own position; repeating a position changes nothing. (day, at least?) or (None, False)."""
    latest: dict[tuple, str] = {}
    change = (None, False)
    claims = (
        Claim.objects.about(case)
        .filter(aspect=Aspect.POSITION, own=True)
        .live()
        .order_by("as_of_sort", "sequence")
    )
    for claim in claims:
        whose = (claim.party_id, claim.actor_id)
        day = claim.as_of_latest or claim.as_of_earliest
        if latest.get(whose) != claim.position and day:
            change = max(change, (day, not claim.as_of.certain_on), key=lambda c: c[0] or day.min)
        latest[whose] = claim.position
    return change


@transaction.atomic
def refresh(case):
    """Write the position rows of a case and since when it is stalled; called by whatever writes claims or the case."""
    case = RepatriationCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    rows = expected(case)
    Position.objects.filter(case=case).delete()
    Position.objects.bulk_create(rows)
    case.position_changed_on, case.position_changed_at_least = changed_on(case)
    stall = ledger.stall(case.status, case.workflow, ledger.stored(case), case)
    RepatriationCase.objects.filter(pk=case.pk).update(
        position_changed_on=case.position_changed_on,
        position_changed_at_least=case.position_changed_at_least,
        **stall,
    )
    return case
