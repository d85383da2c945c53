"""The list as a file: the same rows in the same order (R27, R40)."""

import csv
import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pghistory.models import Context

from cases.access import EXPORT_CAP
from cases.actions import holds
from cases.generic.lists import RecordList, address
from cases.lib.text import formula_safe
from cases.listing import BadPage


class RecordExport(RecordList):
    """The same list, in the same order, as CSV in UTF-8; formula-safe (R27), capped by role (R40)."""

    action = "export"
    template_name = "export.html"

    def get(self, request):
        return self._ask()

    def post(self, request):
        reason = request.POST.get("reason", "").strip()
        try:
            rows = self.page.ordered
        except BadPage as bad:
            return HttpResponse(str(bad), status=400, content_type="text/plain; charset=utf-8")
        if not self.filterset.is_valid():
            return HttpResponse(
                _("The filter is not valid: nothing is exported."),
                status=400,
                content_type="text/plain; charset=utf-8",
            )
        if self._too_many:
            raise PermissionDenied
        if self._needs_reason and not reason:
            return self._ask(_("Write what the list is for."))
        self._log(reason)
        name = (
            f"homeward-{request.resolver_match.url_name.removesuffix('_export')}-{timezone.localdate()}.csv"
        )
        response = StreamingHttpResponse(self._lines(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @cached_property
    def _cap(self):
        return EXPORT_CAP[self.request.user.role]

    @property
    def _too_many(self):
        return self.filterset.qs.order_by()[: self._cap + 1].count() > self._cap

    @property
    def _needs_reason(self):
        return self.request.user.role == self.request.user.Role.COORDINATOR

    def _ask(self, error=""):
        context = {
            "title": self.title, "noun": self.nouns[1], "count_text": self.page.count_text, "cap": self._cap,
            "too_many": self._too_many, "needs_reason": self._needs_reason, "error": error,
            "held": self._held_text(), "back_url": f"../{address(self.request.GET)}", "valid": self.filterset.is_valid(),
        }  # fmt: skip
        status = 400 if error or not self.filterset.is_valid() else 200
        return render(self.request, self.template_name, context, status=status)

    def _held_text(self):
        """How many rows of the list leave as a placeholder."""
        if not self._held or not self.filterset.is_valid():
            return ""
        number = self.filterset.qs.order_by().filter(pk__in=self._held).count()
        return number and ngettext(
            "%(number)s row is held by the office and leaves with its reference only.",
            "%(number)s rows are held by the office and leave with their references only.",
            number,
        ) % {"number": number}

    def _log(self, reason):
        """Who took which list, and why: kept beside the history of changes."""
        Context.objects.create(
            id=uuid.uuid4(),
            metadata={
                "user": self.request.user.pk, "export": self.request.get_full_path(), "reason": reason,
                "rows": self.page.count_text,
            },
        )  # fmt: skip

    def _lines(self, rows):
        writer = csv.writer(_Echo())
        yield "\N{BYTE ORDER MARK}" + writer.writerow([str(label) for label, _value in self.export_columns])
        for row in rows.iterator(chunk_size=500):
            values = [_cell(value(row)) for _label, value in self.export_columns]
            yield writer.writerow(self._placeholder(row, values) if row.pk in self._held else values)

    @cached_property
    def _held(self):
        """The rows that name a person of whom nothing leaves the house now (D38)."""
        rows = holds.held_rows(self.filterset.qs)
        return set() if rows is None else set(rows.visible_to(self.request.user).values_list("pk", flat=True))

    def _placeholder(self, row, values):
        """Which record it is, in place of what is known of it."""
        return [
            values[0] if hasattr(row, "reference") else "",
            _("held by the office"),
            *[""] * (len(values) - 2),
        ]


class _Echo:
    def write(self, line):
        return line


def _cell(value):
    if value is None:
        return ""
    return value if isinstance(value, int) else formula_safe(str(value))
