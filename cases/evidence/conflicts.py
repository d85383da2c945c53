"""The list of conflicts: the questions that claims answer differently, of all records, oldest first."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.evidence.filters import SETTLED, ConflictFilter
from cases.evidence.views import LISTS
from cases.generic import RecordExport, RecordList, Start
from cases.guarded import claimed, close, sees_places
from cases.listing import Column
from cases.models import Thread
from cases.shown.claims import question

VALUES = 4  # how many different values a row shows


class ConflictList(RecordList):
    """Questions about records on which claims disagree: open ones, or those that somebody settled."""

    model = Thread
    filterset_class = ConflictFilter
    title = gettext_lazy("Conflicts")
    nouns = (gettext_lazy("question"), gettext_lazy("questions"))
    lists = LISTS
    row_template = "evidence/_conflict_row.html"
    starts = (Start(gettext_lazy("Opened in the last 7 days"), {"new": "7"}),)
    sorted_words = {
        "since": gettext_lazy("Longest open first."),
        "-since": gettext_lazy("Latest opened first."),
        "question": gettext_lazy("First asked first."),
    }
    columns = (
        Column("record", gettext_lazy("Record")),
        Column("question", gettext_lazy("What is contested"), "id"),
        Column("said", gettext_lazy("What is said")),
        Column("since", gettext_lazy("Open since"), "opened_at"),
        Column("claims", gettext_lazy("Claims"), "live", end=True, joined=True),
    )
    export_columns = (
        (gettext_lazy("Record"), lambda thread: thread.about.reference),
        (gettext_lazy("Kind of record"), lambda thread: thread.about.workflow.label),
        (gettext_lazy("Name"), lambda thread: thread.about),
        (gettext_lazy("What is contested"), lambda thread: asked(thread)),
        (gettext_lazy("What is said"), lambda thread: "; ".join(
            f"{value}: {', '.join(speakers)}" for value, speakers in said(thread))),
        (gettext_lazy("Open since"), lambda thread: thread.opened_at and f"{thread.opened_at:%Y-%m-%d}"),
        (gettext_lazy("Preferred"), lambda thread: preferred(thread)),
        (gettext_lazy("Claims"), lambda thread: thread.live),
    )  # fmt: skip

    @cached_property
    def settled(self):
        return self.filterset.active().get("standing") == SETTLED

    @property
    def sort(self):
        """A settled question is open since no day."""
        return "question" if self.settled else "since"

    def get_queryset(self):
        return super().get_queryset().for_list(self.request.user)

    def decorate(self, rows):
        user, today = self.request.user, timezone.localdate()
        places, may_settle = sees_places(user), can(user, "change")
        self.before_file(rows)
        for row in rows:
            row.record = row.about
            row.question = asked(row)
            values = said(row, places=places)
            row.said = [{"value": value, "speakers": speakers} for value, speakers in values[:VALUES]]
            row.more = len(values) - len(row.said)
            row.preferred_value = preferred(row, places=places)
            row.since = timezone.localdate(row.opened_at) if row.opened_at else None
            row.days = (today - row.since).days if row.since else None
            row.panel_url = f"{row.record.get_absolute_url().partition('#')[0]}#conflict-{row.pk}"
            row.settle_url = reverse("assess", args=[row.living[0].pk]) if may_settle and row.living else ""
        return rows

    def empty(self):
        if self.filterset.active():
            return super().empty()
        return {
            "title": _("No open conflict"),
            "text": _("Where claims about a record cannot all be so, the question stands here until someone records how "
                      "it was settled. That nothing disagrees does not mean that all of it is so."),
            "actions": [{"label": _("Show the settled ones"), "url": f"?standing={SETTLED}"}],
        }  # fmt: skip

    def before_file(self, rows):
        """Of people whom others look after, no claim says where they are."""
        for row in close(self.request.user, rows):
            for claim in row.living:
                claim.closed = row.closed


class ConflictExport(RecordExport, ConflictList):
    """The same as a file; whoever may export sees where people are held, but of those whom others look after."""


def asked(thread):
    """What the claims of a thread answer, in words."""
    return question(thread.living[0]) if thread.living else str(thread.get_aspect_display()).capitalize()


def said(thread, *, places=True):
    """The values that were claimed, in the order of what they say, each with the speakers who said it."""
    values = {}
    for claim in thread.living:
        value = claimed(claim, places=places)
        _first, speakers = values.setdefault(value.casefold(), (value, []))
        if (speaker := claim.statement.speaker.short) not in speakers:
            speakers.append(speaker)
    return list(values.values())


def preferred(thread, *, places=True):
    chosen = [claim for claim in thread.living if claim.pk == thread.preferred_id]
    return claimed(chosen[0], places=places) if chosen else ""
