"""How much mail of a person is known this month, beside the minimum of the Conventions: a floor, not a quota (D5)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.lib.mail_clock import CARDS, LETTERS
from cases.models import Correspondence, Event
from cases.shown import details
from cases.shown.timeline import source_text

MOST = 6  # pieces that are drawn
LIMITS = ("mail_limited", "mail_limit_ended")
SAID = 3  # the latest words about limits


def mail_meter(people, user, today, *, held):
    """What is known of the month of a day; None for somebody who is not held and of whom nothing is recorded.

    Only mail that the user may see is counted. That nothing was ever recorded is told apart from nothing this month.
    """
    month = next(iter(Correspondence.objects.visible_to(user).months(people[:1], today).values()))
    limits = [_said(event) for event in _limits(people, user)]
    if not month.data and not held and not limits:
        return None
    kinds = ((_("Letters"), "letter", month.letters, LETTERS), (_("Cards"), "card", month.cards, CARDS))
    capture_cards = month.capture_cards.certain + month.capture_cards.perhaps
    return {
        "month": month.first,
        "data": month.data,
        "lines": [_line(*kind) for kind in kinds],
        "limits": limits,
        "apart": ngettext(
            "%(number)s capture or internment card, which does not count here.",
            "%(number)s capture or internment cards, which do not count here.",
            capture_cards,
        ) % {"number": capture_cards} if capture_cards else "",
    }  # fmt: skip


def _limits(people, user):
    """What was said last of a limit on the mail of a person, newest first."""
    told = Event.objects.visible_to(user).live().filter(person__in=people, type__in=LIMITS)
    return told.for_timeline(user).select_related(*details.RELATED)[:SAID]


def _said(event):
    """A limit as its speaker tells it: recorded, never judged here."""
    return {
        "label": _(event.label), "words": details.line(event).removeprefix("· "), "when": event.occurred, "who": source_text(event),
        "url": event.statement.get_absolute_url() if event.statement_read else "",
    }  # fmt: skip


def _line(label, mark, known, least):
    words = _("%(number)s known; minimum %(least)s") % {"number": known.certain, "least": least}
    if known.perhaps:
        words = _("%(words)s; %(more)s more may be of this month") % {"words": words, "more": known.perhaps}
    drawn = [mark] * min(known.certain, MOST)
    return {"label": label, "words": words, "marks": drawn + ["slot"] * max(least - len(drawn), 0)}
