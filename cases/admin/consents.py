"""What persons consent to: read here, recorded and withdrawn on their page."""

from django.contrib.admin import register

from cases.admin.ledger import CachePage
from cases.admin.lists import recorded
from cases.admin.site import site
from cases.models import Consent, ConsentWithdrawal


@register(Consent, site=site)
class ConsentPage(CachePage):
    subject = "people"
    parents = ("person",)
    related = ("person", "recorded_by")
    list_display = ("person", "scope", "given_by", recorded, "recorded_by")
    list_filter = ("scope", "given_by")
    ordering = ("-id",)
    search_fields = ("person__reference__exact",)


@register(ConsentWithdrawal, site=site)
class ConsentWithdrawalPage(CachePage):
    subject = "people"
    parents = ("consent",)
    related = ("consent__person", "recorded_by")
    list_display = ("consent", recorded, "recorded_by")
    ordering = ("-id",)
    search_fields = ("consent__person__reference__exact",)
