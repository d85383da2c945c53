"""What was judged of sources, the copies of them, and where somebody looked for news."""

from django.contrib.admin import register

from cases.actions import evidence
from cases.admin.forms import RecordForm
from cases.admin.ledger import LedgerPage
from cases.admin.lists import recorded
from cases.admin.site import site
from cases.models import NewsSearch, SourceAssessment, StoredCopy
from cases.models.about import KINDS


@register(SourceAssessment, site=site)
class SourceAssessmentPage(LedgerPage):
    subject = "evidence"
    form = RecordForm
    parents = ("source",)
    list_display = ("source", "kind", "reliability", recorded, "recorded_by")
    list_filter = ("kind", "reliability")
    related = ("source", "recorded_by")
    autocomplete_fields = ("source",)

    def record(self, by, source, kind, reason, reliability="", form_key=None):
        return evidence.judge_source(
            source=source, kind=kind, reason=reason, reliability=reliability, by=by, form_key=form_key
        )


@register(StoredCopy, site=site)
class StoredCopyPage(LedgerPage):
    """Kept with its source, and fetched from the page of the source."""

    subject = "evidence"
    adds = None
    exclude = ("content",)
    parents = ("source",)
    list_display = ("source", "media_type", recorded, "recorded_by")
    related = ("source", "recorded_by")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@register(NewsSearch, site=site)
class NewsSearchPage(LedgerPage):
    """Recorded on the page of the record that was searched for, with its event."""

    subject = "evidence"
    adds = None
    parents = ("event",)
    list_display = ("event", "party", "languages", "found")
    list_filter = ("found",)
    related = ("event", "party")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*(f"event__{kind}" for kind in KINDS))


__all__ = ["NewsSearchPage", "SourceAssessmentPage", "StoredCopyPage"]
