"""Loads the data files through the actions that screens and imports use; a second time nothing is new."""

from django.db import transaction

from cases.actions import events, evidence, operations, travellers
from cases.lib import threads
from cases.models import Assessment, Claim, Event, GroupMembership, RepatriationPart, Statement
from cases.models.about import KINDS
from cases.seed.book import Book, form_key, the_office, the_recorder
from cases.seed.reading import AHEAD, a_date, read


@transaction.atomic
def load(tables=None):
    """Bring in all rows that are not there yet; how many, by model."""
    office = the_office()
    book = Book(tables or read(), office, the_recorder(office))
    if _is_first_run(book):
        _who_and_where(book)
    for row in book.tables["statement"]:
        book.statement(row["key"])
    for kind in KINDS:
        for row in book.tables.get(kind, ()):
            book.record(f"{kind}.{row['key']}")
    _memberships(book)
    for statement in book.tables["statement"]:
        for claim in statement.get("claim", ()):
            _claim(book, statement["key"], claim)
    for row in book.tables.get("event", ()):
        _event(book, row)
    _parts(book)
    for row in book.tables.get("assessment", ()):
        _assessment(book, row)
    return book.made


def claim_words(statement, claim):
    """What names a claim in the files: its statement, what it is about, and which question it answers."""
    words = [statement, claim["about"], claim["aspect"], claim.get("population"), claim.get("party")]
    return " ".join(filter(None, words))


def _claim(book, statement_key, row):
    key = form_key("claim", claim_words(statement_key, row))
    if Claim.objects.filter(form_key=key).exists():
        return
    statement = book.statement(statement_key)
    aspect, value = row["aspect"], _plain(row)
    for name in ("date", "as_of"):
        if name in row:
            published = statement.source.published or statement.said
            value[name] = a_date(row[name], published, ahead=aspect in AHEAD)
    for name in ("party", "place", "actor"):
        if name in row:
            value[name] = getattr(book, name)(row[name])
    evidence.record_claim(
        about=book.record(row["about"]), statement=statement, aspect=aspect, by=book.by, form_key=key, **value
    )
    book.made[Claim] += 1


def _plain(row):
    """The columns of a claim that hold what the file holds."""
    columns = {"population", "precision", *threads.VALUE_OF.values()} - {"date", "place"}
    return {name: row[name] for name in columns & row.keys()}


def _event(book, row):
    key = form_key("event", row["about"], row["type"], row["statement"])
    if Event.objects.filter(form_key=key).exists():
        return
    statement = book.statement(row["statement"])
    facts = {name: row[name] for name in ("count", "note", "declared_status") if name in row}
    for name in ("occurred", "due"):
        if name in row:
            facts[name] = a_date(row[name], statement.source.published, ahead=name in AHEAD)
    if "place" in row:
        facts["place"] = book.place(row["place"])
    events.record_event(
        about=book.record(row["about"]), type=row["type"], statement=statement, by=book.by, form_key=key,
        **facts,
    )  # fmt: skip
    book.made[Event] += 1


def _assessment(book, row):
    key = form_key("assessment", row["claim"], row["kind"])
    if Assessment.objects.filter(form_key=key).exists():
        return
    claim = Claim.objects.get(form_key=form_key("claim", row["claim"]))
    evidence.assess(claim=claim, kind=row["kind"], reason=row["reason"], by=book.by, form_key=key)
    book.made[Assessment] += 1


def _is_first_run(book):
    first = book.tables["statement"][0]["key"]
    return not Statement.objects.filter(form_key=form_key("statement", first)).exists()


def _who_and_where(book):
    """Everybody and every place of the files, on the first run only: what is renamed later stays so."""
    for row in book.tables["actor"]:
        book.actor(row["key"])
    for row in book.tables["place"]:
        book.place(row["key"])


def _memberships(book):
    """Who belongs to a group; set with the person, so that a later change stays."""
    for row in book.tables.get("membership", ()):
        if book.is_fresh(f"person.{row['person']}"):
            GroupMembership.objects.create(
                group=book.record(f"group.{row['group']}"),
                person=book.record(f"person.{row['person']}"),
                statement=book.statement(row["statement"]),
            )
            book.made[GroupMembership] += 1


def _parts(book):
    """Who came home in an operation, as a counted part of a group; set with the operation."""
    for row in book.tables.get("part", ()):
        if book.is_fresh(f"repatriation_event.{row['event']}"):
            operation = book.record(f"repatriation_event.{row['event']}")
            some = travellers.Traveller(
                group=book.record(f"group.{row['group']}"), case=book.record(f"repatriation_case.{row['case']}"),
                count=row["count"],
            )  # fmt: skip
            (line,) = travellers.add_people(
                operation=operation, travellers=[some], by=book.by, afterwards=True
            )
            came = {line.pk: operations.Arrival(RepatriationPart.Outcome.CAME, row["count"])}
            operations.complete(operation=operation, arrivals=came, by=book.by)
            book.made[RepatriationPart] += 1
