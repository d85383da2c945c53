"""Small random offices for the tiles: rows written at once, each with what a plain reading says of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from cases.lib.dates import parse
from cases.lib.workflows import PARCEL, REPATRIATION_CASE, VISIT
from cases.models import FollowUp, Group, Parcel, RepatriationCase, Thread, Visit
from tests import factories

TODAY = date(2025, 12, 11)
NOW = datetime(2025, 12, 11, 12, tzinfo=UTC)
LEVELS = ("ordinary", "ordinary", "restricted", "strict")
WORDS = (
    "{day}",
    "early December 2025",
    "about 2025",
    "by 12 December 2025",
    "December 11",
    "after 9 December 2025",
)
NUMBER = count()


@dataclass
class World:
    """What all datasets share: two offices, with a group each; two states; questions that somebody asked."""

    offices: list
    parties: tuple
    groups: list
    events: list


def world(office, parties):
    offices = [office, factories.OfficeFactory()]
    groups = [factories.GroupFactory(office=each) for each in offices]
    whom = factories.ActorFactory()
    asked = [factories.EventFactory(about__office=office, counterpart=whom) for _number in range(4)]
    return World(offices, parties, groups, asked)


@dataclass
class Dataset:
    """How many rows each tile should show to each level: (tile's label, office, level) for each row that belongs in it."""

    found: list = field(default_factory=list)

    def expected(self, label, office, levels):
        return sum(
            1 for name, where, level in self.found if name == label and where == office and level in levels
        )


def build(dice, world):
    """Rows of every kind that a tile counts, around the borders of what it asks for."""
    dataset = Dataset()
    for make in (cases, parcels, conflicts, visits, follow_ups):
        make(dice, world, dataset)
    return dataset


def scope(dice, world):
    office = dice.choice([world.offices[0]] * 3 + [world.offices[1]])
    return office, dice.choice(LEVELS)


def day(dice, *around):
    """A day near one of some borders, or none."""
    if dice.random() < 0.2:
        return None
    return TODAY - timedelta(days=dice.choice(around) + dice.randint(-1, 1))


def sort_of(value):
    return parse(value.isoformat()).sort_key if value else 0


def reference(prefix):
    return f"{prefix}-R{next(NUMBER):07}"


def cases(dice, world, dataset):
    rows = []
    for _row in range(dice.randint(0, 8)):
        office, level = scope(dice, world)
        status = dice.choice(list(REPATRIATION_CASE.states))
        last, checked, changed, opened = (day(dice, 0, 30, 60) for _each in range(4))
        plan = day(dice, 0, 20) if status in REPATRIATION_CASE.open_states else None
        opened = opened or TODAY - timedelta(days=90)
        rows.append(RepatriationCase(
            reference=reference("CAS"), office=office, confidentiality=level, title="A case", status=status,
            group=world.groups[world.offices.index(office)], holding_party=world.parties[0],
            receiving_party=world.parties[1], opened_on=opened, last_event_sort=sort_of(last), last_checked_on=checked,
            position_changed_on=changed, planned=parse(plan.isoformat()) if plan else None,
        ))  # fmt: skip
        old = [
            each is None or each <= TODAY - timedelta(days=30) for each in (last, checked, changed, opened)
        ]
        if status in REPATRIATION_CASE.open_states and all(old):
            dataset.found.append(("Nothing checked or heard for 30 days", office, level))
        if plan and plan < TODAY:
            dataset.found.append(("Planned dates passed", office, level))
    RepatriationCase.objects.bulk_create(rows)


def parcels(dice, world, dataset):
    rows = []
    for _row in range(dice.randint(0, 8)):
        office, level = scope(dice, world)
        status, last = dice.choice(list(PARCEL.states)), day(dice, 0, 14, 40)
        made = NOW - timedelta(days=dice.choice([1, 13, 15, 60]))
        rows.append(Parcel(
            reference=reference("PCL"), office=office, confidentiality=level, status=status, created_at=made,
            last_event_sort=sort_of(last),
        ))  # fmt: skip
        idle = last <= TODAY - timedelta(days=14) if last else made <= NOW - timedelta(days=14)
        if status in PARCEL.open_states and idle:
            dataset.found.append(("Parcels without an event for 14 days", office, level))
    Parcel.objects.bulk_create(rows)


def conflicts(dice, world, dataset):
    groups, rows = [], []
    for _row in range(dice.randint(0, 6)):
        office, level = scope(dice, world)
        groups.append(
            Group(
                reference=reference("GRP"),
                office=office,
                confidentiality=level,
                name="A group",
                status="recorded",
            )
        )
    for group in Group.objects.bulk_create(groups):
        opened, at = dice.random() < 0.7, NOW - timedelta(days=dice.choice([0, 3, 6, 8, 30]))
        rows.append(Thread(
            group=group, office=group.office, aspect="size", population="people", live=2, disagrees=True, open=opened,
            opened_at=at if opened else None,
        ))  # fmt: skip
        if opened and at >= NOW - timedelta(days=7):
            dataset.found.append(("New conflicts", group.office, group.confidentiality))
    Thread.objects.bulk_create(rows)


def visits(dice, world, dataset):
    rows = []
    monday = TODAY - timedelta(days=TODAY.weekday())
    for _row in range(dice.randint(0, 8)):
        office, level = scope(dice, world)
        when = {
            name: parse(dice.choice(WORDS).format(day=(monday + timedelta(days=dice.randint(-2, 8))).isoformat()))
            for name in ("planned", "occurred") if dice.random() < 0.5
        }  # fmt: skip
        rows.append(Visit(
            reference=reference("VIS"), office=office, confidentiality=level, title="A visit", type="delegate",
            status=VISIT.initial, **when,
        ))  # fmt: skip
        if any(possibly(value, monday, monday + timedelta(days=6)) for value in when.values()):
            dataset.found.append(("Visits this week", office, level))
    Visit.objects.bulk_create(rows)


def possibly(value, start, end):
    return not (value.latest and value.latest < start) and not (value.earliest and value.earliest > end)


def follow_ups(dice, world, dataset):
    rows = []
    for event in world.events:
        due, done, origin = (
            day(dice, 0, 9),
            dice.random() < 0.3,
            dice.choice(["answer_due", "answer_due", "next_call"]),
        )
        if due is None:
            continue
        rows.append(FollowUp(
            reference=reference("FUP"), parcel=event.parcel, event=event, origin=origin, office=event.parcel.office,
            counterpart=event.counterpart if origin == "answer_due" else None, text="Ask again", due_on=due, done_at=NOW if done else None, outcome="Came" if done else "",
        ))  # fmt: skip
        if origin == "answer_due" and due < TODAY and not done:
            dataset.found.append(("Overdue replies", event.parcel.office, event.parcel.confidentiality))
    FollowUp.objects.bulk_create(rows)
