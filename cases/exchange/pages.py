"""The page of one import: how far it is, what it would do, what is wrong; and what can be asked of it."""

from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.access import can, demand
from cases.actions import Refused
from cases.actions.imports import asking, sentences
from cases.exchange import putting
from cases.exchange.forms import RecordForm
from cases.exchange.words import COLUMNS
from cases.generic import sheets
from cases.models import ImportBatch

SHOWN = 50
#: After so many seconds without a worker the page says what may be amiss.
PATIENCE = 15


def _batch(request, reference):
    rows = ImportBatch.objects.visible_to(request.user).select_related(
        "consignment", "owner", "applied_by", "created_by"
    )
    return get_object_or_404(rows.defer("content"), reference=reference)


@require_safe
def batch_page(request, reference):
    """What the file says, and the buttons that ask for what is next."""
    demand(request.user, "view")
    return _show(request, _batch(request, reference))


def _show(request, batch, form=None, status=200):
    works, applies = can(request.user, "import"), can(request.user, "apply_import")
    checked = batch.state == ImportBatch.State.CHECKED
    sees = works and batch.shows_rows_to(request.user)
    problem_rows = batch.rows.with_problems() if sees else batch.rows.none()
    shown = list(problem_rows[: SHOWN + 1])
    can_put_in = applies and putting.can_be_asked(batch)
    may_record = applies and checked and batch.new + batch.changed
    context = {
        "batch": batch, "form": form or (RecordForm(user=request.user, batch=batch) if may_record else None),
        "title": batch.file_name, "works": works, "checked": checked, "counts": _counts(batch),
        "crumbs": [{"label": _("Imports"), "url": reverse("import_batches")}, {"label": batch.reference, "url": ""}],
        "said": sentences.of_file(batch), "problems": [_told(row, each) for row in shown[:SHOWN] for each in row.problems],
        "more": len(shown) > SHOWN, "heads": [(COLUMNS[name], head) for name, head in batch.heads],
        "total": batch.new + batch.changed if batch.state != ImportBatch.State.TO_CHECK else 0,
        "late": batch.at_work and not batch.attempts and (timezone.now() - batch.asked_at).total_seconds() > PATIENCE,
        "undoable": applies and batch.state == ImportBatch.State.APPLIED and not (batch.put_in_at or batch.facts.get("put_in")),
        "can_put_in": can_put_in, "put_in": putting.outcome(batch),
        "left_behind": putting.left_behind(batch, request.user) if can_put_in else [],
        "discardable": works and batch.state in {ImportBatch.State.CHECKED, ImportBatch.State.REFUSED},
        "waits": works and not applies and checked and batch.new + batch.changed, "good": batch.new + batch.changed,
        "kept_rows": works and not sees and bool(batch.errors or batch.warnings or batch.undecided),
        "asking": sees and checked and batch.type == ImportBatch.Kind.PEOPLE and batch.rows.asking().exists(),
    }  # fmt: skip
    return render(request, "exchange/batch.html", context, status=status)


def _counts(batch):
    asked = [(_("To be decided"), batch.undecided)] if batch.type == ImportBatch.Kind.PEOPLE else []
    return [
        (_("New"), batch.new), (_("Changed"), batch.changed), *asked, (_("Unchanged"), batch.unchanged),
        (_("Skipped, empty"), batch.skipped), (_("Errors"), batch.errors), (_("Warnings"), batch.warnings),
    ]  # fmt: skip


def _told(row, problem):
    return {
        "row": row.number, "column": COLUMNS[problem["column"]], "value": problem["value"],
        "why": sentences.of_problem(problem), "warning": problem["why"] in sentences.WARNINGS,
    }  # fmt: skip


@require_POST
def record(request, reference):
    """Ask that the checked rows be recorded."""
    demand(request.user, "apply_import")
    batch = _batch(request, reference)
    form = RecordForm(request.POST, user=request.user, batch=batch)
    if not form.is_valid():
        return _show(request, batch, form, status=422)
    try:
        asking.ask_apply(batch=batch, by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, batch, form, status=422)
    return HttpResponseRedirect(batch.get_absolute_url())


@require_POST
def put_in(request, reference):
    """Ask that the parcels be put into their consignment."""
    demand(request.user, "apply_import")
    return _ask(request, reference, asking.ask_put_in)


@require_POST
def undo(request, reference):
    """Ask that what was recorded be taken away."""
    demand(request.user, "apply_import")
    return _ask(request, reference, asking.ask_undo)


@require_POST
def discard(request, reference):
    """Put the file aside."""
    demand(request.user, "import")
    return _ask(request, reference, asking.discard)


def _ask(request, reference, deed):
    batch = _batch(request, reference)
    try:
        deed(batch=batch, by=request.user)
    except Refused as refused:
        form = RecordForm({}, user=request.user, batch=batch)
        form.add_error(None, str(refused))
        return _show(request, batch, form, status=422)
    return HttpResponseRedirect(batch.get_absolute_url())


@require_safe
def problems(request, reference):
    """All that is wrong with the rows of a file, as CSV: row, column, value, why; the page of the import says why not."""
    demand(request.user, "import")
    batch = _batch(request, reference)
    if not batch.shows_rows_to(request.user):
        return HttpResponseRedirect(batch.get_absolute_url())
    told = (
        _told(row, problem) for row in batch.rows.with_problems().iterator(chunk_size=500) for problem in row.problems
    )  # fmt: skip
    lines = sheets.csv_lines(
        [_("Row"), _("Column"), _("Value"), _("Why"), _("Kind")],
        (
            [
                each["row"],
                each["column"],
                each["value"],
                each["why"],
                _("warning") if each["warning"] else _("error"),
            ]
            for each in told
        ),
    )
    response = StreamingHttpResponse(lines, content_type=sheets.TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="{batch.reference}-problems.csv"'
    return response
