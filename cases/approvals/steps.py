"""The page on which a coordinator allows or refuses a proposed step of a case."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from cases.access import can, demand
from cases.actions import Refused, proposed_steps
from cases.forms import DecideForm
from cases.models import ProposedStep, Statement


def _read(row, user):
    """The statement on which it rests, for who may read it (R02)."""
    rows = Statement.objects.visible_to(user).select_related("source")
    return rows.filter(pk=row.statement_id).first()


def proposed_step(request, pk):
    """One proposal and what became of it; a POST by the second person is the decision."""
    user, post = request.user, request.method == "POST"
    demand(user, ProposedStep.decides if post else "view")
    rows = ProposedStep.objects.visible_to(user).select_related("asked_by", "decided_by")
    row = get_object_or_404(rows.select_related(*ProposedStep.related), pk=pk)
    decides = row.waits and can(user, row.decides) and row.asked_by_id != user.pk
    allowing = _("Allow: it is recorded at once")
    form = DecideForm(request.POST or None, user=user, allowing=allowing) if decides or post else None
    if post and form.is_valid():
        allowed = form.cleaned_data["answer"] == "yes"
        try:
            proposed_steps.decide(step=row, allowed=allowed, by=user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("It is recorded.") if allowed else _("It is refused."))
            return HttpResponseRedirect(row.case.get_absolute_url() if allowed else row.get_absolute_url())
    context = {
        "row": row, "form": form, "title": str(row), "statement": _read(row, user),
        "crumbs": [{"label": row.case.reference, "url": row.case.get_absolute_url()}, {"label": _("Proposal"), "url": ""}],
    }  # fmt: skip
    return render(
        request, "approvals/proposed_step.html", context, status=422 if form and form.errors else 200
    )
