"""The report on mail: losses by route with their evidence, parcels by month, what could not be delivered."""

import csv

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from cases.access import Allowed, can
from cases.lib import small_cells
from cases.mail import losses, months
from cases.mail.views import PARCEL_LISTS


class MailReport(Allowed, TemplateView):
    """Numbers alone: nobody is named. Each is of the records that the user may see."""

    template_name = "mail/report.html"
    title = gettext_lazy("Report on parcels and mail")

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        found = months.months(user, today)
        context = {
            "title": self.title, "routes": losses.losses(user), "months": found, "chart": months.chart(found),
            "letters": losses.undelivered(user),
            "csv_url": reverse("mail_months_csv") if can(user, "export") else "",
            "tabs": [{"label": label, "url": reverse(name), "current": name == "mail_report"}
                     for name, label in PARCEL_LISTS],
        }  # fmt: skip
        return super().get_context_data(**(context | kwargs))


class MonthsCsv(Allowed, View):
    """The parcels by month as a file; numbers below five are not told (safety.md §4)."""

    action = "export"

    def get(self, request):
        found = months.months(request.user, timezone.localdate())
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = (
            f'attachment; filename="homeward-parcels-{timezone.localdate()}.csv"'
        )
        write = csv.writer(response).writerow
        write([_("Month"), *(str(head) for head in found["heads"])])
        for row in found["rows"]:
            write([f"{row['month']:%Y-%m}", *map(small_cells.told, row["numbers"])])
        write([_("month not certain"), *map(small_cells.told, found["uncertain"])])
        return response
