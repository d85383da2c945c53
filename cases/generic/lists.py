"""A list of records: one FilterSet gives its rows, its number and its sentence; all its state is in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import Allowed, can
from cases.generic import saved
from cases.generic.known import list_of
from cases.listing import PAGE, BadPage, Page

MOST = 2000  # rows that one form takes at once
#: What can be done with the rows that are picked: URL name -> words of the button.
BULK = {
    "bulk_assign": gettext_lazy("Assign to …"),
    "bulk_follow_up": gettext_lazy("Add a follow-up"),
    "record_many": gettext_lazy("Record one event for all"),
}
DEEDS = tuple(BULK)
BULK["bulk_labels"] = gettext_lazy("Print labels")  # of parcels alone
#: The head of the column in which rows are picked.
PICK = {"label": "", "end": False, "sortable": False, "why_not": "", "sort": "", "url": ""}


def address(query, *, drop=(), **changes):
    """The query string with some keys dropped or changed, back on the first page unless a page is asked for."""
    pairs = query.copy()
    for key in {"page", "after", "before", *drop, *changes}:
        pairs.pop(key, None)
    for key, value in changes.items():
        pairs[key] = str(value)
    kept = [(key, value) for key, values in pairs.lists() for value in values if value != ""]
    return f"?{urlencode(kept)}" if kept else "?"


def tabs(lists, user, current):
    """Links to the lists that stand beside each other, those that this user may open."""
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for name, label in lists
        if can(user, getattr(list_of(name), "action", "view"))
    ]


@dataclass(frozen=True)
class Start:
    """A question that is asked of a list every morning: a link that puts its filter into the present address."""

    label: str
    query: dict[str, str]

    def link(self, query):
        """Chosen already, the link takes it out again."""
        chosen = all(query.get(key) == value for key, value in self.query.items())
        url = address(query, drop=("view", *self.query), **({} if chosen else self.query))
        return {"label": self.label, "url": url, "chosen": chosen}


class RecordList(Allowed, View):
    """A list: one FilterSet gives its rows, number and export; all its state is in the address."""

    is_list = True
    model = None
    filterset_class = None
    columns = ()
    sort = ""
    row_template = ""
    table_class = "stacked"
    template_name = "list.html"
    title = ""
    nouns = ("", "")
    sorted_words: dict[str, str] = {}
    export_columns: tuple = ()
    add_url = ""
    add_label = ""
    bulk: tuple[str, ...] = ()  # URL names of what can be done with the rows that are picked
    starts: tuple[Start, ...] = ()
    beside: tuple[
        tuple[str, str, str], ...
    ] = ()  # (URL name, label, action) of what else is done with these records
    lists: tuple[tuple[str, str], ...] = ()  # (URL name, label) of this list and those that stand beside it

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    @cached_property
    def filterset(self):
        return self.filterset_class(
            self.request.GET, self.get_queryset(), user=self.request.user, request=self.request
        )

    @cached_property
    def page(self):
        query = self.request.GET
        return Page(
            self.filterset.qs, self.columns, query.get("sort") or self.sort, query,
            whole_count=query.get("count") == "exact",
        )  # fmt: skip

    def get(self, request):
        error = ""
        try:
            rows = self.decorate(self.page.rows)
        except BadPage as bad:
            error, rows = str(bad), []
        if self.view and self.view.new:
            for row in rows:
                row.is_new = row.pk in self.view.new
        return render(request, self.template_name, self.get_context(rows, error), status=200)

    @cached_property
    def view(self):
        """The saved view from which the list was opened, if from one."""
        return saved.bar(self)

    def empty(self):
        """What an empty list says: that nothing is recorded, which is not that nothing happened."""
        if self.filterset.active():
            return {
                "title": _("Nothing recorded fits this filter"),
                "text": _("That nothing is recorded does not mean that nothing happened. Take a part out of the filter, "
                          "or show the whole list."),
                "actions": [{"label": _("Show the whole list"), "url": "?"}],
            }  # fmt: skip
        may_add = self.add_url and can(self.request.user, "add")
        return {
            "title": _("Nothing is recorded here yet"),
            "text": _("That nothing is recorded does not mean that nothing happened."),
            "actions": [{"label": self.add_label, "url": reverse(self.add_url)}] if may_add else [],
        }

    @property
    def _bulk(self):
        """What this user may do with many rows at once."""
        return self.bulk if can(self.request.user, "change") else ()

    def _bulk_bar(self, count):
        """What the bar below the table offers, and from which list and query the rows are."""
        deeds = [{"url": reverse(name), "label": BULK[name]} for name in self._bulk]
        return deeds and {
            "deeds": deeds, "list": self.request.resolver_match.url_name, "query": self.request.GET.urlencode(),
            "all": count if PAGE < count <= MOST and not self.page.is_capped else 0,
        }  # fmt: skip

    def decorate(self, rows):
        """A place to add what a row shows and the query does not give; no query per row."""
        return rows

    def before_file(self, rows):
        """The same for a part of an export: what a column shows and the query does not give."""

    def get_context(self, rows, error):
        query = self.request.GET
        page = self.page
        valid = self.filterset.is_valid() and not error

        def link(**keys):
            return address(query, **keys)

        count = page.counted if valid else 0
        return {
            "title": self.title,
            "caption": f"{self.title}: {page.count_text if valid else 0}",
            "filter": self.filterset,
            "filter_count": len(self.filterset.active()),
            "keep": [{"name": "sort", "value": query["sort"]}] if query.get("sort") and valid else [],
            "clear_url": "?",
            "said": {
                "count_text": page.count_text if valid else "0",
                "noun": self.nouns[0] if count == 1 else self.nouns[1],
                "tokens": self.filterset.said(lambda keys: address(query, drop=("view", *keys))),
                "sort_text": self.sorted_words.get(page.sort, "") if valid else "",
                "clear_url": "?",
            },
            "list_error": error,
            "rows": rows,
            "columns": [*([PICK] if self._bulk else []), *page.heads(link)] if valid else [],
            "bulk": self._bulk_bar(count) if valid and rows else None,
            "row_template": self.row_template,
            "table_class": self.table_class,
            "page": page.links(link) if valid and rows else None,
            "exact_count_url": link(count="exact") if valid and page.is_capped else "",
            "export_url": f"export/{address(query)}" if valid and can(self.request.user, "export") else "",
            "add_url": reverse(self.add_url) if self.add_url and can(self.request.user, "add") else "",
            "add_label": self.add_label,
            "beside": [
                {"url": reverse(name), "label": label}
                for name, label, action in self.beside
                if can(self.request.user, action)
            ],
            "empty": self.empty(),
            "starts": [start.link(query) for start in self.starts],
            "view": self.view,
            "save_url": saved.save_url(self.request.resolver_match.url_name, query)
            if valid and can(self.request.user, "save_view")
            else "",
            "tabs": tabs(self.lists, self.request.user, self.request.resolver_match.url_name),
            "today": timezone.localdate(),
        }
