"""What the frame of every page needs: where one can go, and whether synthetic people are about."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import approving
from cases.access import can

#: Room, label, and the first parts of the paths that belong to it.
ROOMS = (
    ("today", _("Today"), ("", "views", "follow-ups", "appeals", "calls", "bulk", "exports")),
    ("repatriation_cases", _("Cases"), ("cases", "repatriation")),
    ("people", _("People"), ("people", "groups", "tracing", "lists")),
    ("evacuees", _("Evacuated"), ("evacuees", "evacuations")),
    ("correspondence_list", _("Mail"), ("mail",)),
    ("parcels", _("Parcels"), ("parcels", "consignments", "imports", "labels", "scan")),
    ("visits", _("Visits"), ("visits",)),
    ("agreements", _("Agreements"), ("agreements",)),
    ("sources", _("Sources"), ("sources", "statements", "conflicts", "events")),
)

#: The lists of the day's work, which stand together below Today: (URL name, label).
OF_THE_DAY = (
    ("follow_ups", _("Follow-ups")),
    ("appeals", _("Appeals")),
    ("calls", _("Calls")),
    ("saved_views", _("Saved views")),
    ("exports", _("Exports")),
    ("approvals", _("Approvals")),
)


def frame(request):
    """Navigation, and the strip of the demonstration."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "demo": settings.DEMO, "privacy_url": "", "audit_label": ""}
    here = request.path.split("/")[1]
    nav = []
    if can(user, "view"):
        nav = [
            {"url": reverse(name), "label": label, "current": here in paths} for name, label, paths in ROOMS
        ]
    if (waiting := approving.number(user)) is not None:
        nav.append(
            {
                "url": reverse("approvals"), "label": _("Approvals"), "current": here == "approvals",
                "number": approving.number_words(waiting),
            }
        )  # fmt: skip
    if can(user, "enter_admin"):
        nav.append({"url": reverse("admin:index"), "label": _("Admin"), "current": False})
    privacy = reverse("privacy_fields") if can(user, "read_registry") else ""
    audit = _("Audit") if can(user, "see_office_audit") else _("What I did")
    return {"nav": nav, "demo": settings.DEMO or user.synthetic, "privacy_url": privacy, "audit_label": audit}
