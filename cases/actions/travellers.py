"""Who is to travel in an operation: people of one or several cases, or a counted part of a group."""

from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.actions import Refused, events
from cases.models import Person, RepatriationCase, RepatriationPart

Direction = RepatriationPart.Direction
#: States in which the list of an operation stands as it was.
OVER = frozenset({"completed", "cancelled"})


class TravellersRefused(Refused):
    """Somebody who cannot be on the list of an operation, or a list that is closed."""


class NotReady(Refused):
    """Something about the readiness of one line that does not fit; `line` is its number."""

    def __init__(self, message, *, line):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Traveller:
    """One line for the list: a person, or `count` of a group; the case that they belong to, which way they go."""

    person: Any = None
    group: Any = None
    count: int | None = None
    case: Any = None
    direction: str = ""

    def __str__(self):
        return str(self.person) if self.person else f"{self.count} · {self.group}"


@transaction.atomic
def add_people(*, operation, travellers, by, unlisted=False, afterwards=False):
    """Put people on the list of an operation, all of them or none; its new lines. Raises `TravellersRefused`.

    The case decides which way they go; a person is on the list once, whichever of their joined records is named. `unlisted`: they came
    without having been expected; `afterwards`: the list becomes known when the operation is over.
    """
    with pghistory.context(user=by.pk if by else None):
        operation = lock_with(operation, travellers)
        if operation.status in OVER and not afterwards:
            raise TravellersRefused(
                _("The operation is %(status)s: its list stays as it is.")
                % {"status": operation.status_label.lower()}
            )
        listed = _listed(operation)
        rows = []
        for traveller in travellers:
            direction = _way(operation, traveller)
            _once(traveller, direction, listed)
            rows.append(
                RepatriationPart(
                    event=operation, case=traveller.case, person=traveller.person, group=traveller.group,
                    count=traveller.count, direction=direction, unlisted=unlisted,
                )
            )  # fmt: skip
        rows = RepatriationPart.objects.bulk_create(rows)
        operation.cases.add(*{row.case_id for row in rows if row.case_id})
        operation.groups.add(*{row.group_id for row in rows if row.group_id})
    return rows


@transaction.atomic
def take_off(*, part, by):
    """Take a line off the list of an operation that is not over; history keeps it. Raises `TravellersRefused`."""
    with pghistory.context(user=by.pk if by else None):
        operation = lock_with(part.event, [Traveller(part.person, part.group, part.count, part.case)])
        part = RepatriationPart.objects.filter(pk=part.pk).first()
        if part is None:
            return
        if operation.status in OVER or part.outcome:
            raise TravellersRefused(
                _("What became of them is recorded: declare that event wrong first.")
                if part.outcome
                else _("The operation is over: its list stays as it is.")
            )
        part.delete()
        left = RepatriationPart.objects.filter(event=operation)
        if part.case_id and not left.filter(case=part.case_id).exists():
            operation.cases.remove(part.case_id)
        if part.group_id and not left.filter(group=part.group_id).exists():
            operation.groups.remove(part.group_id)


@transaction.atomic
def make_ready(*, operation, ready, by):
    """Write papers, fitness, guardian and with whom, {number of the line: {column: value, "versions": what was seen}}.

    Where somebody has a case of their own, papers, fitness and with whom are written there. How many lines changed. Raises `NotReady` with its line.
    """
    with pghistory.context(user=by.pk if by else None):
        parts = {part.pk: part for part in operation.parts.filter(pk__in=ready).for_list()}
        lock_with(operation, [Traveller(case=part.case) for part in parts.values() if part.is_own_case])
        parts = {part.pk: part for part in operation.parts.filter(pk__in=ready).for_list()}
        for number, facts in ready.items():
            part = parts.get(number)
            if part is None or facts.pop("versions") != part.versions:
                raise NotReady(
                    _("Somebody changed this line while you were writing. Nothing is saved: compare, and save again."),
                    line=number,
                )  # fmt: skip
            _write_ready(part, facts)
    return len(ready)


def _write_ready(part, facts):
    own = {name: facts.pop(name) for name in ("companion", "guardian") if name in facts}
    if part.person_id and own.get("companion") and own["companion"].pk == part.person_id:
        raise NotReady(_("Choose another person: nobody travels with themselves."), line=part.pk)
    holder = part.readiness
    if holder is part:
        own |= facts
    else:
        type(holder).objects.filter(pk=holder.pk).update(**facts)
    if own:
        RepatriationPart.objects.filter(pk=part.pk).update(**own)


def lock_with(operation, travellers, *more):
    """The operation as it is now; it and all whom its list names are kept from other writers, in the one order."""
    named = [each for one in travellers for each in (one.person, one.group, one.case) if each]
    return events.lock_all([operation, *named, *more])[0]


def _listed(operation):
    """What stands on the list: the people as the records that stand for them, and the parts of groups."""
    rows = operation.parts.annotate(stands=Coalesce("person__joined_into", "person"))
    found = rows.values_list("group", "case", "direction", "stands")
    return {(stands,) if stands else (group, case, way) for group, case, way, stands in found}


def _once(traveller, direction, listed):
    person, case = traveller.person, traveller.case
    key = (
        (person.joined_into_id or person.pk,)
        if person
        else (traveller.group.pk, case.pk if case else None, direction)
    )
    if key in listed:
        raise TravellersRefused(
            _("%(who)s is on the list already.") % {"who": person or traveller.group},
            field="person" if person else "group",
        )
    listed.add(key)


def _way(operation, traveller):
    """Which way somebody goes; refused where their case, office or mark does not fit the operation."""
    who = traveller.person or traveller.group
    if (who.office_id, who.synthetic) != (operation.office_id, operation.synthetic):
        raise TravellersRefused(
            _("%(who)s is made up for training, or of another office, and the operation is not: they do not go together.")
            % {"who": who}
        )  # fmt: skip
    if traveller.count is not None and traveller.count < 1:
        raise TravellersRefused(_("Say how many of the group, at least one."), field="count")
    case = traveller.case
    if case is None:
        return traveller.direction or Direction.ALONG
    if case.status in case.workflow.closed:
        raise TravellersRefused(
            _("%(case)s is “%(status)s”: open it again first, if they are to travel.")
            % {"case": case.reference, "status": case.status_label}
        )
    return way_of(operation, case)


def way_of(operation, case):
    """Which way the people of a case go in an operation. Raises `TravellersRefused` where it does not lead home."""
    for direction, start, end in operation.directions:
        if (case.holding_party_id, case.receiving_party_id) == (start.pk, end.pk):
            return direction
    raise TravellersRefused(
        _("%(case)s leads from %(holding)s to %(receiving)s, and the operation does not: choose another one.")
        % {"case": case.reference, "holding": case.holding_party, "receiving": case.receiving_party}
    )


def open_cases(people, operation):
    """The open cases of these persons that the operation serves, as {number of the record that stands for them: [cases]}."""
    stands = Person.objects.standing_for(people)
    rows = RepatriationCase.objects.open().filter(person__in=stands).order_by("pk")
    rows = rows.select_related("person", "holding_party", "receiving_party")
    ways = {(start.pk, end.pk) for _direction, start, end in operation.directions}
    found: dict[int, list] = {}
    for case in rows:
        if (case.holding_party_id, case.receiving_party_id) in ways:
            found.setdefault(stands[case.person_id], []).append(case)
    return found
