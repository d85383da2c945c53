"""The page of seals: the head of the chain to keep elsewhere, whether the chain is whole, and an anchor to compare."""

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cases.access import Allowed
from cases.actions import Refused, audit
from cases.models import AuditSeal

SHOWN = 20


class SealsPage(Allowed, TemplateView):
    action = "see_office_audit"
    template_name = "audit/seals.html"
    extra_context = {"title": gettext_lazy("Seals")}

    def get_context_data(self, **kwargs):
        typed = self.request.GET.get("anchor", "").strip()[:200]
        seals = list(AuditSeal.objects.order_by("-id")[:SHOWN])
        context = {
            "seals": seals, "head": seals[0] if seals else None, "lag": int(audit.lag(timezone.now())),
            "verdict": audit.last_verdict(), "anchor": typed, "fits": None, "refusal": "",
        }  # fmt: skip
        if typed:
            try:
                context["fits"] = audit.fits(typed)
            except Refused as refusal:
                context["refusal"] = str(refusal)
        return super().get_context_data(**context, **kwargs)
