"""The pages on which a redaction or an erasure is asked for and decided by a second person."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import lookup
from cases.access import can, demand
from cases.actions import Refused
from cases.actions.removing import erasure as erasures
from cases.actions.removing import redaction as redactions
from cases.forms import DecideForm, ForUser, Keyed
from cases.guarded import is_kept_from, person_of
from cases.models import Erasure, Redaction
from cases.privacy.retention import show


class RedactForm(ForUser, Keyed):
    words = forms.CharField(
        label=gettext_lazy("Words that must go"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Exactly as they stand; capitals do not count. They are looked for in all that is kept of this "
                               "record, also in what is not shown to you, and go from its history and what is searched."),
        error_messages={"required": gettext_lazy("Write the words that must go.")},
    )  # fmt: skip
    with_copies = forms.BooleanField(
        label=gettext_lazy("Take out the stored copies of its sources as well"), required=False,
        help_text=gettext_lazy("A copy cannot be changed in parts: it goes as a whole, its digest stays."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The second person reads it. Do not repeat the words here."),
        error_messages={"required": gettext_lazy("Write why they must go.")},
    )  # fmt: skip

    field_order = ["words", "with_copies", "reason", "form_key"]


def redact(request, reference):
    """Ask a second person to take words out of a record."""
    demand(request.user, "ask_redaction")
    record = lookup.any_record(request.user, reference)
    if record is None:
        raise Http404
    form = RedactForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = redactions.ask(record=record, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is asked: a coordinator decides."))
            return HttpResponseRedirect(made.get_absolute_url())
    return show(request, form, record, _("Take words out"), warning=_(
        "The ledger is changed here and nowhere else: for a name that must not be known, or words that put somebody in danger. "
        "A mistake of fact is corrected by declaring the event wrong."
    ))  # fmt: skip


def redaction(request, pk):
    """One redaction, and its decision."""
    demand(request.user, "ask_redaction")
    rows = Redaction.objects.visible_to(request.user).select_related("asked_by", "decided_by")
    row = get_object_or_404(rows, pk=pk)
    shows = row.waits and row.words and not is_kept_from(request.user, person_of(row.about))
    found = redactions.found(row.about, row.words, request.user) if shows else []
    return _decide(request, row, redactions.decide, {
        "title": _("Take words out of %(reference)s") % {"reference": row.reference}, "record": row.about, "words": row.words,
        "found": [(model._meta.verbose_name_plural, number) for model, number in found], "reason": row.reason,
    })  # fmt: skip


def erasure(request, pk):
    """One erasure: the administrator, who decides, sees which record it is and nothing of what it says."""
    demand(request.user, "see_erasures")
    user = request.user
    rows = Erasure.objects.visible_to(user).select_related("asked_by", "decided_by", "office")
    row = get_object_or_404(rows, pk=pk)
    reads = user.role != user.Role.ADMINISTRATOR
    return _decide(request, row, erasures.decide, {
        "title": _("Erase %(reference)s") % {"reference": row.reference}, "record": row.about if reads else None,
        "reason": row.reason if reads else "", "basis": row.get_basis_display(),
        "along": [placeholder.reference for placeholder in erasures.placeholders(row.about)],
    })  # fmt: skip


def _decide(request, row, deed, context):
    """The page; a POST by the second person is the decision."""
    decides = row.waits and can(request.user, row.decides) and row.asked_by_id != request.user.pk
    allowing = _("Allow: it is done at once and cannot be undone")
    form = (
        DecideForm(request.POST or None, user=request.user, allowing=allowing)
        if decides or request.method == "POST"
        else None
    )
    if request.method == "POST":
        demand(request.user, row.decides)
        if form.is_valid():
            allowed = form.cleaned_data["answer"] == "yes"
            kind = type(row)._meta.model_name
            try:
                with transaction.atomic():
                    deed(**{kind: row}, allowed=allowed, by=request.user, reason=form.cleaned_data["reason"])
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            else:
                messages.success(request, _("It is done.") if allowed else _("It is refused."))
                return HttpResponseRedirect(row.get_absolute_url())
    context |= {
        "row": row,
        "form": form,
        "crumbs": [{"label": context["title"], "url": ""}],
        "kind": row.kind_label,
    }
    return render(request, "privacy/decision.html", context, status=422 if form and form.errors else 200)
