"""The list as a file: who takes it says why, a large one is allowed by a second person and made in the background (R27, R40)."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _lazy

from cases.access import EXPORT_CAP, EXPORT_MOST
from cases.actions import audit, exports
from cases.forms import ForUser, Keyed
from cases.generic import saved, sheets
from cases.generic.leaving import Leaving, NotReadable
from cases.generic.lists import RecordList, address
from cases.models import Export
from cases.templatetags.look import figure

#: So many rows are sent with the answer; more are made in the background and fetched when they are there.
AT_ONCE = 2000


class ExportForm(ForUser, Keyed):
    """What the file is for, and its form."""

    reason = forms.CharField(
        label=_lazy("What for"), max_length=300, help_text=_lazy("It is kept with your name."),
        error_messages={"required": _lazy("Write what the list is for.")},
    )  # fmt: skip
    format = forms.ChoiceField(choices=Export.Format.choices, required=False, widget=forms.HiddenInput)

    field_order = ["reason", "format", "form_key"]

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        if self.user.role != self.user.Role.COORDINATOR:
            self.fields["reason"].required = False
            self.fields["reason"].widget = forms.HiddenInput()


class RecordExport(RecordList):
    """The same list, in the same order, as CSV in UTF-8 or as XLSX; formula-safe (R27), capped by role (R40)."""

    action = "export"
    is_list = False
    template_name = "export.html"

    def get(self, request, **kwargs):
        return self._ask(ExportForm(user=request.user), 200 if self.filterset.is_valid() else 400)

    def post(self, request, **kwargs):
        try:
            number = self.leaving.count(self._most)
        except NotReadable as refused:
            return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")
        if request.user.office_id is None or number > self._most:  # each file is some office's to answer for
            raise PermissionDenied
        form = ExportForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._ask(form, 422)
        facts = self._facts() | {
            "format": form.cleaned_data["format"] or "csv", "reason": form.cleaned_data["reason"],
            "form_key": form.cleaned_data["form_key"], "by": request.user,
        }  # fmt: skip
        if number > AT_ONCE:
            export = exports.ask(rows=number, second_person=number > EXPORT_CAP[request.user.role], **facts)
            return HttpResponseRedirect(export.get_absolute_url())
        return self._send(facts)

    def _send(self, facts):
        """The file itself; that it was sent is written down with it."""
        made = self.leaving.make(facts["format"])
        with made.file:
            content = made.file.read()  # of a few thousand rows
        export = exports.note_sent(**facts, **made.facts)
        return sheets.attachment([content], export.file_name, export.format, len(content))

    def _facts(self):
        """Which list it is, under which filter."""
        return {
            "list_name": self.request.resolver_match.url_name.removesuffix("_export"), "title": str(self.title)[:200],
            "path": self.request.path.removesuffix("export/"), "query": self.request.GET.urlencode(),
            "said": saved.sentence(self.filterset), "language": get_language(),
        }  # fmt: skip

    @cached_property
    def leaving(self):
        return Leaving(self)

    @cached_property
    def _most(self):
        """What this role takes: alone, or with a second person."""
        return EXPORT_MOST[self.request.user.role]

    def _ask(self, form, status):
        valid, alone = self.filterset.is_valid(), EXPORT_CAP[self.request.user.role]
        number = self.filterset.qs.order_by()[: self._most + 1].count() if valid else 0
        context = {
            "title": self.title, "noun": self.nouns[1], "count_text": self.page.count_text, "cap": figure(self._most),
            "too_many": number > self._most, "second_person": number > alone, "alone": figure(alone),
            "later": number > AT_ONCE, "form": form, "held": self.leaving.held_words(),
            "audit_head": audit.head(),
            "back_url": f"../{address(self.request.GET)}", "valid": valid, "mine_url": reverse("exports"),
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)
