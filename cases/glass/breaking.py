"""The page in front: why somebody needs to see what is kept from them."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases import lookup
from cases.access import Allowed
from cases.actions import Refused, glass
from cases.forms import ForUser, Keyed
from cases.guarded import is_kept_from, needs_reason, person_of


class ReasonForm(ForUser, Keyed):
    reason = forms.CharField(
        label=gettext_lazy("Why you need to see it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The coordinator of the office and the auditor read it, with your name and the time."),
    )  # fmt: skip


def _list_of(record):
    """Where the record stands in a list."""
    if record.kind == "person":
        return [{"label": _("People"), "url": reverse("people")}]
    if record.kind == "repatriation_case":
        return [{"label": _("Repatriation cases"), "url": reverse("repatriation_cases")}]
    return []


class BreakGlass(Allowed, View):
    """Asks for the reason, records it, and leads to the record; who needs none is led there at once."""

    action = "break_glass"

    @cached_property
    def record(self):
        record = lookup.any_record(self.request.user, self.kwargs["reference"])
        if record is None or not (person_of(record) or record.kind == "repatriation_case"):
            raise Http404
        return record

    @property
    def is_needed(self):
        user = self.request.user
        return is_kept_from(user, person_of(self.record)) or needs_reason(user, self.record)

    def get(self, request, reference):
        if not self.is_needed:
            return HttpResponseRedirect(self.record.get_absolute_url())
        return self.show(ReasonForm(user=request.user))

    def post(self, request, reference):
        form = ReasonForm(request.POST, user=request.user)
        if self.is_needed and not (form.is_valid() and self.broken(form)):
            return self.show(form, status=422)
        return HttpResponseRedirect(self.record.get_absolute_url())

    def broken(self, form):
        try:
            row = glass.break_glass(
                record=person_of(self.record) or self.record, by=self.request.user, now=timezone.now(), **form.cleaned_data
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
            return False
        until = date_format(timezone.localtime(row.until), "H:i")
        messages.success(self.request, _("Recorded. It is open to you until %(time)s.") % {"time": until})
        return True

    def show(self, form, status=200):
        record, audit = self.record, self.request.user.role == self.request.user.Role.AUDITOR
        context = {
            "form": form, "record": record, "audit": audit, "person": person_of(record) or record,
            "title": _("Open for the audit") if audit else _("Break the glass"),
            "crumbs": [
                *_list_of(record), {"label": record.reference, "url": record.get_absolute_url()}, {"label": _("Why"), "url": ""},
            ],
        }  # fmt: skip
        return render(self.request, "glass/break.html", context, status=status)
