"""The import of a list of letters: which letter a row means, whose it is, in which parcel, and what it would change."""

from django.db.models import Q

from cases.actions.imports.named import Named, reference_in
from cases.actions.imports.nearest import suggest
from cases.actions.imports.rows import Reader, Staged, plain
from cases.lib import letter_cells
from cases.models import Confidentiality, Correspondence, ImportRow, Office, Parcel, Person

MODEL = Correspondence
COLUMNS = letter_cells.COLUMNS
#: A row is told apart by all that it says.
KEYS = tuple(column.fills for column in COLUMNS)
#: What a row can say of a letter.
WRITES = (
    "external_number",
    "s10",
    "type",
    "direction",
    "person_id",
    "correspondent",
    "correspondent_person_id",
    "written",
    "posted",
    "received",
    "route",
    "parcel_id",
    "language",
    "quantity",
    "confidentiality",
)
#: Whose confidentiality a new letter has at least.
OF_PEOPLE = ("person_id", "correspondent_person_id")
#: Which letter it is: on a list with numbers by the number and the first of these; without numbers by all of them.
_WHOSE = ("direction", "type", "person_id", "written")
_REST = ("correspondent", "correspondent_person_id", "posted", "received", "quantity")
_RED_CROSS = Correspondence.Kind.RED_CROSS_MESSAGE


class Judge:
    """Judges the rows of one batch, some hundred at a time, so that no row asks the database by itself."""

    def __init__(self, batch):
        self.batch, self.user = batch, batch.created_by
        self.reader, self.named = Reader(), Named(self.user, (Person,))
        self.keys: dict[tuple, int] = {}
        self.meant: dict[int, int] = {}  # letter on record -> the first row that means it

    def judge(self, rows):
        """The staged rows for these (number, cells), where cells is {name of column: (column, text)}."""
        found = [self.reader.row(number, cells) for number, cells in rows]
        for row in found:
            _sides(row)
        self._find_people(found)
        self._find_parcels(found)
        suggest(found, Correspondence.objects.visible_to(self.user))
        letters = Letters(self.batch.office_id, [row.values for row in found], self.user)
        return [self._staged(row, letters) for row in found]

    def _find_people(self, rows):
        """Who is held, and the family side where it is a reference; other words of the family side stay words."""
        asked = set()
        for row in rows:
            family = row.values.get("correspondent", "")
            asked |= {row.values.get("person", ""), family if reference_in(family) else ""} - {""}
        self.named.learn(asked)
        for row in rows:
            if words := row.values.pop("person", ""):
                self._name(row, words, row.columns.get("person", "person"), "person_id")
            family = row.values.get("correspondent", "")
            if reference_in(family):
                del row.values["correspondent"]
                column = row.columns.get("correspondent", "correspondent")
                self._name(row, family, column, "correspondent_person_id")

    def _find_parcels(self, rows):
        """In which parcel it lies, by our reference or a postal item number, among those that the user may see."""
        named = {row.values["parcel"] for row in rows if row.values.get("parcel")}
        seen = Parcel.objects.visible_to(self.user).filter(Q(reference__in=named) | Q(s10__in=named))
        found = {code: pk for pk, *codes in seen.values_list("pk", "reference", "s10") for code in codes}
        for row in rows:
            if code := row.values.pop("parcel", ""):
                if code in found:
                    row.values["parcel_id"] = found[code]
                else:
                    row.wrong("parcel", "no_such_parcel")

    def _name(self, row, words, column, fills):
        who = self.named.of(words)
        if who.why:
            row.wrong(column, who.why, who.hint)
        else:
            row.values[fills] = who.pk

    def _staged(self, row, letters):
        values = {name: plain(row.values[name]) for name in WRITES if row.values.get(name)}
        letter = self._letter(row, values, letters)
        before, outcome = {}, ImportRow.Outcome.NEW
        if letter:
            _close(values, letter)
            was = {name: plain(getattr(letter, name)) for name in values}
            before = {name: was[name] for name, value in values.items() if not _same(was[name], value)}
            values = {name: values[name] for name in before}
            outcome = ImportRow.Outcome.CHANGED if before else ImportRow.Outcome.UNCHANGED
        elif not row.problems:
            _demand(row)
            _close(values)
        return Staged(
            row.number, ImportRow.Outcome.ERROR if row.problems else outcome, values, row.problems, before=before,
            record=letter.pk if letter else None, seen=letter.version if letter else None,
        )  # fmt: skip

    def _letter(self, row, values, letters):
        """The letter on record that the row means, if there is one."""
        values = values | {"reference": row.values.get("reference", "")}
        keys = _sure(values) or ([_said_by(values)] if values.get("person_id") else [])
        for key in keys if not row.problems else ():
            if (other := self.keys.setdefault(key, row.number)) != row.number:
                row.wrong(_column(key), "letter_again", other)
        if row.problems:
            return None
        found = letters.of(values)
        if values["reference"] and all(one.reference != values["reference"] for one in found):
            row.wrong("reference", "no_letter")
        elif len(found) > 1:
            seen = [one.reference for one in found if one.pk in letters.seen]
            row.wrong(_first(row), "two_letters", ", ".join(seen))
        elif found and found[0].pk not in letters.seen:
            row.wrong(_first(row), "hidden_letter")
        elif found and (other := self.meant.setdefault(found[0].pk, row.number)) != row.number:
            row.wrong(_first(row), "letter_again", other)
        return found[0] if len(found) == 1 and not row.problems else None


