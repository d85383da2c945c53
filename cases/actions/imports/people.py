"""The import of a list of people: whether a row is of somebody on record, and what it would add; no machine decides who is who.

A row is of somebody on record where it gives their reference, where the same row was recorded before, or where somebody
says so (`deciding`). Whoever may be meant is looked for as the duplicates are (`finding.lists`): a row with somebody as
alike as a namesake waits. A row never overwrites what is on record: it fills what is empty, and adds names and numbers.
"""

import hashlib
import json

from cases.actions.imports.about_people import Known, description, tidy
from cases.actions.imports.nearest import suggest
from cases.actions.imports.rows import Reader, Staged, plain
from cases.finding.lists import people_of
from cases.lib import matching, person_cells
from cases.lib.names.compare import SAME
from cases.models import ImportRow, Office, Person

MODEL = Person
COLUMNS = person_cells.COLUMNS
#: A row is told apart by all that it says.
KEYS = tuple(column.fills for column in COLUMNS)
#: What a row can fill of a person who is on record.
WRITES = (
    "latin_name", "father_name", "mother_maiden_name", "born", "birth_place_id", "sex", "nationality",
    "power_of_dependence_id", "rank", "service_number", "last_residence_id", "contact", "address",
)  # fmt: skip
#: A person is as confidential as the row asks, and nobody else's record makes it closer.
OF_PEOPLE = ()
#: From this score on somebody is asked: as alike as two spellings of one name, of whom nothing else is known.
ASKED = round(matching.NAME * SAME)
_Outcome = ImportRow.Outcome
#: What a row says of somebody new besides.
_NEW = ("name", "sort_key", "confidentiality")


class Judge:
    """Judges the rows of one batch, some hundred at a time, so that no row asks the database by itself."""

    def __init__(self, batch):
        self.batch, self.user = batch, batch.created_by
        self.reader, self.known = Reader(), Known(self.user)
        self.keys: dict[str, int] = {}
        self.added = Added()
        said = ImportRow.objects.filter(batch=batch, decided_by__isnull=False)
        self.decided = {  # before a check anew
            row.key: (None if row.outcome == _Outcome.NEW else row.record, row.decided_by_id) for row in said
        }

    def judge(self, rows):
        """The staged rows for these (number, cells), where cells is {name of column: (column, text)}."""
        found = [self.reader.row(number, cells) for number, cells in rows]
        self.known.learn([row.values for row in found])
        for row in found:
            tidy(row, self.known)
            self._once(row)
        suggest(found, Person.objects.visible_to(self.user).filter(superseded_by=None))
        people = self._named(found)
        before = dict(
            ImportRow.objects.recorded_in(self.batch.office_id)
            .filter(key__in=[row.key for row in found])
            .values_list("key", "record")
        )
        new = [row for row in found if not (row.problems or "reference" in row.values or row.key in before)]
        alike = dict(zip((row.number for row in new), self._alike(new), strict=True))
        seen = self._seen(alike.values())
        meant = self._meant(new)
        return [self._staged(row, people, before, alike.get(row.number, ()), seen, meant) for row in found]

    def _once(self, row):
        if "name" not in row.values and "reference" not in row.values and not row.problems:
            row.wrong("name", "no_name")
        told = {name: plain(value) for name, value in row.values.items()} | {"beside": row.beside}
        row.key = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        if not row.problems and (other := self.keys.setdefault(row.key, row.number)) != row.number:
            row.wrong("name", "person_again", other)

    def _named(self, rows):
        """The people whose references rows give, of those whom the giver may see."""
        asked = {row.values["reference"] for row in rows if "reference" in row.values}
        visible = Person.objects.visible_to(self.user).filter(superseded_by=None).described()
        return {person.reference: person for person in visible.filter(reference__in=asked)} if asked else {}

    def _alike(self, rows):
        return people_of(self.batch.office, [description(row, self.known) for row in rows], synthetic=None)

    def _seen(self, found):
        people = {each.person for some in found for each in some}
        return set(Person.objects.visible_to(self.user).filter(pk__in=people).values_list("pk", flat=True))

    def _meant(self, rows):
        """The people whom these rows were decided to be of before, of those whom the giver may still see: {number: person}."""
        said = {self.decided[row.key][0] for row in rows if row.key in self.decided} - {None}
        visible = Person.objects.visible_to(self.user).filter(superseded_by=None).described()
        return visible.in_bulk(said) if said else {}

    def _staged(self, row, people, before, alike, seen, meant):
        said = {name: plain(row.values[name]) for name in (*_NEW, *WRITES) if row.values.get(name)}
        staged = Staged(row.number, key=row.key, beside=row.beside, values=said)
        if reference := row.values.get("reference"):
            self._is(staged, row, people.get(reference))
        elif row.key in before:
            staged.outcome, staged.record, staged.values, staged.beside = (
                _Outcome.UNCHANGED,
                before[row.key],
                {},
                {},
            )
        else:
            staged.candidates = [[each.person, each.score, list(each.reasons)] for each in alike]
            asked = [each for each in alike if each.score >= ASKED and each.person in seen]
            staged.outcome = _Outcome.UNDECIDED if asked else _Outcome.NEW
            if asked:
                staged.said = {"values": said, "beside": row.beside}
                self._decide_again(staged, meant)
        if row.problems:
            staged.outcome, staged.record, staged.seen = _Outcome.ERROR, None, None
        staged.problems = row.problems + staged.problems
        return staged

    def _is(self, staged, row, person):
        """The row gives a reference: it is of this person, unless the names say that it cannot be."""
        name = row.values.get("name")
        if person is None:
            row.wrong("reference", "no_person_here")
        elif person.is_erased:
            row.wrong("reference", "erased")
        elif not person.is_named:
            row.wrong("reference", "unnamed")
        elif name and matching.best_names((name,), person.description().names).verdict == "unlikely":
            row.wrong("reference", "another_name", person.name)
        elif not row.problems:
            fill(staged, person)
            if other := self.added.other(staged):
                row.wrong("reference", "person_twice", other)

    def _decide_again(self, staged, meant):
        """What somebody said before the file was checked anew holds on, while the person is shown and can be meant."""
        record, by = self.decided.get(staged.key, (None, None))
        shown = meant.keys() & {pk for pk, *_rest in staged.candidates}
        if by and (record is None or record in shown):
            decide(staged, meant.get(record))
            if not self.added.other(staged):
                staged.decided_by_id = by
                return
            staged.outcome, staged.record, staged.seen = _Outcome.UNDECIDED, None, None
            staged.values, staged.problems, staged.before, staged.beside = {}, [], {}, {}


