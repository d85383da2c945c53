"""What broken glass can be filtered by."""

from django.utils.translation import gettext_lazy as _

from cases.filtering import Any, Found, StrictFilterSet, Words
from cases.models import GlassBreak


class GlassBreakFilter(StrictFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "by": _("by %(value)s"),
        "person": _("of %(value)s"),
        "kind": "%(value)s",
    }

    q = Words(columns=["reason"])
    by = Found(field_name="broken_by", kind="user", label=_("By"))
    person = Found(kind="person", label=_("Person"))
    kind = Any(choices=GlassBreak.Kind.choices, label=_("What was done"))

    class Meta:
        model = GlassBreak
        fields: list[str] = []
