"""The import of parcels into a consignment: whose parcel a row means, and what it would change."""

from django.db.models import Q

from cases.actions.imports.named import Named
from cases.actions.imports.nearest import suggest
from cases.actions.imports.rows import Reader, Staged
from cases.lib import parcel_cells
from cases.models import Consignment, Group, ImportRow, Parcel, Person
from cases.models.parcel import postal_warnings

MODEL = Parcel
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
#: Whose confidentiality a new parcel has at least.
OF_PEOPLE = ("addressee_id",)


class Judge:
    """Judges the rows of one batch, some hundred at a time, so that no row asks the database by itself."""

    def __init__(self, batch):
        self.batch, self.user = batch, batch.created_by
        self.reader, self.named = Reader(), Named(self.user, (Person, Group))
        self.keys: dict[tuple, int] = {}
        self.meant: dict[int, int] = {}  # parcel on record -> the first row that means it

    def judge(self, rows):
        """The staged rows for these (number, cells), where cells is {name of column: (column, text)}."""
        read = [self._read(number, cells) for number, cells in rows]
        self._find_addressees(read)
        self._find_parcels(read)
        suggest(read, Parcel.objects.visible_to(self.user).filter(consignment=self.batch.consignment_id))
        return [self._staged(row) for row in read]

    def _read(self, number, cells):
        row = self.reader.row(number, cells)
        keys = [(name, row.values[name]) for name in KEYS if row.values.get(name)]
        if not keys and not row.problems:
            row.wrong("external_number", "no_key")
        for key in keys:
            if (other := self.keys.setdefault(key, row.number)) != row.number:
                row.wrong(key[0], "again", other)
        return row

    # --- Who it is for ------------------------------------------------------------------------------------

    def _find_addressees(self, rows):
        self.named.learn({row.values["addressee"] for row in rows if row.values.get("addressee")})
        for row in rows:
            words = row.values.pop("addressee", "")
            if not words:
                continue
            found = self.named.of(words)
            if found.why:
                row.wrong("addressee", found.why, found.hint)
            else:
                row.values["addressee_group_id" if found.kind == "group" else "addressee_id"] = found.pk

    # --- Which parcel it is -------------------------------------------------------------------------------

    def _find_parcels(self, rows):
        numbers, postal, references = (
            [row.values[name] for row in rows if row.values.get(name)] for name in KEYS
        )
        here = Q(consignment=self.batch.consignment_id)
        mine = Q(office=self.batch.office_id)
        found = list(
            Parcel.objects.filter(
                (here & Q(external_number__any_of=numbers))
                | (mine & Q(s10__any_of=postal))
                | (mine & Q(reference__any_of=references))
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
            row.parcel = self._parcel(row, by_key, seen)

    def _parcel(self, row, by_key, seen):
        """The parcel of this consignment that the row means, if there is one; of one that is not seen nothing is told."""
        named = {name: by_key.get((name, row.values.get(name))) for name in KEYS if row.values.get(name)}
        if "reference" in named and named["reference"] is None:
            row.wrong("reference", "no_parcel")
        if hidden := {name: each for name, each in named.items() if each and each.pk not in seen}:
            for name, each in hidden.items():
                elsewhere = name == "reference" and each.consignment_id != self.batch.consignment_id
                row.wrong(
                    name, "no_parcel" if elsewhere else "hidden"
                )  # who types a reference learns of nothing elsewhere
            return None
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
        if parcel:
            self._once(row, parcel, named)
        return parcel

    def _once(self, row, parcel, named):
        """Two rows mean one parcel, also where each gives another of its numbers: which of them is right is not guessed."""
        other = self.meant.setdefault(parcel.pk, row.number)
        if other != row.number and all(problem["why"] != "again" for problem in row.problems):
            row.wrong(next(name for name, each in named.items() if each), "again", other)

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
        return Staged(
            row.number, outcome, values, row.problems, before=before,
            record=parcel.pk if parcel else None, seen=parcel.version if parcel else None,
        )  # fmt: skip

    def _warn(self, row, parcel, values):
        """D12 and D14: said, never refused; what the parcel had already was said before."""
        now = {name: values.get(name, getattr(parcel, name, None)) for name in WRITES}
        contents, collective = now["contents"] or [], bool(now["addressee_group_id"])
        if not (found := postal_warnings(contents, now["weight_grams"], collective=collective)):
            return
        said = parcel.warnings if parcel else []
        of_contents = postal_warnings(contents, None, collective=collective)
        for words in found:
            if words not in said:
                row.wrong("contents" if words in of_contents else "weight_grams", "warning", words)


def hold(batch):
    """Keep others out of the consignment until the end."""
    Consignment.objects.select_for_update().get(pk=batch.consignment_id)


def known(batch, rows):
    """Whether one of these rows, new when the file was checked, is on record by now."""
    numbers, postal = (
        [row.values[name] for row in rows if name in row.values] for name in ("external_number", "s10")
    )
    here = Q(consignment=batch.consignment_id, external_number__any_of=numbers)
    return Parcel.objects.filter(here | Q(office=batch.office_id, s10__any_of=postal)).exists()


def of_batch(batch):
    """What every new parcel of the batch has."""
    return {"consignment_id": batch.consignment_id}
