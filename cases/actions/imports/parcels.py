"""The import of parcels into a consignment: whose parcel a row means, and what it would change."""

from dataclasses import dataclass, field

from django.db.models import Q

from cases.lib import codes, parcel_cells
from cases.lib.table_heads import BadValue
from cases.lib.text import sort_key
from cases.models import Group, ImportRow, Parcel, Person
from cases.models.parcel import postal_warnings

COLUMNS = parcel_cells.COLUMNS
#: Columns of which a row needs one, so that the same file again finds its parcels.
KEYS = ("external_number", "s10", "reference")
#: What a row can say of a parcel.
WRITES = (
    "external_number",
    "s10",
    "addressee_id",
    "addressee_group_id",
    "sender",
    "contents",
    "weight_grams",
)
_SUGGESTED = 3


@dataclass
class Read:
    """One row on its way: what it says by column, and what is wrong with it."""

    number: int
    cells: dict
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    def wrong(self, name, why, hint="", *, value=None):
        shown = self.cells.get(name, ("", ""))[1] if value is None else value
        self.problems.append({"column": name, "value": shown[:200], "why": why, "hint": str(hint)})


class Judge:
    """Judges the rows of one batch, some hundred at a time, so that no row asks the database by itself."""

    def __init__(self, batch):
        self.batch, self.user = batch, batch.created_by
        self.people: dict[str, tuple] = {}
        self.keys: dict[tuple, int] = {}

    def judge(self, rows):
        """The staged rows for these (number, cells), where cells is {name of column: (column, text)}."""
        read = [self._read(number, cells) for number, cells in rows]
        self._find_addressees(read)
        self._find_parcels(read)
        return [self._staged(row) for row in read]

    def _read(self, number, cells):
        row = Read(number, cells)
        for name, (column, cell) in cells.items():
            try:
                row.values[name] = column.read(cell)
            except BadValue as bad:
                row.wrong(name, bad.why, bad.hint)
        keys = [(name, row.values[name]) for name in KEYS if row.values.get(name)]
        if not keys and not row.problems:
            row.wrong("external_number", "no_key")
        for key in keys:
            if (other := self.keys.setdefault(key, row.number)) != row.number:
                row.wrong(key[0], "again", other)
        return row

    # --- Who it is for ------------------------------------------------------------------------------------

    def _find_addressees(self, rows):
        asked = {row.values["addressee"] for row in rows if row.values.get("addressee")} - self.people.keys()
        if asked:
            self.people |= self._by_reference(asked)
            self.people |= self._by_name(asked - self.people.keys())
        for row in rows:
            words = row.values.pop("addressee", "")
            if not words:
                continue
            column, number, hint = self.people[words]
            if column:
                row.values[column] = number
            else:
                row.wrong("addressee", number, hint)

    def _by_reference(self, asked):
        named = {}
        for words in asked:
            try:
                code = codes.decode(words)
            except codes.BadCode:
                continue
            named[words] = codes.encode(code.prefix, code.number)
        found: dict[str, tuple] = {}
        for model, column in ((Person, "addressee_id"), (Group, "addressee_group_id")):
            rows = model.objects.visible_to(self.user).filter(reference__in=named.values())
            found |= {reference: (column, pk, "") for reference, pk in rows.values_list("reference", "pk")}
        return {words: found.get(reference, ("", "no_person", "")) for words, reference in named.items()}

    def _by_name(self, asked):
        """By the whole name in either order of its words; who is not found so is never guessed."""
        spelled = {words: {sort_key(each) for each in _orders(words)} for words in asked}
        keys = {key for found in spelled.values() for key in found}
        rows = Person.objects.counted().visible_to(self.user).filter(sort_key__in=keys)
        people: dict[str, list] = {}
        for key, pk, reference in rows.order_by("pk").values_list("sort_key", "pk", "reference"):
            people.setdefault(key, []).append((pk, reference))
        return {
            words: _one_of([who for key in keys for who in people.get(key, [])])
            for words, keys in spelled.items()
        }

    # --- Which parcel it is -------------------------------------------------------------------------------

    def _find_parcels(self, rows):
        numbers, postal, references = (
            [row.values[name] for row in rows if row.values.get(name)] for name in KEYS
        )
        here = Q(consignment=self.batch.consignment_id)
        mine = Q(office=self.batch.office_id)
        found = list(
            Parcel.objects.filter(
                (here & Q(external_number__in=numbers))
                | (mine & Q(s10__in=postal))
                | (mine & Q(reference__in=references))
            ).order_by("pk")
        )
        seen = set(
            Parcel.objects.visible_to(self.user)
            .filter(pk__in=[each.pk for each in found])
            .values_list("pk", flat=True)
        )
        by_key = {}
        for parcel in found:
            for name in KEYS:
                if name != "external_number" or parcel.consignment_id == self.batch.consignment_id:
                    by_key[name, getattr(parcel, name)] = parcel
        for row in rows:
            row.parcel = self._parcel(row, by_key)
            if row.parcel and row.parcel.pk not in seen:
                row.wrong(next(name for name in KEYS if row.values.get(name)), "hidden")

    def _parcel(self, row, by_key):
        named = {name: by_key.get((name, row.values.get(name))) for name in KEYS if row.values.get(name)}
        if "reference" in named and named["reference"] is None:
            row.wrong("reference", "no_parcel")
        parcels = {parcel.pk: parcel for parcel in named.values() if parcel}
        if len(parcels) > 1:
            row.wrong(
                next(iter(named)), "two_parcels", ", ".join(each.reference for each in parcels.values())
            )
            return None
        parcel = next(iter(parcels.values()), None)
        if parcel and parcel.consignment_id != self.batch.consignment_id:
            name = next(name for name, each in named.items() if each)
            row.wrong(name, "no_parcel" if name == "reference" else "elsewhere", parcel.reference)
            return None
        return parcel

    # --- What it would do ---------------------------------------------------------------------------------

    def _staged(self, row):
        values = {name: row.values[name] for name in WRITES if row.values.get(name)}
        parcel = row.parcel
        outcome = ImportRow.Outcome.NEW
        before = {}
        if parcel:
            if "addressee_id" in values or "addressee_group_id" in values:
                values = {"addressee_id": None, "addressee_group_id": None} | values
            before = {
                name: getattr(parcel, name)
                for name, value in values.items()
                if getattr(parcel, name) != value
            }
            values = {name: values[name] for name in before}
            outcome = ImportRow.Outcome.CHANGED if before else ImportRow.Outcome.UNCHANGED
        if row.problems:
            outcome = ImportRow.Outcome.ERROR
        elif outcome != ImportRow.Outcome.UNCHANGED:
            self._warn(row, parcel, values)
        return ImportRow(
            batch=self.batch, number=row.number, outcome=outcome, values=values, problems=row.problems,
            record=parcel.pk if parcel else None, seen=parcel.version if parcel else None, before=before,
        )  # fmt: skip

    def _warn(self, row, parcel, values):
        """D12 and D14: said, never refused; what the parcel had already was said before."""
        now = {name: values.get(name, getattr(parcel, name, None)) for name in WRITES}
        said = parcel.warnings if parcel else []
        found = postal_warnings(
            now["contents"] or [], now["weight_grams"], collective=bool(now["addressee_group_id"])
        )
        of_contents = postal_warnings(now["contents"] or [], None, collective=bool(now["addressee_group_id"]))
        for words in found:
            if words not in said:
                row.wrong("contents" if words in of_contents else "weight_grams", "warning", words)


def _orders(words):
    """A name as it is written, and with its last word first or its first word last: Ukrainian lists do either."""
    parts = words.split()
    if not 2 <= len(parts) <= 3:
        return (words,)
    return (words, " ".join([parts[-1], *parts[:-1]]), " ".join([*parts[1:], parts[0]]))


def _one_of(people):
    people = list(dict.fromkeys(people))
    if len(people) == 1:
        return "addressee_id", people[0][0], ""
    if not people:
        return "", "nobody", ""
    return "", "several", " · ".join(reference for _pk, reference in people[: _SUGGESTED + 2])
