"""The list of repatriation cases: its first page, a filtered one, one far behind, and the number beside it.

Stock is a plain Django list of the same records: sorted by a column that nobody gave an index, pages by OFFSET, all counted.
"""

from django.core.paginator import Paginator
from django.http import QueryDict

from bench.measure import Contest
from cases.lib.workflows import REPATRIATION_CASE
from cases.listing import CAP, PAGE, Page
from cases.models import Party, RepatriationCase
from cases.repatriation.filters import RepatriationCaseFilter
from cases.repatriation.views import RepatriationCaseList


def contests(loaded):
    user = loaded.coordinator
    party = Party.objects.order_by("pk").first()
    return [
        Contest("first page and its count", lambda: page_of(user, ""), lambda: stock(user)),
        Contest("the same for a caseworker", lambda: page_of(loaded.caseworker, ""), lambda: stock(loaded.caseworker)),
        two_filters(user, party),
        far_behind(user),
        Contest("count to the cap", lambda: capped(user), lambda: everything(user).count()),
        Contest("count exactly", lambda: everything(user).count()),
    ]  # fmt: skip


def page_of(user, query):
    """The rows and the count of the list of cases, as its screen asks for them."""
    asked = QueryDict(query)
    rows = RepatriationCase.objects.visible_to(user).for_list(user)
    filterset = RepatriationCaseFilter(asked, rows, user=user)
    page = Page(
        filterset.qs, RepatriationCaseList.columns, asked.get("sort") or RepatriationCaseList.sort, asked,
        whole_count=asked.get("count") == "exact",
    )  # fmt: skip
    return page.rows, page.counted


def everything(user):
    return RepatriationCase.objects.visible_to(user)


def capped(user):
    return everything(user)[: CAP + 1].count()


def stock(user, number=1, **where):
    """One page of a plain list; `number` from the end where negative."""
    rows = everything(user).filter(**where).for_list(user).order_by("opened_on", "title")
    pages = Paginator(rows, PAGE)
    return list(pages.page(number if number > 0 else pages.num_pages + 1 + number))


def two_filters(user, party):
    query = f"status=open&holding={party.pk}"
    where = {"status__in": REPATRIATION_CASE.open_states, "holding_party": party}
    return Contest("two filters", lambda: page_of(user, query), lambda: stock(user, **where))


def far_behind(user):
    """The page before the last one: by key, and by OFFSET."""
    rows = everything(user).order_by("-stalled_since", "-pk")
    row = rows[2 * PAGE]
    after = f"after={row.stalled_since}~{row.pk}"
    return Contest("the page before the last", lambda: page_of(user, after), lambda: stock(user, -2))
