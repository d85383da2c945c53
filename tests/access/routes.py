"""Every address of the site: from the resolver, so that none is forgotten (R01)."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from django.urls import URLPattern, get_resolver

from cases.access import TABLE

#: The pages of a table in the workshop, by the end of their names; the one without a name forwards to the page of a row.
PAGES = ("changelist", "add", "history", "delete", "change", "forward")


@dataclass(frozen=True)
class Route:
    """One address: its name, the pattern of its path, and what answers."""

    name: str
    pattern: str
    view: object

    @property
    def handler(self):
        """The class or function that a reader would look for."""
        return getattr(self.view, "view_class", self.view)

    @property
    def table(self):
        """(table, page) of an address of the workshop that is about one table."""
        table, _mark, page = self.name.removeprefix("admin:").rpartition("_")
        of_a_table = self.name.startswith("admin:") and page in PAGES and "auth_user" not in table
        return (table, page) if of_a_table and table.split("_")[0] in {"cases", "pghistory"} else None


@cache
def routes():
    """All of them; the same name twice is the same page by two paths."""
    return tuple(_walk(get_resolver(), "", ()))


def _walk(resolver, before, spaces):
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(":".join([*spaces, entry.name or _unnamed(path)]), path, entry.callback)
        else:
            yield from _walk(entry, path, (*spaces, entry.namespace) if entry.namespace else spaces)


def _unnamed(path):
    parts = path.split("/")
    return f"{parts[1]}_{parts[2]}_forward" if path.endswith("<path:object_id>/") else "…"


# --- Their rows in the table ------------------------------------------------------------------------------

ROWS = {name: row for room in TABLE["room"].values() for name, row in room.items()}
ROLES = ("viewer", "caseworker", "coordinator", "administrator", "auditor")


def row_of(route):
    """What the table asks of an address: {method: deed, …}; None where it says nothing."""
    if route.table is None:
        row = ROWS.get(route.name)
        return TABLE["class"].get(row) if isinstance(row, str) else row
    table, page = route.table
    kind = TABLE["workshop"].get(table) or next(
        (row for mark, row in TABLE["workshop"].items() if "*" in mark and fnmatchcase(table, mark)), None
    )
    return kind and _page_of(TABLE["workshop_class"][kind], page)


def _page_of(kind, page):
    reads, adds, changes = (kind.get(word, "nobody") for word in ("reads", "adds", "changes"))
    asked = {
        "changelist": {"get": reads, "post": reads},
        "add": {"get": adds, "post": adds, "answers": [302]},
        "history": {"get": reads, "post": reads},
        "delete": {"get": "nobody", "post": "nobody"},
        "change": {"get": reads, "post": changes},
        "forward": {"get": "enter_admin", "post": "enter_admin", "answers": [302]},
    }[page]
    whose = {"whose": kind["whose"]} if "whose" in kind and page in {"history", "change"} else {}
    return asked | whose


def deeds_of(route):
    """{method: deed} of an address."""
    return {method: deed for method, deed in row_of(route).items() if method in {"get", "post"}}
