"""Evidence: sources, statements, claims and their threads, events and what corrects them."""

from django.contrib.admin import register
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.actions import evidence
from cases.admin.citing import Cited
from cases.admin.forms import AboutForm, DatedBySource, RecordForm
from cases.admin.ledger import About, CachePage, LedgerPage, about
from cases.admin.lists import KindFilter, column, dated, recorded, yes
from cases.admin.site import site
from cases.admin.words import list_url
from cases.models import Assessment, Claim, Event, Source, Statement, Thread
from cases.models.about import KINDS


@register(Source, site=site)
class SourcePage(Cited, LedgerPage):
    subject = "evidence"
    exclude = ("office", "owner", "retention_until")
    list_display = (
        "title",
        "publisher",
        "type",
        dated("published", _("published")),
        "language",
        "reliability",
    )
    list_filter = ("type", "reliability", "synthetic")
    search_fields = ("title",)
    date_hierarchy = "published_earliest"
    ordering = ("-published_sort", "-id")
    related = ("publisher",)
    autocomplete_fields = ("publisher", "relayed_from")

    def record(self, by, **facts):
        return evidence.record_source(office=by.office, by=by, **facts)

    def links_of(self, row, request):
        return [
            *super().links_of(row, request),
            (_("Statements"), list_url(Statement, source=row.pk)),
            (_("Add a statement"), f"{reverse('admin:cases_statement_add')}?source={row.pk}"),
        ]


class StatementForm(DatedBySource, RecordForm):
    dated_by = "source"


@register(Statement, site=site)
class StatementPage(LedgerPage):
    subject = "evidence"
    form = StatementForm
    exclude = ("office", "owner", "retention_until")
    list_display = ("text", "speaker", "modality", dated("said", _("said on")), "source")
    list_filter = ("modality", "synthetic")
    search_fields = ("text", "quote")
    date_hierarchy = "said_earliest"
    ordering = ("-said_sort", "-id")
    related = ("speaker", "source")
    parents = ("source",)
    autocomplete_fields = ("source", "speaker", "parts")

    def record(self, by, **facts):
        return evidence.record_statement(by=by, **facts)

    def links_of(self, row, request):
        return [
            (_("Claims"), list_url(Claim, statement=row.pk)),
            (_("Events"), list_url(Event, statement=row.pk)),
            (_("Add a claim"), f"{reverse('admin:cases_claim_add')}?statement={row.pk}"),
        ]


class ClaimForm(DatedBySource, AboutForm):
    pass


@register(Claim, site=site)
class ClaimPage(About, LedgerPage):
    subject = "evidence"
    form = ClaimForm
    exclude = (*KINDS, "thread")
    list_display = (
        "aspect", column("value", _("value"), lambda row: row.value_text), about,
        column("speaker", _("said by"), lambda row: row.statement.speaker), yes("own", _("own")), recorded,
    )  # fmt: skip
    list_filter = (KindFilter, "aspect", "own")
    related = ("statement__speaker", "place")
    autocomplete_fields = ("statement", "actor", "place")

    def record(self, by, about, statement, aspect, **value):
        return evidence.record_claim(about=about, statement=statement, aspect=aspect, by=by, **value)

    def links_of(self, row, request):
        return [
            *super().links_of(row, request),
            (_("What else is said"), list_url(Claim, thread=row.thread_id)),
            (_("Judge it"), f"{reverse('admin:cases_assessment_add')}?claim={row.pk}"),
        ]


@register(Assessment, site=site)
class AssessmentPage(LedgerPage):
    subject = "evidence"
    parents = ("claim",)
    list_display = ("kind", "claim", recorded, "recorded_by")
    list_filter = ("kind",)
    related = ("recorded_by", "claim__place")
    autocomplete_fields = ("claim",)

    def record(self, by, claim, kind, reason, form_key=None):
        return evidence.assess(claim=claim, kind=kind, reason=reason, by=by, form_key=form_key)


@register(Thread, site=site)
class ThreadPage(About, CachePage):
    subject = "evidence"
    list_display = (
        "aspect",
        about,
        "population",
        "live",
        yes("disagrees", _("disagree")),
        yes("open", _("undecided")),
    )
    list_filter = ("open", "disagrees", "aspect")
    ordering = ("-id",)

    def links_of(self, row, request):
        return [*super().links_of(row, request), (_("Its claims"), list_url(Claim, thread=row.pk))]
