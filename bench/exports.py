"""Lists as files: so many parcels as CSV and as XLSX, as the worker makes them for whoever may take them.

Ours is all of it: the list's own query, what is held, each cell in words, what a spreadsheet takes for a formula, the digest. Floor
is COPY of the same columns as they stand, read by psycopg and thrown away. Stock is a loop over the records that writes each into a
file: csv, and XlsxWriter as it is; up to 100,000 rows.
"""

import csv
import io
from dataclasses import dataclass
from functools import partial

import xlsxwriter
from django.db import connection, transaction

from bench.measure import Contest
from cases.generic.known import export_at
from cases.generic.leaving import Leaving
from cases.lib import codes
from cases.models import Consignment, Office, Parcel, Party, Person, User

PEOPLE = 2000


@dataclass(frozen=True)
class Loaded:
    """Who takes how many parcels."""

    rows: int
    user: User


def load(number):
    """An office with parcels for two thousand people, with what a list says of each; past the triggers, which are not raced here."""
    office = Office.objects.create(name="Office of the bench")
    user = User.objects.create(
        username="bench", first_name="Ben", last_name="Ch", office=office, role="coordinator"
    )
    first, second = (Party.objects.create(code=code, name=code) for code in ("XA", "XB"))
    consignment = Consignment.objects.create(
        office=office, title="Bench", from_party=first, to_party=second, planned_quantity=number
    )
    for each in range(PEOPLE):
        Person.objects.create(office=office, name=f"Людина Марія {each}", latin_name=f"Liudyna Mariia {each}")
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    columns = "reference, office_id, confidentiality, synthetic, status, contested, last_event_sort, planned, sender, contents, s10," \
        " weight_grams, addressee_id, consignment_id, owner_id, version, external_number"  # fmt: skip
    fill = {
        f.column: "" for f in Parcel._meta.concrete_fields if f.column not in columns.split(", ") and not f.null
        and f.column not in {"id", "created_at"}
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE cases_parcel DISABLE TRIGGER USER")
        names = ", ".join([columns, *fill])
        with cursor.cursor.copy(f"COPY cases_parcel ({names}) FROM STDIN") as to:
            for row in range(number):
                to.write_row([
                    codes.encode("PCL", 10_000_000 + row), office.pk, "ordinary", False, ("registered", "packed", "delivered")[row % 3], 0, row, "",
                    f"Родина {row % 977}, Суми", ["food", "clothing"][: 1 + row % 2], "", 500 + row % 9000, people[row % PEOPLE],
                    consignment.pk, user.pk if row % 4 else None, 1, str(row), *(_empty(name) for name in fill),
                ])  # fmt: skip
        cursor.execute("ALTER TABLE cases_parcel ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")


def _empty(column):
    field = next(f for f in Parcel._meta.concrete_fields if f.column == column)
    return (
        0
        if "Integer" in field.get_internal_type() or "Sort" in type(field).__name__
        else field.get_default() or ""
    )


def loaded():
    return Loaded(Parcel.objects.count(), User.objects.get(username="bench"))


def contests(loaded):
    return [
        Contest(
            f"{form} of {loaded.rows:,} rows", partial(ours, loaded, form),
            partial(STOCK[form], loaded) if loaded.rows <= STOCK_MOST else None, floor=partial(floor, loaded), writes=True,
        )
        for form in ("csv", "xlsx")
    ]  # fmt: skip


STOCK_MOST = 100_000


def leaving(loaded):
    return Leaving(export_at("/parcels/", loaded.user))


def ours(loaded, form):
    """The file, as the worker makes it: in a transaction."""
    with transaction.atomic():
        made = leaving(loaded).make(form)
    with made.file:
        assert made.facts["rows"] == loaded.rows  # noqa: S101


def floor(loaded):
    """The columns as they stand, out of the database and thrown away."""
    rows = leaving(loaded).rows.values_list(
        "reference", "s10", "consignment__reference", "addressee__name", "addressee__latin_name", "sender", "contents", "weight_grams",
        "status", "custodian__name", "contested", "owner__last_name", "last_event__type", "last_event__occurred",
    )  # fmt: skip
    sql, params = rows.query.sql_with_params()
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", params) as copied,
    ):
        for _line in copied:
            pass


def _plain(loaded):
    """What one would write: the records with what they name, one after another."""
    related = (
        "consignment",
        "addressee",
        "addressee_group",
        "sender_person",
        "custodian",
        "owner",
        "last_event",
    )
    for parcel in (
        Parcel.objects.filter(office=loaded.user.office).select_related(*related).order_by("-created_at")
    ):
        yield [
            parcel.reference, parcel.s10, str(parcel.consignment.reference), str(parcel.addressee or parcel.addressee_group or ""),
            parcel.addressee.latin_name if parcel.addressee else "", parcel.sender, parcel.contents_text, parcel.weight_grams,
            parcel.status_label, str(parcel.custodian or ""), parcel.contested, str(parcel.owner or ""), "", "",
        ]  # fmt: skip


def stock_csv(loaded):
    writer = csv.writer(io.StringIO())
    for row in _plain(loaded):
        writer.writerow(row)


def stock_xlsx(loaded):
    book = xlsxwriter.Workbook(io.BytesIO())
    sheet = book.add_worksheet()
    for number, row in enumerate(_plain(loaded)):
        sheet.write_row(number, 0, row)
    book.close()


STOCK = {"csv": stock_csv, "xlsx": stock_xlsx}
