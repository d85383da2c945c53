"""The list as a file: the same rows in the same order (R27, R40)."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pghistory.models import Context

from cases.access import EXPORT_CAP
from cases.actions import holds
from cases.generic import sheets
from cases.generic.lists import RecordList, address
from cases.listing import BadPage


class RecordExport(RecordList):
    """The same list, in the same order, as CSV in UTF-8 or as XLSX; formula-safe (R27), capped by role (R40)."""

    action = "export"
    is_list = False
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
        form = "xlsx" if request.POST.get("format") == "xlsx" else "csv"
        self._log(reason, form)
        return self._file(form, self._values(rows))

    def _file(self, form, values):
        heads = [label for label, _value in self.export_columns]
        list_name = self.request.resolver_match.url_name.removesuffix("_export")
        name = f"homeward-{list_name}-{timezone.localdate()}.{form}"
        if form == "xlsx":
            return FileResponse(
                sheets.xlsx_file(heads, values),
                as_attachment=True,
                filename=name,
                content_type=sheets.TYPES[form],
            )
        response = StreamingHttpResponse(sheets.csv_lines(heads, values), content_type=sheets.TYPES[form])
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

    def _log(self, reason, form):
        """Who took which list, and why: kept beside the history of changes."""
        Context.objects.create(
            id=uuid.uuid4(),
            metadata={
                "user": self.request.user.pk, "export": self.request.get_full_path(), "reason": reason,
                "rows": self.page.count_text, "format": form,
            },
        )  # fmt: skip

    def _values(self, rows):
        """The values of each row, read as they are sent; of what is held, a placeholder."""
        for row in rows.iterator(chunk_size=500):
            if row.pk in self._held:
                yield self._placeholder(row)
            else:
                yield [value(row) for _label, value in self.export_columns]

    @cached_property
    def _held(self):
        """The rows that name a person of whom nothing leaves the house now (D38)."""
        rows = holds.held_rows(self.filterset.qs)
        return set() if rows is None else set(rows.visible_to(self.request.user).values_list("pk", flat=True))

    def _placeholder(self, row):
        """Which record it is, in place of what is known of it."""
        first = row.reference if hasattr(row, "reference") else ""
        return [first, _("held by the office"), *[""] * (len(self.export_columns) - 2)]
