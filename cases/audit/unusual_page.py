"""The page of unusual reading, for the auditor and for coordinators of the office."""

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cases.access import Allowed
from cases.audit import unusual


class UnusualPage(Allowed, TemplateView):
    action = "see_office_audit"
    template_name = "audit/unusual.html"
    extra_context = {"title": gettext_lazy("Unusual reading")}

    def get_context_data(self, **kwargs):
        days, tables = unusual.found(self.request.user, now=timezone.now())
        fewer = days if days != unusual.DAYS[0] else None
        return super().get_context_data(tables=tables, days=days, fewer=fewer, **kwargs)
