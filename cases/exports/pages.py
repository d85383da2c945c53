"""The page of one export: how far it is, its file for its owner, the answer of the second person."""

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases.access import can, demand
from cases.actions import Refused, audit, exports
from cases.exports.words import WHY
from cases.forms import ForUser
from cases.generic import making, sheets
from cases.models import Export

#: After so many seconds without a worker the page says what may be amiss.
PATIENCE = 15
_State = Export.State


class DecisionForm(ForUser, forms.Form):
    """Allow or refuse; a refusal says why."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed where you refuse; whoever asked reads it."),
    )  # fmt: skip


def _export(request, reference):
    rows = Export.objects.visible_to(request.user).defer("held_rows")
    return get_object_or_404(
        rows.select_related("owner", "office", "approval__decided_by"), reference=reference
    )


@require_safe
def export_page(request, reference):
    """What was asked for, by whom and why, and what can be done now."""
    demand(request.user, "see_exports")
    return _show(request, _export(request, reference))


def _show(request, export, form=None, *, problem="", status=200):
    approval, user = getattr(export, "approval", None), request.user
    mine = export.owner_id == user.pk
    may_decide = bool(approval and approval.waits and not mine and can(user, "allow_export"))
    ready = export.state == _State.READY and export.expires_at > timezone.now()
    context = {
        "export": export, "title": _("Export of %(list)s") % {"list": export.title}, "mine": mine, "approval": approval,
        "form": form or (DecisionForm(user=user) if may_decide else None), "may_decide": may_decide, "ready": ready,
        "audit_head": audit.head(), "problem": problem, "why": WHY.get(export.why, "") if export.state == _State.FAILED else "",
        "list_url": f"{export.path}?{export.query}" if can(user, "view") else "",
        "late": export.at_work and not export.attempts and _age(export, approval) > PATIENCE,
        "crumbs": [{"label": _("Exports"), "url": reverse("exports")}, {"label": export.reference, "url": ""}],
    }  # fmt: skip
    return render(request, "exports/export.html", context, status=status)


def _age(export, approval):
    """Seconds since the background could have begun."""
    since = approval.decided_at if approval and approval.decided_at else export.created_at
    return (timezone.now() - since).total_seconds()


@require_POST
def download(request, reference):
    """The file, for its owner alone, whose rights are asked again each time (R05); each download is counted."""
    demand(request.user, "export")
    export = _export(request, reference)
    try:
        if making.held_since(export, request.user):
            raise exports.NotTaken(
                _("Somebody whom this list may name is held by the office since the file was made: ask for the list again.")
            )  # fmt: skip
        export = exports.take(export=export, by=request.user)
    except Refused as refused:
        return _show(request, export, problem=str(refused), status=422)
    return sheets.attachment(exports.pieces(export), export.file_name, export.format, export.size)


@require_POST
def decide(request, reference):
    """Allow or refuse what another coordinator of the office asked for."""
    demand(request.user, "allow_export")
    export = _export(request, reference)
    form = DecisionForm(request.POST, user=request.user)
    allowed = request.POST.get("answer") == "allow"
    if not hasattr(export, "approval"):
        return _show(request, export, problem=_("This export needs no second person."), status=422)
    if not form.is_valid():
        return _show(request, export, form, status=422)
    try:
        exports.decide(
            approval=export.approval, allowed=allowed, by=request.user, reason=form.cleaned_data["reason"]
        )
    except Refused as refused:
        if refused.field in form.fields:
            form.add_error(refused.field, str(refused))
            return _show(request, export, form, status=422)
        return _show(request, _export(request, reference), problem=str(refused), status=422)
    return HttpResponseRedirect(export.get_absolute_url())
