"""Record where somebody looked for news of a record: the event, and what was looked at, in one."""

import re

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused, events
from cases.lib import dates
from cases.models import Event, NewsSearch

MOST = 12  # languages, which the column has room for
CODE = re.compile(r"[a-z]{2,3}")


class SearchRefused(Refused):
    """A search that nobody can repeat, or on a day when it cannot have been made."""


@transaction.atomic
def record_search(*, record, party, languages, looked_at, found, on, by, note="", form_key=None):
    """Insert the event `checked_for_news` of a record and its search. The same `form_key`, or words, twice is one search.

    `party` is the one whose own statement was looked for, or None; `looked_at` has one source on each line. That
    nothing was found is not that nothing was said (principle 2).
    """
    _possible(record, on)
    codes, lines = language_codes(languages), [line.strip() for line in looked_at.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise SearchRefused(_("Write in which sources you looked, one on each line."), field="looked_at")
    facts = {"party": party, "languages": codes, "looked_at": "\n".join(lines), "found": found}
    with pghistory.context(user=by.pk if by else None):
        events.lock(record)
        if again := _same(record, on, note, by, facts):
            return again
        event = events.record_event(
            about=record, type="checked_for_news", by=by, form_key=form_key, note=note,
            occurred=dates.from_edtf(on.isoformat()), evidence=Event.Evidence.OWN_OBSERVATION,
        )  # fmt: skip
        search, _new = NewsSearch.objects.get_or_create(event=event, defaults=facts)
    return search


def _same(record, on, note, by, facts):
    """The search of that day that this person has told already in the same words: sent again from the page before."""
    told = Event.objects.about(record).live().filter(type="checked_for_news", recorded_by=by, note=note)
    return NewsSearch.objects.filter(event__in=told.filter(occurred=on.isoformat()), **facts).first()


def language_codes(text):
    """“uk, RU en” -> “uk, ru, en”; refused where there is none, or something that is no code."""
    codes = list(dict.fromkeys(text.lower().replace(",", " ").replace(";", " ").split()))
    if not codes:
        raise SearchRefused(
            _("Write in which languages you searched, such as uk, ru, en."), field="languages"
        )
    wrong = next((code for code in codes if not CODE.fullmatch(code)), None)
    if wrong or len(codes) > MOST:
        raise SearchRefused(
            _("Write at most %(most)s languages by their codes, such as uk, ru, en: “%(code)s” is not right.")
            % {"most": MOST, "code": (wrong or text)[:40]},
            field="languages",
        )
    return ", ".join(codes)


def _possible(record, on):
    if on > timezone.localdate():
        raise SearchRefused(_("This day is not over yet: give the day on which you looked."), field="on")
    opened = getattr(record, "opened_on", None)
    if opened and on < opened:
        raise SearchRefused(
            _(
                "The case was opened on %(day)s: a search for it cannot be earlier. Give the day on which you looked."
            )
            % {"day": dates.show(dates.from_edtf(opened.isoformat()))},
            field="on",
        )
