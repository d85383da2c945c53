"""Finding people by name: how many are found, how fast, beside what one would use instead.

Loads invented people by COPY, past the triggers, and lets `cases.actions.naming` make the side tables as it does for
everybody. Each record has the spelling of one system; three in ten have a second one. The queries are of nine kinds. A
hit is a person with the same true name in the first ten; recall is the share of the ten (or of all, where there are
fewer) that such persons have; precision is how often the first is one.

Stock is the search of Django's admin over all columns that hold a name of somebody (`ModelAdmin.search_fields`), on copies of the
tables in a schema of their own with the indexes that Django makes by itself, and the first ten records of its page, without the
two counts that the admin adds. Beside it the same words by `icontains` in one table alone, as in the search of a person with one name.
Floor is the exact words looked up in the dictionary and in the arrays of people, which finds one spelling only. The
quality is printed for plain trigrams as well: a GIN index on the name, the most similar first.
"""

import random
import statistics
import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import cycle

from django.contrib.admin import ModelAdmin, site
from django.db import connection
from django.db.models import Exists, OuterRef

from bench import invented
from bench.measure import Contest
from cases.actions import naming
from cases.finding import people as finding
from cases.models import Office, Person, PersonName, User

KINDS = ("same", "other language", "to Latin", "slip", "other script, slip", "swapped, other script",
         "patronymic, other script", "surname, other script", "two slips")  # fmt: skip
ALL = "all kinds"
ASKED = 270  # queries; each of them once in the contest of all kinds
STOCK_MOST = 1_000_000  # people among whom the ways that read the table are raced


@dataclass(frozen=True)
class Loaded:
    """Who searches, and the true name of each person."""

    user: User
    true: dict[int, invented.True_]


