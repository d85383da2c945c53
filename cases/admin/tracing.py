"""Tracing requests, and what was answered and judged of them."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.actions import tracing
from cases.admin.ledger import LedgerPage
from cases.admin.lists import dated, recorded
from cases.admin.site import site
from cases.admin.tracked import TrackedPage
from cases.admin.words import list_url
from cases.models import ReleaseConsent, TracingConsent, TracingJudgement, TracingRequest


@register(TracingRequest, site=site)
class TracingRequestPage(TrackedPage):
    """How to reach the enquirer is typed and read on the request's own page, by its owner and by coordinators."""

    subject = "people"
    exclude = (*TrackedPage.exclude, "enquirer_contact")
    parents = ("person",)
    list_display = ("name", "reference", "enquirer", "relationship", "received_on", dated("born", _("born")))
    list_filter = (*TrackedPage.list_filter, "relationship", "standing")
    search_fields = ("name", "enquirer")
    autocomplete_fields = ("birth_place", "last_residence", "last_seen_place", "owner")

    def more_links(self, row):
        return [
            (_("Consents"), list_url(TracingConsent, request=row.pk)),
            (_("Who it may be"), list_url(TracingJudgement, request=row.pk)),
            (_("What the person found answered"), list_url(ReleaseConsent, request=row.pk)),
        ]


class OfRequest(LedgerPage):
    """Rows of the ledger of a request."""

    subject = "people"
    parents = ("request",)
    related = ("request", "recorded_by")
    autocomplete_fields = ("request",)
    search_fields = ("request__reference__exact",)
    search_help_text = _("The reference of the request.")


@register(TracingConsent, site=site)
class TracingConsentPage(OfRequest):
    list_display = ("request", "scope", "answer", "answered_on", recorded, "recorded_by")
    list_filter = ("scope", "answer")

    def record(self, by, **facts):
        return tracing.record_consent(by=by, **facts)


@register(TracingJudgement, site=site)
class TracingJudgementPage(OfRequest):
    parents = ("request", "person")
    related = ("request", "person", "recorded_by")
    autocomplete_fields = ("request", "person")
    list_display = ("request", "person", "verdict", recorded, "recorded_by")
    list_filter = ("verdict",)

    def record(self, by, **facts):
        return tracing.judge(by=by, **facts)


@register(ReleaseConsent, site=site)
class ReleaseConsentPage(OfRequest):
    """The person asked is the one who is said to be looked for."""

    parents = ("request", "person")
    related = ("request", "person", "recorded_by")
    autocomplete_fields = ("request", "person")
    list_display = ("request", "person", "answer", "answered_on", recorded, "recorded_by")
    list_filter = ("answer",)

    def record(self, by, person, **facts):
        return tracing.record_release_consent(by=by, person=person, **facts)
