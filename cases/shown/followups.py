"""Follow-ups in words: why one is there, how late it is, what came of it; to whoever only reads, that there is one."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.lib import dates
from cases.models import FollowUp

LIMIT = 60


def asks_for(row):
    """Why a follow-up is there: a task of ours, an answer due, a next call, or the rule that alerts."""
    if row.rule:
        return _("alert, rule %(rule)s") % {"rule": row.rule}
    return str(row.get_origin_display())


def words(row, *, reads=True):
    """What is to be done; the words of colleagues name people, places and telephones, so that others see none."""
    return row.text if reads else _("not shown to you")


def of_records(records):
    """The follow-ups of a record, or of the records of one human being, with their people, open ones first: one query."""
    rows = FollowUp.objects.about(*records).select_related("owner", "done_by")
    return list(rows.order_by(F("done_at").desc(nulls_first=True), "due_on", "pk")[:LIMIT])


def at_the_side(rows, on, *, reads):
    """The open ones for the side of a record's page, each with its words, whether it is late and why it is there."""
    waiting = [row for row in rows if row.done_at is None]
    for row in waiting:
        row.words, row.late, row.asks_for = words(row, reads=reads), row.is_late(on), asks_for(row)
        row.answer = row.origin == FollowUp.Origin.ANSWER_DUE
    return waiting


def done(rows, *, reads):
    """The done ones as items of a timeline, at the day when they were done; of an answer the answer itself stands there."""
    for row in rows:
        if row.done_at is None or row.origin == FollowUp.Origin.ANSWER_DUE:
            continue
        day = dates.from_edtf(timezone.localdate(row.done_at).isoformat())
        yield (
            (day.sort_key, row.pk),
            {
                "id": f"follow-up-{row.pk}", "when": day, "when_text": "", "mark": "yes", "tone": "",
                "title": _("Follow-up done"), "where": f"· {words(row, reads=reads)}",
                "note": row.outcome if reads else _("not shown to you"), "source_text": "", "source_url": "",
                "recorded_by": str(row.done_by or ""), "recorded_at": row.done_at, "wrong": False, "actions": [],
            },
        )  # fmt: skip
