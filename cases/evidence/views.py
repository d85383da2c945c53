"""The lists of sources, statements and events."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.evidence.filters import EventFilter, SourceFilter, StatementFilter
from cases.generic import RecordExport, RecordList
from cases.guarded import KEPT, close, keeps_event, sees_places
from cases.listing import Column
from cases.models import Event, Source, Statement
from cases.shown.claims import MARKS
from cases.shown.timeline import source_text, where

LISTS = (
    ("sources", gettext_lazy("Sources")), ("statements", gettext_lazy("Statements")),
    ("conflicts", gettext_lazy("Conflicts")), ("events", gettext_lazy("Events")),
)  # fmt: skip


class SourceList(RecordList):
    model = Source
    filterset_class = SourceFilter
    title = gettext_lazy("Sources")
    nouns = (gettext_lazy("source"), gettext_lazy("sources"))
    lists = LISTS
    row_template = "evidence/_source_row.html"
    sort = "-published"
    sorted_words = {"-published": gettext_lazy("Latest published first.")}
    add_url, add_label = "source_add", gettext_lazy("Record a source")
    columns = (
        Column("reference", gettext_lazy("Reference"), "reference"),
        Column("title", gettext_lazy("Title and publisher"), "title"),
        Column("kind", gettext_lazy("Kind")),
        Column("language", gettext_lazy("Language")),
        Column("published", gettext_lazy("Published"), "published_sort", falling=True),
        Column("reliability", gettext_lazy("Reliability")),
        Column("statements", gettext_lazy("Statements"), end=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda source: source.reference),
        (gettext_lazy("Title"), lambda source: source.title),
        (gettext_lazy("Publisher"), lambda source: source.publisher),
        (gettext_lazy("Address"), lambda source: source.url),
        (gettext_lazy("Kind"), lambda source: source.get_type_display()),
        (gettext_lazy("Language"), lambda source: source.language),
        (gettext_lazy("Published"), lambda source: source.published),
        (gettext_lazy("Reliability"), lambda source: source.get_reliability_display()),
        (gettext_lazy("Withdrawn"), lambda source: _("yes") if source.withdrawn else _("no")),
        (
            gettext_lazy("Quotes"),
            lambda source: source.relayed_from or (KEPT if source.relayed_from_id else ""),
        ),
        (gettext_lazy("Statements"), lambda source: source.statement_count),
    )

    def get_queryset(self):
        quoted = Prefetch("relayed_from", Source.objects.visible_to(self.request.user))
        return super().get_queryset().select_related("publisher").prefetch_related(quoted).counted()


class SourceExport(RecordExport, SourceList):
    pass


class StatementList(RecordList):
    model = Statement
    filterset_class = StatementFilter
    title = gettext_lazy("Statements")
    nouns = (gettext_lazy("statement"), gettext_lazy("statements"))
    lists = LISTS
    row_template = "evidence/_statement_row.html"
    sort = "-said"
    sorted_words = {"-said": gettext_lazy("Latest said first.")}
    add_url, add_label = "statement_add", gettext_lazy("Record a statement")
    columns = (
        Column("reference", gettext_lazy("Reference"), "reference"),
        Column("text", gettext_lazy("What was said")),
        Column("speaker", gettext_lazy("Speaker"), "speaker__name", joined=True),
        Column("said", gettext_lazy("Said"), "said_sort", falling=True),
        Column("source", gettext_lazy("Source"), "source__title", joined=True),
        Column("claims", gettext_lazy("Claims"), end=True),
        Column("contested", gettext_lazy("Contested")),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda statement: statement.reference),
        (gettext_lazy("What was said, in our words"), lambda statement: statement.text),
        (gettext_lazy("Verbatim"), lambda statement: statement.quote),
        (gettext_lazy("Language"), lambda statement: statement.language),
        (gettext_lazy("Speaker"), lambda statement: statement.speaker),
        (gettext_lazy("The speaker"), lambda statement: statement.get_modality_display()),
        (gettext_lazy("Said"), lambda statement: statement.said),
        (gettext_lazy("Source"), lambda statement: statement.source.reference),
        (gettext_lazy("Publisher"), lambda statement: statement.source.publisher),
        (gettext_lazy("Source withdrawn"), lambda row: _("yes") if row.source.withdrawn else _("no")),
        (gettext_lazy("Claims"), lambda statement: statement.claim_count),
        (gettext_lazy("Contested"), lambda statement: statement.contested_count),
    )

    def get_queryset(self):
        return super().get_queryset().with_source().counted()

    def decorate(self, rows):
        for row in rows:
            row.mark = MARKS[row.modality]
        return rows


class StatementExport(RecordExport, StatementList):
    pass


class EventList(RecordList):
    """All events of all records, in the order in which they were recorded."""

    model = Event
    filterset_class = EventFilter
    title = gettext_lazy("Events")
    nouns = (gettext_lazy("event"), gettext_lazy("events"))
    lists = LISTS
    row_template = "evidence/_event_row.html"
    add_url, add_label = "record_many", gettext_lazy("One event for many records")
    sort = "-recorded"
    sorted_words = {"-recorded": gettext_lazy("Latest recorded first.")}
    columns = (
        Column("about", gettext_lazy("Record")),
        Column("type", gettext_lazy("What happened")),
        Column("occurred", gettext_lazy("When")),
        Column("basis", gettext_lazy("Rests on")),
        Column("recorded", gettext_lazy("Recorded"), "sequence", falling=True),
    )
    export_columns = (
        (gettext_lazy("Record"), lambda event: event.about.reference),
        (gettext_lazy("What happened"), lambda event: _(event.label)),
        (gettext_lazy("When"), lambda event: event.occurred),
        (gettext_lazy("Where, who and how many"), lambda event: event.where),
        (gettext_lazy("Note"), lambda event: event.note),
        (gettext_lazy("Rests on"), source_text),
        (gettext_lazy("Declared wrong"), lambda event: event.error.reason if event.is_wrong else ""),
        (gettext_lazy("Recorded by"), lambda event: event.recorded_by),
        (gettext_lazy("Recorded at"), lambda event: f"{event.recorded_at:%Y-%m-%d %H:%M} UTC"),
    )

    def get_queryset(self):
        return super().get_queryset().for_timeline(self.request.user).order_by().with_about()

    def decorate(self, rows):
        self.before_file(rows)
        for row in rows:
            row.record, row.source_words = row.about, source_text(row)
            row.mark = row.step.mark if row.step else "told"
        return rows

    def before_file(self, rows):
        """Where it was, and what was noted: for other roles, and of people whom others look after, neither."""
        reads = sees_places(self.request.user)
        for row in close(self.request.user, rows):
            row.where = where(row).removeprefix("· ")
            if keeps_event(row, places=reads):
                row.where, row.note = row.where and KEPT, row.note and KEPT


class EventExport(RecordExport, EventList):
    pass
