"""What two people took out of records: read by the auditor; asked for and decided on pages of the office."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.admin.ledger import CachePage
from cases.admin.lists import moment
from cases.admin.site import site
from cases.models import Erasure, Redaction, Removal
from cases.models.about import KINDS


class RemovingPage(CachePage):
    subject = "audit"
    reads = "read_audit"
    needs_office = False
    exclude = ("words", *KINDS)
    list_display = ("reference", "asked_by", "decided_by", "allowed", "places", moment("done_at", _("done")))
    list_filter = ("allowed",)
    ordering = ("-asked_at", "-id")
    related = ("asked_by", "decided_by")


@register(Redaction, site=site)
class RedactionPage(RemovingPage):
    pass


@register(Erasure, site=site)
class ErasurePage(RemovingPage):
    list_filter = ("allowed", "basis")


@register(Removal, site=site)
class RemovalPage(CachePage):
    subject = "audit"
    reads = "read_audit"
    needs_office = False
    list_display = ("table", "row", "columns", moment("at", _("at")))
    ordering = ("-id",)
    related = ("redaction", "erasure")
