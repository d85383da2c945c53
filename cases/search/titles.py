"""Records other than people by words: those of their titles, and what was said."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import CharField, Q, Value
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from cases.lookup import KINDS
from cases.models.words import NoWord

CAP = 100  # more than these are not counted
SHOWN = 5
LEAST = 3  # letters: fewer have no trigram, so that a table would be read

#: Kind, what a list of them is called, the name of its address.
PLACES = (
    ("repatriation_case", _("Cases"), "repatriation_cases"),
    ("group", _("Groups"), "groups"),
    ("repatriation_event", _("Repatriation events"), "repatriation_events"),
    ("evacuation", _("Evacuations"), "evacuations"),
    ("consignment", _("Consignments"), "consignments"),
    ("agreement", _("Agreements"), "agreements"),
    ("visit", _("Visits"), "visits"),
    ("tracing_request", _("Tracing requests"), "tracing_requests"),
    ("statement", _("Statements"), "statements"),
    ("source", _("Sources"), "sources"),
    ("actor", _("Who speaks and acts"), ""),
    ("place", _("Places"), ""),
)
_COLUMNS = {"source": ("title",), "place": ("name", "name_uk", "name_ru")}


@dataclass
class Section:
    """The first records of one kind, how many there are, and the list that has them all."""

    kind: str
    title: str
    rows: list
    number: str
    url: str


def by_words(user, text):
    """A section for each kind of which something has these words; two statements to the database and one per section."""
    if len(text.replace(" ", "")) < LEAST:
        return []
    conditions = {kind: condition for kind, *_ in PLACES if (condition := _condition(kind, text)) is not None}
    parts = [
        KINDS[kind].rows(user).select_related(None).filter(condition).order_by()
        .annotate(of=Value(kind, CharField())).values_list("of", "pk")[: CAP + 1]
        for kind, condition in conditions.items()
    ]  # fmt: skip
    found = {}
    for kind, pk in parts[0].union(*parts[1:], all=True):
        found.setdefault(kind, []).append(pk)
    return [_section(user, *place, text, sorted(found[place[0]])) for place in PLACES if place[0] in found]


def _condition(kind, text):
    if kind == "statement":
        try:
            return Q(pk__in=KINDS[kind].model.objects.saying(text).values("pk"))
        except NoWord:
            return None
    columns = _COLUMNS.get(kind, KINDS[kind].words)
    return reduce(or_, (Q(**{f"{column}__icontains": text}) for column in columns))


def _section(user, kind, title, address, text, pks):
    rows = list(KINDS[kind].rows(user).filter(pk__in=pks[-SHOWN:]).order_by("-pk"))
    number = f"{CAP}+" if len(pks) > CAP else str(len(pks))
    return Section(kind, title, [_line(row) for row in rows], number, _list_url(address, text))


def _line(row):
    detail = getattr(row, "reference", "")
    try:
        url = row.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        url = ""
    return {"text": str(row), "detail": detail, "url": url, "synthetic": getattr(row, "synthetic", False)}


def _list_url(address, text):
    if not address:
        return ""
    return reverse(address, query={"q": text[:100]})
