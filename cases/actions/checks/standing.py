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
    for row in rows:
        expected, change = _nothing_stated(row), (None, False)
        if row.pk in spoken_of:
            expected = [_columns(position) for position in positions.expected(row)]
            change = positions.changed_on(row)
        if stored[row.pk] != expected:
            yield Difference(row, "positions", _words(stored[row.pk]), _words(expected))
        changed = dict(zip(("position_changed_on", "position_changed_at_least"), change, strict=True))
        yield from compare(row, changed, vars(row))


def _spoken_of(rows):
    """Cases with a position claimed, a question asked or a mediator."""
    claimed = Claim.objects.filter(repatriation_case__in=rows, aspect=Aspect.POSITION)
    asked = Event.objects.filter(repatriation_case__in=rows, type="asked")
    mediated = RepatriationCase.objects.filter(pk__in=[row.pk for row in rows], mediators__isnull=False)
    return {
        *claimed.values_list("repatriation_case", flat=True),
        *asked.values_list("repatriation_case", flat=True),
        *mediated.values_list("pk", flat=True),
    }


def _nothing_stated(case):
    parties = (("holding", case.holding_party_id), ("receiving", case.receiving_party_id))
    return [(role, rank, party, None, "", False, None, None) for rank, (role, party) in enumerate(parties)]


def _columns(position):
    return tuple(getattr(position, name) for name in _COLUMNS)


def _words(rows):
    """Positions as an operator reads them."""
    return ", ".join(
        f"{role} {stance or '–'}{' own' if own else ''} (claim {claim or '–'}, question {asked or '–'})"
        for role, _rank, _party, _actor, stance, own, claim, asked in rows
    )
