"""Importing parcels: a file of so many rows, one in fifty with an error, checked without writing and then recorded.

Ours is all of it: the child that reads the file, the check of each row, staging, recording with history, audit and versions,
and the foreign keys, which a commit asks and a transaction that is taken back would not. Floor
is COPY of the good rows straight into a table with the same columns and indexes, without a trigger or a foreign key. Beside it stands
what nobody can do without who wants history, audit and whole references: COPY of the same ready rows into the table of the parcels.
Stock is a loop that saves one parcel after another, without any check; where there are very many rows it is raced on 2,000 of them.
"""

from dataclasses import dataclass
from functools import cache, partial

from django.db import connection, transaction

from bench.measure import Contest
from cases.actions.imports import applying, asking, checking
from cases.actions.writing import ignore_nothing, take
from cases.lib import codes
from cases.models import Consignment, Office, Parcel, Party, Person, User
from cases.models.base import next_numbers

FEW = 2000
PEOPLE = 1000
BAD = 50  # every so many rows has an error


@dataclass(frozen=True)
class Loaded:
    """Who imports how many rows into which consignment."""

    rows: int
    user: User
    consignment: Consignment


def load(number):
    """An office with a thousand people and an empty consignment; `number` is kept as what is planned for it."""
    office = Office.objects.create(name="Office of the bench")
    User.objects.create(username="bench", office=office, role="coordinator")
    first, second = (Party.objects.create(code=code, name=code) for code in ("XA", "XB"))
    Consignment.objects.create(
        office=office, title="Bench", from_party=first, to_party=second, planned_quantity=number
    )
    for each in range(PEOPLE):
        Person.objects.create(office=office, name=name_of(each))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (LIKE cases_parcel INCLUDING ALL)")


def loaded():
    consignment = Consignment.objects.get(title="Bench")
    return Loaded(consignment.planned_quantity, User.objects.get(username="bench"), consignment)


def name_of(number):
    return f"Людина {'абвгґдеєжз'[number // 100]}{'иіїйклмноп'[number // 10 % 10]}{'рстуфхцчшщ'[number % 10]}"


def contests(loaded):
    few = min(FEW, loaded.rows)
    for number in sorted({few, loaded.rows}):
        bare = partial(floor, loaded, number)
        yield Contest(f"import of {number:,} rows", partial(ours, loaded, number),
                      partial(stock, loaded, number) if number == few else None, floor=bare, writes=True)  # fmt: skip
        yield Contest(
            f"their COPY, kept and audited, {number:,}",
            partial(copied, loaded, number),
            floor=bare,
            writes=True,
        )


def file_of(number):
    lines = ["№;Одержувач;Відправник;Вміст;Вага, кг"]
    for row in range(number):
        weight = "важко" if row % BAD == 0 else f"{1 + row % 4},5"
        lines.append(f"{row};{name_of(row % PEOPLE)};Родина, Суми;їжа, одяг;{weight}")
    return "\n".join(lines).encode()


def ours(loaded, number):
    """Check and record a file, and take it all back."""
    with transaction.atomic():
        batch = asking.begin(
            consignment=loaded.consignment, file_name="bench.csv", content=file_of(number), by=loaded.user
        )  # fmt: skip
        found = checking.check(batch)
        assert (found["new"], found["errors"]) == (number - -(-number // BAD), -(-number // BAD))  # noqa: S101
        applying.apply(batch, by=loaded.user)
        ask_foreign_keys()
        transaction.set_rollback(True)


def parcels(loaded, number):
    people = list(Person.objects.order_by("pk"))
    for row in range(number):
        if row % BAD:
            yield Parcel(
                office=loaded.consignment.office, consignment=loaded.consignment, external_number=str(row),
                addressee=people[row % PEOPLE], sender="Родина, Суми", contents=["food", "clothing"],
                weight_grams=1500 + 1000 * (row % 4),
            )  # fmt: skip


@cache
def ready(loaded, number):
    """The columns of a parcel, and the good rows as COPY takes them: made once, so that the floor is the database alone."""
    fields = Parcel._meta.concrete_fields
    rows = list(parcels(loaded, number))
    numbers = zip(rows, take("cases_parcel_id_seq", len(rows)), next_numbers(len(rows)), strict=True)
    for row, pk, each in numbers:
        row.pk, row.reference, row.status = pk, codes.encode("PCL", each), "registered"
        row.created_at = loaded.consignment.created_at
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    return columns, [[_plain(row.__dict__[field.attname]) for field in fields] for row in rows]


def floor(loaded, number, table="bare"):
    """COPY of the good rows, ready made, into a table like ours that nothing watches."""
    columns, rows = ready(loaded, number)
    with transaction.atomic(), connection.cursor() as cursor:
        ignore_nothing()
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as to:
            for row in rows:
                to.write_row(row)
        ask_foreign_keys()
        transaction.set_rollback(True)


def copied(loaded, number):
    """The same into ours: with its triggers and foreign keys."""
    floor(loaded, number, "cases_parcel")


def _plain(value):
    return getattr(value, "edtf", value)


def stock(loaded, number):
    """One save after another."""
    with transaction.atomic():
        for parcel in parcels(loaded, number):
            parcel.save()
        ask_foreign_keys()
        transaction.set_rollback(True)


def ask_foreign_keys():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
