"""What people wish, in words: each wish that was recorded, how it was expressed, by whom it was heard and before whom."""

from django.utils.translation import gettext as _

from cases.models import Person, WishRecord
from cases.shown.details import heard

LIMIT = 30


def wishes_of(record, user, keeps="", kept_from=None, kept=""):
    """The wishes recorded of a case or an evacuee, the latest recorded first.

    `keeps` stands in place of whose, how and before whom, for roles that do not see it; `kept` where it is the wish
    of somebody whom `kept_from(user, people)` names.
    """
    rows = list(WishRecord.objects.about(record).for_history()[:LIMIT])
    people = {row.person_id for row in rows} - {None}
    seen = (
        set(Person.objects.visible_to(user).filter(pk__in=people).values_list("pk", flat=True))
        if people
        else ()
    )
    closed = kept_from(user, people) if kept_from and people and not keeps else ()
    return [
        _shown(row, row.person_id in seen, keeps or (kept if row.person_id in closed else "")) for row in rows
    ]


def _shown(row, seen, keeps):
    event = row.event
    wrong = hasattr(event, "error")
    return {
        "wish": row.get_wish_display(),
        "person": row.person if seen and not keeps else None,
        "one": bool(row.person_id),
        "how": keeps or row.get_how_display(),
        "heard": keeps or heard(row),
        "when": event.occurred,
        "by": str(event.recorded_by or ""),
        "at": event.recorded_at,
        "on_word_of": event.statement.speaker.short if event.statement_id and not keeps else "",
        "wrong": _("declared wrong") if wrong else "",
    }
