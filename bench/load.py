"""A large synthetic office: claims about repatriation cases, groups and consignments, one in a hundred records contested.

Written by COPY with the triggers of these tables switched off, as their owner may (foreign keys and constraints stay on):
what triggers and actions would leave on threads and records (status, contested, positions, days) is written along, and
`tests/test_bench.py` holds it against the replay, as ``manage.py check_ledger`` would. No history is written, and the names
of the people are not indexed.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import NOT_PROVIDED

from cases.lib import codes, text
from cases.lib.dates import parse
from cases.lib.workflows import WORKFLOWS
from cases.models import (
    Actor,
    Claim,
    Consignment,
    Event,
    Group,
    Office,
    Party,
    Person,
    Place,
    Position,
    RepatriationCase,
    Source,
    Statement,
    Thread,
    User,
)
from cases.models.base import next_numbers

FILLED = (Person, Group, Consignment, Source, Statement, RepatriationCase, Event, Thread, Claim, Position)
CHUNK = 20_000  # cases in one transaction: their foreign keys are checked at its end
EVERY = 99  # one in so many records is contested
FIRST = date(2021, 1, 1)
DATES = [parse((FIRST + timedelta(days)).isoformat()) for days in range(1500)]
STANCES = ("considering", "agrees_no_date", "no_clear_date", "does_not_accept")


@dataclass(frozen=True)
class Loaded:
    """Whom the benches ask as."""

    coordinator: User
    caseworker: User


def loaded():
    return Loaded(
        User.objects.get(username="bench-coordinator"), User.objects.get(username="bench-caseworker")
    )


def load(claims):
    """Fill an empty database with about so many claims in nine tenths as many threads."""
    world = World(claims)
    with triggers_off():
        world.records()
        for first in range(0, world.cases, CHUNK):
            with transaction.atomic():
                world.some_cases(first, min(first + CHUNK, world.cases))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


@contextmanager
def triggers_off():
    """Switch the triggers of our tables off, and on again when what they would have done is written."""
    tables = [model._meta.db_table for model in FILLED]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("".join(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in tables))
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("".join(f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in tables))


def copy(model, columns, rows, **same):
    """COPY rows of these columns; all others take `same`, or their default."""
    for each in model._meta.concrete_fields:
        given = each.column in columns or each.column in same or each.db_default is not NOT_PROVIDED
        if not (given or each.null or each.generated):
            same[each.column] = each.get_default()
    names, rest = ", ".join([*columns, *same]), tuple(same.values())
    order = f"COPY {model._meta.db_table} ({names}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(order) as into:
        for row in rows:
            into.write_row((*row, *rest))


def reserve(model, number):
    """The first of so many ids in a row that nobody else gets."""
    sequence = f"{model._meta.db_table}_id_seq"
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s, nextval(%s) + %s)", [sequence, sequence, number])
        return cursor.fetchone()[0] - number


def references(kind, number):
    prefix = codes.PREFIXES[kind]
    return [codes.encode(prefix, each) for each in next_numbers(number)]


def six(model, name, value):
    """The six columns of an uncertain date, and what they hold."""
    columns = model._meta.get_field(name).columns(value)
    return tuple(columns), tuple(columns.values())


DATE, _ = six(Claim, "date", None)
AS_OF, NONE = six(Claim, "as_of", None)
SIX = [six(Claim, "date", each)[1] for each in DATES]
ABOUT = ("repatriation_case_id", "group_id", "consignment_id")
THREAD = (
    "id", "aspect", "population", "party_id", "as_of", "live", "disagrees", "open", "opened_at", *ABOUT
)  # fmt: skip
CLAIM = (
    "id", "thread_id", "statement_id", "aspect", "population", "party_id", "number", "place_id", "position", "own",
    *DATE, *AS_OF, *ABOUT,
)  # fmt: skip


class World:
    """How many of what there are for a number of claims, and who says what of which."""

    def __init__(self, claims):
        self.cases, self.groups = 3 * claims // 10, 3 * claims // 100
        self.consignments, self.people = 2 * claims // 100, claims // 10
        self.statements = max(8, claims // 400 * 4)
        self.office = Office.objects.create(name="Synthetic office of the bench")
        self.parties = [Party.objects.create(code=code, name=f"State {code}") for code in ("XY", "XZ")]
        self.ministry_of = {party.pk: place for place, party in enumerate(self.parties)}
        ministries = [
            Actor.objects.create(name=f"Ministry of {party}", kind="state_body", party=party)
            for party in self.parties
        ]
        media = [
            Actor.objects.create(name=name, kind="media") for name in ("Synthetic agency", "Synthetic paper")
        ]
        self.speakers = [*ministries, *media]
        self.places = [Place.objects.create(name=f"Settlement {n}", country="XY").pk for n in range(40)]
        for role in (User.Role.COORDINATOR, User.Role.CASEWORKER):
            User.objects.create(username=f"bench-{role}", role=role, office=self.office)
        self.threads, self.claims = [], []

    # --- Who says what: nobody in particular, but always the same -------------------------------------------

    def said_by(self, speaker, number):
        """A statement of the speaker at this place: the ministries of both parties, an agency, a paper."""
        return self.first_statement + 4 * (number % (self.statements // 4)) + speaker

    def thread(self, about, number, aspect, values, *, population="", party=None, as_of=None):
        """A thread and its claims; each value is what its claim says beside all others', as {column: value}."""
        pk = self.next_thread
        self.next_thread += 1
        seen = {tuple(sorted(value.items())) for value in values}
        opened_at = None
        if len(seen) > 1:
            opened_at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=pk * 7919 % 1_000_000)
        edtf = as_of[0] if as_of else ""
        self.threads.append(
            (pk, aspect, population, party, edtf, len(values), bool(opened_at), bool(opened_at), opened_at, *about)
        )  # fmt: skip
        for place, value in enumerate(values):
            speaker = self.ministry_of[party] if aspect == "position" else 2 + place
            self.claims.append((
                self.next_claim, pk, self.said_by(speaker, number), aspect, population, party, value.get("number"),
                value.get("place"), value.get("position", ""), aspect == "position", *value.get("date", NONE),
                *(as_of or NONE), *about,
            ))  # fmt: skip
            self.next_claim += 1
        return self.next_claim - 1

    def write_claims(self):
        """Give the threads and claims that were collected to the database."""
        copy(Thread, THREAD, self.threads, office_id=self.office.pk)
        copy(Claim, CLAIM, self.claims, office_id=self.office.pk)
        self.threads.clear(), self.claims.clear()

    # --- What there is --------------------------------------------------------------------------------------

    @transaction.atomic
    def records(self):
        """Sources and their statements, people, groups and consignments with what is claimed of them."""
        office, sources = {"office_id": self.office.pk}, max(1, self.statements // 10)
        first = reserve(Source, sources)
        numbered = zip(range(first, first + sources), references("source", sources), strict=True)
        copy(Source, ("id", "reference", "title"), ((pk, code, f"Report {pk}") for pk, code in numbered),
             publisher_id=self.speakers[2].pk, type="article", **office)  # fmt: skip
        self.first_statement = reserve(Statement, self.statements)
        copy(Statement, ("id", "reference", "source_id", "speaker_id"), (
            (self.first_statement + n, code, first + n % sources, self.speakers[n % 4].pk)
            for n, code in enumerate(references("statement", self.statements))
        ), text="What was said, in our own words", **office)  # fmt: skip
        self.next_thread = reserve(Thread, 2 * self.groups + 3 * self.consignments + 3 * self.cases)
        extra = sum(-(-number // EVERY) for number in (self.groups, self.consignments))
        self.next_claim = reserve(
            Claim, 2 * self.groups + 3 * self.consignments + extra + 3 * self.cases + self.cases // 3 + 1
        )
        self.first_person = reserve(Person, self.people)
        copy(Person, ("id", "reference", "name", "sort_key"), (
            (self.first_person + n, code, f"Person {n}", text.sort_key(f"Person {n}"))
            for n, code in enumerate(references("person", self.people))
        ), status=WORKFLOWS["person"].initial, **office)  # fmt: skip
        self.some_groups(office)
        self.some_consignments(office)
        self.write_claims()

    def some_groups(self, office):
        self.first_group, rows = reserve(Group, self.groups), []
        for n, code in enumerate(references("group", self.groups)):
            pk, apart, low = self.first_group + n, n % EVERY == 0, 5 + n % 20
            numbers = [{"number": low + more} for more in ([0, 3] if apart else [0])]
            self.thread((None, pk, None), n, "size", numbers, population="people")
            self.thread((None, pk, None), n, "place", [{"place": self.places[n % 40]}], as_of=SIX[n % 1500])
            name = f"Group {n}"
            rows.append((pk, code, name, text.sort_key(name), int(apart), low, low + 3 * apart))
        columns = ("id", "reference", "name", "sort_key", "contested", "size_low", "size_high")
        copy(Group, columns, rows, status=WORKFLOWS["group"].initial, **office)

    def some_consignments(self, office):
        first, rows = reserve(Consignment, self.consignments), []
        for n, code in enumerate(references("consignment", self.consignments)):
            about, apart = (None, None, first + n), n % EVERY == 0
            received = [{"number": 100 - less} for less in ([0, 9] if apart else [0])]
            self.thread(about, n, "count_handed_over", [{"number": 100}], population="parcels")
            self.thread(about, n, "count_received", received, population="parcels")
            self.thread(about, n, "date", [{"date": SIX[n % 1500]}])
            rows.append((first + n, code, f"Consignment {n}", int(apart)))
        copy(Consignment, ("id", "reference", "title", "contested"), rows, from_party_id=self.parties[0].pk,
             to_party_id=self.parties[1].pk, status=WORKFLOWS["consignment"].initial, **office)  # fmt: skip

    def some_cases(self, first, last):
        """Cases with the position of the state where they are, a planned date and, of most, a place; half are requested."""
        number = last - first
        ids, events = reserve(RepatriationCase, number), reserve(Event, number)
        cases, asked, positions = [], [], []
        for n, code in enumerate(references("repatriation_case", number), start=first):
            pk, day = ids + n - first, n * 7919 % 1500
            about, whose = (pk, None, None), n % 2
            holding, receiving = self.parties[whose].pk, self.parties[1 - whose].pk
            apart = n % EVERY == 0
            planned = [{"date": SIX[day]}] * (2 if n % 3 == 0 else 1)
            if apart:
                planned[1] = {"date": SIX[(day + 30) % 1500]}
            self.thread(about, n, "date_planned", planned)
            stance = STANCES[n % 4]
            claim = self.thread(about, n, "position", [{"position": stance}], party=holding, as_of=SIX[day])
            if n % 5 < 3:
                self.thread(about, n, "place", [{"place": self.places[n % 40]}], as_of=SIX[day])
            positions += [(pk, "holding", 0, holding, stance, True, claim), (pk, "receiving", 1, receiving, "", False, None)]  # fmt: skip
            event, on = None, DATES[n * 31 % 1500]
            if n % 2:
                event = events + n - first
                asked.append((event, pk, "requested", *SIX[n * 31 % 1500]))
            group, person = (n // 5 % self.groups, None) if n % 5 == 0 else (None, n % self.people)
            of_group = group is not None and group % EVERY == 0
            cases.append((
                pk, code, f"Return {n}", None if group is None else self.first_group + group,
                None if person is None else self.first_person + person, holding, receiving,
                "requested" if event else "opened", event, on.sort_key if event else 0, on.earliest if event else None,
                DATES[day].earliest, DATES[day].earliest, int(apart) + int(of_group),
            ))  # fmt: skip
        copy(RepatriationCase, (
            "id", "reference", "title", "group_id", "person_id", "holding_party_id", "receiving_party_id", "status",
            "last_event_id", "last_event_sort", "requested_on", "position_changed_on", "stalled_since", "contested",
        ), cases, office_id=self.office.pk)  # fmt: skip
        occurred, _none = six(Event, "occurred", None)
        copy(Event, ("id", "repatriation_case_id", "type", *occurred), asked, evidence="own_observation",
             office_id=self.office.pk)  # fmt: skip
        self.write_claims()
        ids = reserve(Position, len(positions))
        columns = ("id", "case_id", "role", "rank", "party_id", "stance", "own", "claim_id")
        copy(Position, columns, ((ids + n, *row) for n, row in enumerate(positions)))
