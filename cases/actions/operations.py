"""Complete an operation by its arrival list: its cases, people, groups and evacuees are moved with it, or nothing is."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, NamedTuple

import pghistory
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import arrivals, batch, travellers, writing
from cases.actions.operation_steps import OperationRefused, planned_by
from cases.lib import dates
from cases.models import Evacuee, Event, Person, RepatriationPart

Outcome = RepatriationPart.Outcome


class Arrival(NamedTuple):
    """What the arrival list says of one line: what became of a person, or how many came of a counted part."""

    outcome: str
    came: int | None = None


@transaction.atomic
def complete(*, operation, arrivals, by, unlisted=(), form_key=None, **facts):
    """Record that an operation is completed, and within it what became of everybody on its list; the event.

    `arrivals` are {number of the line: Arrival}, `unlisted` the Travellers who came without being expected. All of it
    is recorded or nothing: a case that cannot take its step is named in `OperationRefused.exceptions`. Of an operation
    that is completed already, lines are filled in of which nobody said anything, or whose event was declared wrong.
    """
    with pghistory.context(user=by.pk if by else None):
        operation = _locked(operation, unlisted)
        if form_key and (again := Event.objects.filter(form_key=form_key).first()):
            return again
        head = _head(operation, facts, form_key)
        parts = list(operation.parts.for_list())
        _whole_list(operation, parts, arrivals, unlisted, head)
        new = travellers.add_people(
            operation=operation, travellers=unlisted, by=by, unlisted=True, afterwards=True
        )
        said = {part.pk: arrivals.get(part.pk) or Arrival(Outcome.CAME) for part in [*parts, *new]
                if part.pk in arrivals or part in new}  # fmt: skip
        listed = [part for part in operation.parts.for_list() if part.pk in said]
        _record(_List(operation, head, listed, said, facts), by)
    return head.event if isinstance(head, batch.Entry) else head


def _locked(operation, unlisted):
    """The operation with all whom its list names, and the open evacuee rows of the people, as they are now."""
    listed = [travellers.Traveller(p.person, p.group, p.count, p.case) for p in operation.parts.for_list()]
    people = [one.person for one in (*listed, *unlisted) if one.person]
    evacuees = [row for rows in _evacuees(people).values() for row in rows]
    return travellers.lock_with(operation, [*listed, *unlisted], *evacuees)


def _evacuees(people):
    """The open rows of these persons in evacuations, by the record that stands for them."""
    stands = Person.objects.standing_for(people)
    found = defaultdict(list)
    for row in Evacuee.objects.open().filter(person__in=stands).order_by("pk"):
        found[stands[row.person_id]].append(row)
    return found


def _stands(person):
    return person.joined_into_id or person.pk


def _head(operation, facts, form_key):
    """The event that all others come with: to be recorded, or the one by which the operation is completed."""
    if operation.status != "completed":
        return batch.Entry(operation, "completed", facts, form_key=form_key)
    done = Event.objects.about(operation).live().filter(type="completed")
    return done.select_related("recorded_by").order_by("-sequence").first()


def _whole_list(operation, parts, said, unlisted, head):
    """Refuse a list that leaves somebody out, or says something of whom something is said already."""
    by_number = {part.pk: part for part in parts}
    gone = [number for number in said if number not in by_number]
    stated = [part for part in parts if part.pk in said and part.outcome]
    if gone or (stated and isinstance(head, batch.Entry)):
        raise OperationRefused(
            _("Somebody changed the list while you were writing: open it again and compare.")
        )
    if isinstance(head, Event):
        if stated or not (said or unlisted):
            raise OperationRefused(
                _("The operation is completed already: recorded by %(who)s on %(day)s. Nothing is changed.")
                % {
                    "who": head.recorded_by or _("nobody named"),
                    "day": dates.show(dates.from_edtf(timezone.localdate(head.recorded_at).isoformat())),
                }
            )
        return
    missing = [part for part in parts if part.pk not in said and not part.outcome]
    if missing:
        raise OperationRefused(
            ngettext(
                "Of %(number)s line of the list nothing is said: mark what became of everybody.",
                "Of %(number)s lines of the list nothing is said: mark what became of everybody.",
                len(missing),
            ) % {"number": len(missing)},
            field="rest", exceptions=[(part.case or part.person or part.group, _("not marked")) for part in missing],
        )  # fmt: skip


class _List:
    """An arrival list on its way to events: who is meant, and what each event says."""

    def __init__(self, operation, head, parts, said, facts):
        self.operation, self.head, self.parts, self.said = operation, head, parts, said
        own = (
            {"statement": head.statement, "evidence": head.evidence, "occurred": head.occurred}
            if isinstance(head, Event)
            else {}
        )
        names = ("occurred", "place", "statement", "evidence")
        self.facts = own | {name: facts[name] for name in names if facts.get(name)}
        self.note = facts.get("note") or _("As the arrival list of %(operation)s says.") % {
            "operation": operation.reference
        }
        self.evacuees = _evacuees([part.person for part in parts if part.person_id])
        cases = {part.case for part in parts if part.case_id}
        self.planned = {case.pk for case in planned_by(operation, cases)}

    def entry(self, about, type, within=None, **facts):
        step = about.workflow.steps[type]
        note = {"note": self.note} if "note" in step.needs else {}
        return batch.Entry(about, type, self.facts | note | facts, within=within or self.head)

    def of(self, part):
        """The events of one line; the first says what became of it."""
        said = self.said[part.pk]
        if part.group_id:
            return self._of_group(part, said.came or 0)
        if said.outcome == Outcome.CAME:
            return self._came(part)
        if said.outcome == Outcome.DECLINED:
            own = (part.case, "declined") if part.is_own_case else (part.person, "declined_return")
        else:
            of_case = part.is_own_case and part.case_id in self.planned
            own = (part.case, "did_not_take_place") if of_case else (part.person, "did_not_come")
        return [self.entry(*own)]

    def _came(self, part):
        if part.is_own_case:
            home = [self.entry(part.case, "returned")]
        elif part.case_id:
            one = self.entry(part.case, "some_returned", count=1)
            home = [one, self.entry(part.person, "came_home", within=one)]
        else:
            home = [self.entry(part.person, "came_home")]
        rows = self.evacuees.get(_stands(part.person), ())
        return home + [self.entry(row, "returned", within=home[0]) for row in rows]

    def _of_group(self, part, came):
        if not came:
            return [self.entry(part.group, "did_not_come", count=part.count)]
        if not part.case_id:
            return [self.entry(part.group, "some_returned", count=came)]
        some = self.entry(part.case, "some_returned", count=came)
        return [some, self.entry(part.group, "some_returned", within=some, count=came)]

    def of_whole_cases(self, entries):
        """The cases of groups as wholes: returned once all their people have come; not taken place where nobody came."""
        of_groups = {part.case for part in self.parts if part.case_id and not part.is_own_case}
        here: dict[Any, int] = defaultdict(int)
        for entry in entries:
            if entry.type == "some_returned" and entry.about.kind == "repatriation_case":
                here[entry.about] += entry.facts["count"]
        before = _came_before(of_groups)
        for case in sorted(of_groups, key=lambda case: case.pk):
            if not here[case]:
                if case.pk in self.planned:
                    yield self.entry(case, "did_not_take_place")
            elif (size := case.group.size_high) is not None and here[case] + before.get(case.pk, 0) >= size:
                yield self.entry(case, "returned")


def _came_before(cases):
    """How many of the people of these cases have come home so far, by live events."""
    came = Event.objects.live().filter(repatriation_case__in=cases, type="some_returned")
    return dict(came.order_by().values_list("repatriation_case").annotate(number=Sum("count")))


def _record(list_, by):
    first = {part: list_.of(part) for part in list_.parts}
    entries = [entry for some in first.values() for entry in some]
    entries += list_.of_whole_cases(entries)
    head = [list_.head] if isinstance(list_.head, batch.Entry) else []
    refused = batch.record_all(entries=[*head, *entries], by=by, with_people=True)
    if head and list_.head.refused:
        raise list_.head.refused
    if refused:
        raise OperationRefused(
            _("Nothing is recorded, because not everybody can be moved. They are listed below, each with the reason: put "
              "them right, then send the list again."),
            exceptions=[(entry.about, str(entry.refused)) for entry in refused],
        )  # fmt: skip
    writing.update_many(
        RepatriationPart, {part.pk: arrivals.standing(part, some[0].event) for part, some in first.items()}
    )


def found_case(operation, traveller, direction):
    """Somebody who came unlisted, with their open case that the operation serves. Raises `OperationRefused` if several do."""
    if traveller.case:
        return replace(traveller, direction=direction)
    cases = travellers.open_cases([traveller.person], operation).get(_stands(traveller.person), [])
    if len(cases) > 1:
        raise OperationRefused(
            _("%(who)s has several open cases: name the case instead of the person (%(cases)s).")
            % {"who": traveller.person, "cases": ", ".join(case.reference for case in cases)},
            field=direction,
        )
    return replace(traveller, case=cases[0] if cases else None, direction=direction)