class Added:
    """What the rows of a file add to people on record: two rows may not fill columns of one person, and nothing is added twice.

    Each row was compared with what is on record and not with the others, so that a later one would overwrite an earlier.
    """

    def __init__(self, rows=()):
        self.filled: dict[int, int] = {}  # a person whose columns a row fills: which row
        self.beside: set[tuple] = set()  # what stands beside whom from now on
        for row in rows:
            self.other(row)

    def other(self, row):
        """The number of the row that fills columns of the same person; where there is none, this one counts from now on."""
        if row.outcome != _Outcome.CHANGED:
            return None
        if row.values and (other := self.filled.setdefault(row.record, row.number)) != row.number:
            return other
        new = {
            kind: [some for some in found if self._is_new(row.record, some)]
            for kind, found in row.beside.items()
        }
        row.beside = {kind: found for kind, found in new.items() if found}
        row.outcome = _Outcome.CHANGED if row.values or row.beside else _Outcome.UNCHANGED
        return None

    def _is_new(self, person, some):
        key = (person, some if isinstance(some, str) else tuple(some))
        if key in self.beside:
            return False
        self.beside.add(key)
        return True


def decide(row, person):
    """Let a row be of this person; None: of nobody on record."""
    row.values, row.beside = row.said["values"], row.said["beside"]
    row.problems, row.before = [], {}
    if person:
        fill(row, person)
    else:
        row.outcome, row.record, row.seen = _Outcome.NEW, None, None


def fill(row, person):
    """What a row adds to somebody on record: what was empty, names and numbers that are not there; what differs is told."""
    values, numbers = row.values, row.beside.get("numbers", [])
    names = [
        name for name in (values.get("name"), values.get("latin_name"), *row.beside.get("names", ())) if name
    ]
    was = {name: plain(getattr(person, name)) for name in WRITES if values.get(name)}
    row.values = {name: values[name] for name in was if not was[name]}
    row.before = {name: was[name] for name in row.values}
    there = {*person.description().names, row.values.get("latin_name")}
    known = {(each.scheme, each.value) for each in person.identifiers.all()}
    beside = {
        "names": [name for name in dict.fromkeys(names) if name not in there],
        "numbers": [number for number in numbers if tuple(number) not in known],
    }
    row.beside = {name: some for name, some in beside.items() if some}
    row.problems = [
        {"column": name, "value": str(_shown(values[name]))[:200], "why": "kept", "hint": person.reference}
        for name in was
        if was[name] and _said(was[name]) != _said(values[name]) and name != "latin_name"
    ]
    row.record, row.seen = person.pk, person.version
    row.outcome = _Outcome.CHANGED if row.values or row.beside else _Outcome.UNCHANGED


def _said(value):
    return value["edtf"] if isinstance(value, dict) else value


def _shown(value):
    return value["words"] or value["edtf"] if isinstance(value, dict) else value


def hold(batch):
    """Keep other lists of people of the office out until the end."""
    Office.objects.select_for_update(no_key=True).get(pk=batch.office_id)


def known(batch, rows):
    """Whether one of these rows, new when the file was checked, is recorded by now."""
    return ImportRow.objects.recorded_in(batch.office_id).filter(key__in=[row.key for row in rows]).exists()


def of_batch(batch):
    """What every new person of the batch has."""
    return {}
