"""Rows of a list of people who may be on record already: who each is, somebody says here."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.access import demand
from cases.actions import Refused
from cases.actions.imports import deciding
from cases.actions.imports.about_people import described
from cases.models import ImportBatch, ImportRow, Person
from cases.shown.comparison import comparison

AT_ONCE = 10  # rows on one page
NEW = "new"


def people(request, reference):
    """Some rows, each beside the people who are like it; what is chosen is kept, and the next rows follow.

    To whom the rows are not shown, the page of the import says who can show them.
    """
    demand(request.user, "import")
    batches = ImportBatch.objects.visible_to(request.user).select_related("created_by").defer("content")
    batch = get_object_or_404(batches, reference=reference)
    if not batch.shows_rows_to(request.user):
        return HttpResponseRedirect(batch.get_absolute_url())
    page = Paginator(batch.rows.asking(), AT_ONCE).get_page(request.GET.get("page"))
    rows = _rows(page.object_list, request.user)
    if request.method != "POST":
        return _show(request, batch, page, rows)
    try:
        deciding.decide(batch=batch, choices=_choices(request.POST, rows), by=request.user)
    except Refused as refused:
        return _show(request, batch, page, _rows(page.object_list, request.user), str(refused))
    if page.has_next():
        return HttpResponseRedirect(f"{request.path}?page={page.next_page_number()}")
    return HttpResponseRedirect(batch.get_absolute_url())


def _rows(rows, user):
    """Each row with what it says beside each of those whom the user may see."""
    rows = list(rows)
    keys = {pk for row in rows for pk, *_rest in row.candidates}
    known = Person.objects.visible_to(user).described().in_bulk(keys)
    said = described([row.said for row in rows])
    return [
        {
            "row": row, "said": told, "name": told.names[0],
            "found": [
                {"person": known[pk], "chosen": row.record == pk, **comparison(told, known[pk].description()), "score": score}
                for pk, score, _reasons in row.candidates
                if pk in known
            ],
            "new": bool(row.decided_by_id and row.outcome == ImportRow.Outcome.NEW),
        }
        for row, told in zip(rows, said, strict=True)
    ]  # fmt: skip


def _choices(given, rows):
    """{number of the row: the person, or None for nobody on record} of what was chosen; the other rows stay as they are."""
    found = {}
    for each in rows:
        people = {item["person"].reference: item["person"] for item in each["found"]}
        chosen = given.get(f"row-{each['row'].number}", "")
        if chosen == NEW or chosen in people:
            found[each["row"].number] = people.get(chosen)
    return found


def _show(request, batch, page, rows, refused=""):
    context = {
        "batch": batch, "rows": rows, "refused": refused, "title": _("Who is on record already"), "page": page,
        "open": batch.state == ImportBatch.State.CHECKED,
        "crumbs": [
            {"label": _("Imports"), "url": reverse("import_batches")},
            {"label": batch.reference, "url": batch.get_absolute_url()}, {"label": _("People"), "url": ""},
        ],
    }  # fmt: skip
    return render(request, "exchange/people.html", context, status=422 if refused else 200)