def load(number):
    """So many people in an empty database, and what they are found by."""
    office = Office.objects.create(name="Office of the bench")
    User.objects.create(username="bench", office=office, role="coordinator")
    more = []
    with connection.cursor() as cursor:
        for table in ("cases_person", "cases_personname"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        copy(cursor, Person, ({**plain(office), **row} for _one, row in _people(number, more)))
        copy(cursor, PersonName, (_name(pk, *one) for pk, one in enumerate(more, 1)))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("cases_person", "cases_personname"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ANALYZE {table}")
    index()
    _make_stock()


def _make_stock():
    """The tables of names once more, as Django's migrations make them without any index of ours."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA stock")
        for table in ("cases_person", "cases_personname"):
            cursor.execute(f"CREATE TABLE stock.{table} AS TABLE {table}")
            cursor.execute(f"ALTER TABLE stock.{table} ADD PRIMARY KEY (id)")
        cursor.execute("CREATE INDEX ON stock.cases_personname (person_id)")
        cursor.execute("ANALYZE stock.cases_person; ANALYZE stock.cases_personname")


def index():
    """Make what the people are found by, as it is made for everybody."""
    naming.make_due()
    while naming.index_some_due():
        pass
    naming.forget_unused_words()
    analyse = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
    with connection.cursor() as cursor:
        for table in ("cases_nametoken", "cases_persontokens"):
            cursor.execute(f"{analyse} {table}")


def loaded():
    """The true names, drawn once more by the same dice."""
    true = {pk: one for pk, (one, _row) in enumerate(_people(Person.objects.count(), []), 1)}
    return Loaded(User.objects.get(username="bench"), true)


def _people(number, more):
    """(true name, columns) of so many people; to `more` go their second names."""
    dice = random.Random(1)  # noqa: S311 – nothing is kept secret by it
    for pk in range(1, number + 1):
        one = invented.draw(dice)
        yield one, _written(one, pk, dice, more)


def _name(pk, person, full):
    columns = {field.column: "" for field in PersonName._meta.concrete_fields} | {"source_id": None}
    return columns | {
        "id": pk,
        "version": 1,
        "person_id": person,
        "full": full,
        "script": "Cyrl",
        "type": "official",
    }


def copy(cursor, model, rows):
    """Rows into a table by COPY."""
    columns = [field.column for field in model._meta.concrete_fields]
    names = ", ".join(f'"{name}"' for name in columns)
    with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in columns])


@cache
def plain(office):
    """The columns of a person of whom nothing is known."""
    person = Person(office=office, status="recorded", sort_key="")
    return {
        field.column: "" if value is None and not field.null else value
        for field in Person._meta.concrete_fields
        for value in [getattr(person, field.attname)]
    } | {"created_at": "2026-01-01", "synthetic": True}


def _written(one, pk, dice, more):
    system = invented.spelling(dice)
    own = {
        "id": pk, "reference": f"PER-B{pk:07}", "sex": ("male", "female")[one.sex],
        "name": " ".join(one.written(system)), "sort_key": str(pk),
    }  # fmt: skip
    second = dice.random()
    if second < 0.15 and system in ("uk", "ru"):
        latin = "ua-2010" if system == "uk" else "icao-rus"
        own["latin_name"] = " ".join(one.written(latin, patronymic=False))
    elif second < 0.3:
        more.append((pk, " ".join(one.written("ru" if system == "uk" else "uk"))))
    return own | {"latin_name": own.get("latin_name", "")}


def asked(true, number):
    """So many queries: kind, what is typed, and the true name that is meant (without what was not typed)."""
    dice = random.Random(2)  # noqa: S311 – nothing is kept secret by it
    pks = sorted(true)
    for place in range(number):
        kind, one = KINDS[place % len(KINDS)], true[dice.choice(pks)]
        while kind == "patronymic, other script" and one.father is None:
            one = true[dice.choice(pks)]
        own = invented.spelling(dice)
        other = dice.choice(invented.LATIN) if own in ("uk", "ru") else dice.choice(["uk", "ru"])
        short = one.written(own, patronymic=False)
        crossed = one.written(other, patronymic=False)
        match kind:
            case "same":
                text = " ".join(short)
            case "other language":
                text = " ".join(one.written("ru" if own == "uk" else "uk", patronymic=False))
            case "to Latin":
                text = " ".join(one.written(dice.choice(invented.LATIN), patronymic=False))
            case "slip":
                text = invented.slip(" ".join(short), dice)
            case "other script, slip":
                text = invented.slip(" ".join(crossed), dice)
            case "swapped, other script":
                text = " ".join(crossed[::-1])
            case "patronymic, other script":
                text = " ".join(one.written(other))
            case "surname, other script":
                text = crossed[0]
            case _:
                text = invented.slip(invented.slip(" ".join(short), dice), dice)
        yield kind, text, one


def meant(kind, one):
    """What two people share whom one query means."""
    surname = (one.stem, one.ending)
    if kind == "surname, other script":
        return surname
    if kind == "patronymic, other script":
        return (*surname, one.sex, one.given, one.father)
    return (*surname, one.sex, one.given)


def answers(true):
    """Who is meant by what: {(…): people}."""
    found = defaultdict(set)
    for pk, one in true.items():
        for kind in ("surname, other script", "patronymic, other script", "same"):
            found[meant(kind, one)].add(pk)
    return found


def ours(user, text):
    return [hit.person.pk for hit in finding.find_people(user, text, limit=10)]


class _PlainAdmin(ModelAdmin):
    search_fields = ("name", "latin_name", "label", "names__full")


def stock(text):
    """The first ten on the page of the admin, as `ChangeList.get_queryset` asks for them."""
    admin, people = _PlainAdmin(Person, site), Person._base_manager.all()
    with _on_stock():
        found, twice = admin.get_search_results(None, people, text)
        if twice:
            found = people.filter(Exists(found.filter(pk=OuterRef("pk"))))
        return [person.pk for person in found.order_by("-pk")[:10]]


_SOME_NAME = "(upper(name) LIKE upper(%s) OR upper(latin_name) LIKE upper(%s) OR upper(label) LIKE upper(%s))"


def one_table(text):
    """The same words in the table of people alone, in no order."""
    words = text.split()
    every = " AND ".join([_SOME_NAME] * len(words))
    sql = f"SELECT id FROM stock.cases_person WHERE {every} LIMIT 10"  # noqa: S608 – only placeholders are put in
    return _rows(sql, [f"%{word}%" for word in words for _column in "123"])


@contextmanager
def _on_stock():
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = stock, public")
        try:
            yield
        finally:
            cursor.execute("RESET search_path")


def trigrams(text):
    return _rows(
        "SELECT id FROM cases_person WHERE upper(name) %% upper(%s) ORDER BY similarity(upper(name), upper(%s)) DESC LIMIT 10",
        [text, text],
    )


def floor(text):
    found = naming.words(text)
    numbers = _rows("SELECT id FROM cases_nametoken WHERE fold = ANY(%s)", [list(found)])
    return _rows(
        "SELECT person_id FROM cases_persontokens WHERE office_id = 1 AND tok @> %s::int[] LIMIT 10",
        [numbers],
    )


def _rows(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [pk for (pk,) in cursor.fetchall()]


def contests(loaded):
    """Say how well people are found; then one contest for each kind of query, and one for all of them."""
    _tell(loaded)
    asked_for = defaultdict(list)
    for kind, text, _one in asked(loaded.true, ASKED):
        asked_for[kind].append(text)
        asked_for[ALL].append(text)
    raced = len(loaded.true) <= STOCK_MOST
    contested = dict.fromkeys((*KINDS, ALL), stock) | {f"{ALL}, one table": one_table}
    for name, other in contested.items():
        texts = asked_for[name.removesuffix(", one table")]
        one, two, three = (_in_turn(way, texts) for way in (partial(ours, loaded.user), other, floor))
        yield Contest(
            name, one, two if raced else None, three, rounds=ASKED if name.startswith(ALL) else None
        )


def _in_turn(way, texts):
    turn = cycle(texts)
    return lambda: way(next(turn))


def _tell(loaded, number=720, others=45):
    """Hits, recall and precision of each way of looking; fewer queries for those that read the table."""
    ways = {
        "ours": partial(ours, loaded.user),
        "exact words": floor,
        "trigrams": trigrams,
        "admin": stock,
    }
    if len(loaded.true) > STOCK_MOST:
        del ways["trigrams"], ways["admin"]
    right = answers(loaded.true)
    for name, way in ways.items():
        tally = Tally(right)
        for kind, text, one in asked(loaded.true, number if name in ("ours", "exact words") else others):
            tally.note(kind, one, way(text))
        tally.say(name, KINDS if name == "ours" else ())
    print(f"  twelve spellings: {_twelve(loaded, right)} of 12 find the same person first", file=sys.stderr)


def _twelve(loaded, right):
    """Of twelve spellings of one name that one person alone bears, how many find this person first."""
    pk, one = next((pk, one) for pk, one in loaded.true.items() if len(right[meant("same", one)]) == 1)
    spellings = [" ".join(one.written(system, patronymic=False)) for system in ("uk", "ru", *invented.LATIN)]
    spellings.append(" ".join(one.written("uk", patronymic=False)[::-1]))
    return sum(ours(loaded.user, text)[:1] == [pk] for text in spellings)


class Tally:
    """How well one way of looking found, by kind of query."""

    def __init__(self, right):
        self.right, self.notes = right, defaultdict(list)

    def note(self, kind, one, found):
        right = self.right[meant(kind, one)]
        good = sum(pk in right for pk in found[:10])
        self.notes[kind].append((good > 0, good / min(10, len(right)), bool(found) and found[0] in right))

    def say(self, name, kinds):
        groups = {"all": KINDS, "all but two slips": KINDS[:-1], **{kind: (kind,) for kind in kinds}}
        for label, some in groups.items():
            notes = [note for kind in some for note in self.notes[kind]]
            hit, recall, first = (statistics.fmean(column) for column in zip(*notes, strict=True))
            print(
                f"  {name:11} {label:26} hit {hit:.3f}  recall {recall:.3f}  first {first:.3f}",
                file=sys.stderr,
            )