class Letters:
    """The letters of an office that rows with these values could mean."""

    def __init__(self, office, rows, user=None):
        def said(name):
            return {value for row in rows if (value := row.get(name))}

        wanted = Q(reference__in=said("reference")) | Q(s10__in=said("s10")) | Q(person__in=said("person_id"))
        found = list(Correspondence.objects.filter(wanted, office=office).order_by("pk"))
        self.by_key: dict[tuple, list] = {}
        for letter in found:
            values = {name: plain(getattr(letter, name)) for name in (*WRITES, "reference")}
            unnumbered = values | {"external_number": ""}
            for key in {*_sure(values), _said_by(values), _said_by(unnumbered)}:
                self.by_key.setdefault(key, []).append(letter)
        self.seen = set()
        if user:
            rows = Correspondence.objects.visible_to(user).filter(pk__in=[each.pk for each in found])
            self.seen = set(rows.values_list("pk", flat=True))

    def of(self, values):
        """The letters that these values mean: by reference and postal number, or else by what they say."""
        found = {one.pk: one for key in _sure(values) for one in self.by_key.get(key, [])}
        if found or values.get("reference") or not values.get("person_id"):
            return list(found.values())
        said = self.by_key.get(_said_by(values), [])
        return [one for one in said if not (values.get("s10") and one.s10)]


def _sure(values):
    """The numbers that are of one letter alone."""
    return [(name, values[name]) for name in ("reference", "s10") if values.get(name)]


def _said_by(values):
    """What a letter without such a number is known by."""
    number = values.get("external_number") or ""
    names = _WHOSE if number else (*_WHOSE, *_REST)
    return ("external_number", number, *(_said(values.get(name)) for name in names))


def _said(value):
    return value["edtf"] if isinstance(value, dict) else value or None


def _same(one, other):
    """Two dates are the same if they mean the same days, whatever the words."""
    return _said(one) == _said(other)


def _column(key):
    return key[0] if key[0] in {"reference", "s10"} or key[1] else "person"


def _first(row):
    return next((name for name in ("reference", "s10", "external_number") if name in row.cells), "person")


def _sides(row):
    """Sender and addressee are the person held and the family, as the direction says."""
    sender, addressee = (row.values.pop(name, "") for name in ("sender", "addressee"))
    if not sender and not addressee:
        return
    direction = row.values.get("direction")
    if not direction:
        if not row.problems:
            row.wrong("direction", "no_direction")
        return
    held, family = ("addressee", "sender") if direction == "to_person" else ("sender", "addressee")
    words = {"sender": sender, "addressee": addressee}
    for name, column in (("person", held), ("correspondent", family)):
        if not words[column]:
            continue
        if name in row.values:
            row.wrong(column, "side_twice")
        elif name == "correspondent" and len(words[column]) > 200:
            row.wrong(column, "too_long", "200")
        else:
            row.values[name], row.columns[name] = words[column], column


def _demand(row):
    """What a new letter has to say; nothing of it is guessed."""
    for name, why in (("type", "no_kind"), ("direction", "no_direction"), ("person_id", "no_held")):
        if not row.values.get(name):
            row.wrong(name.removesuffix("_id"), why)


def _close(values, letter=None):
    """D39: what passes through the Red Cross is restricted at least."""
    kind = values.get("type", letter and letter.type)
    if kind == _RED_CROSS and (letter is None or letter.confidentiality == Confidentiality.ORDINARY):
        values["confidentiality"] = str(Confidentiality.RESTRICTED)


def hold(batch):
    """Keep other lists of letters of the office out until the end."""
    Office.objects.select_for_update(no_key=True).get(pk=batch.office_id)


def known(batch, rows):
    """Whether one of these rows, new when the file was checked, is on record by now."""
    letters = Letters(batch.office_id, [row.values for row in rows])
    return any(letters.of(row.values) for row in rows)


def of_batch(batch):
    """What every new letter of the batch has."""
    return {}
