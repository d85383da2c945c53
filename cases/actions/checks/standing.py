"""Where the parties and mediators of cases stand, against what was claimed and asked."""

from collections import defaultdict

from cases.actions import positions
from cases.actions.checks.difference import Difference, compare
from cases.models import Aspect, Claim, Event, Position, RepatriationCase

_COLUMNS = ("role", "rank", "party_id", "actor_id", "stance", "own", "claim_id", "asked_id")


def of_cases(rows):
    """Cases whose positions, or the day of their last change, are not what their claims give."""
    stored = defaultdict(list)
    for position in Position.objects.filter(case__in=rows).order_by("rank", "pk"):
        stored[position.case_id].append(_columns(position))
    spoken_of = _spoken_of(rows)
    moved = set(_claims(rows).own().values_list("repatriation_case", flat=True))
    mediators = _mediators(rows)
    for row in rows:
        expected = _silent(row, mediators[row.pk])
        if row.pk in spoken_of:
            expected = [_columns(position) for position in positions.expected(row)]
        if stored[row.pk] != expected:
            yield Difference(row, "positions", _words(stored[row.pk]), _words(expected))
        change = positions.changed_on(row) if row.pk in moved else (None, False)
        changed = dict(zip(("position_changed_on", "position_changed_at_least"), change, strict=True))
        yield from compare(row, changed, vars(row))


def _claims(rows):
    return Claim.objects.filter(repatriation_case__in=rows, aspect=Aspect.POSITION)


def _spoken_of(rows):
    """Cases with a position claimed or a question asked: only of these there is something to work out."""
    asked = Event.objects.filter(repatriation_case__in=rows, type="asked")
    return {
        *_claims(rows).values_list("repatriation_case", flat=True),
        *asked.values_list("repatriation_case", flat=True),
    }


def _mediators(rows):
    """Who mediates in which case, in the order in which they are shown."""
    found = defaultdict(list)
    links = RepatriationCase.mediators.through.objects.filter(repatriationcase__in=rows)
    for link in links.order_by("actor__name", "actor"):
        found[link.repatriationcase_id].append(link.actor_id)
    return found


def _silent(case, mediators):
    """The positions of a case of which nobody said or asked anything."""
    who = [("holding", case.holding_party_id, None), ("receiving", case.receiving_party_id, None)]
    who += [("mediator", None, mediator) for mediator in mediators]
    return [
        (role, rank, party, actor, "", False, None, None) for rank, (role, party, actor) in enumerate(who)
    ]


def _columns(position):
    return tuple(getattr(position, name) for name in _COLUMNS)


def _words(rows):
    """Positions as an operator reads them."""
    return ", ".join(
        f"{role} {stance or '–'}{' own' if own else ''} (claim {claim or '–'}, question {asked or '–'})"
        for role, _rank, _party, _actor, stance, own, claim, asked in rows
    )
