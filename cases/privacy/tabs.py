"""The pages of privacy, which stand beside each other: those that the user's role may open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.access import can

#: URL name, label, action.
PAGES = (
    ("privacy_fields", _("What is kept, and how long"), "read_registry"),
    ("retention", _("What falls due"), "keep_longer"),
)


def tabs(request):
    here = request.resolver_match.url_name
    return [
        {"label": label, "url": reverse(name), "current": name == here}
        for name, label, action in PAGES
        if can(request.user, action)
    ]
