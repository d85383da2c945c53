"""How much mail of a person is known this month, beside the minimum of the Conventions: a floor, not a quota (D5)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.lib.mail_clock import CARDS, LETTERS
from cases.models import Correspondence

MOST = 6  # pieces that are drawn


def mail_meter(people, user, today, *, held):
    """What is known of the month of a day; None for somebody who is not held and of whom nothing is recorded.

    Only mail that the user may see is counted. That nothing was ever recorded is told apart from nothing this month.
    """
    month = next(iter(Correspondence.objects.visible_to(user).months(people[:1], today).values()))
    if not month.data and not held:
        return None
    kinds = ((_("Letters"), "letter", month.letters, LETTERS), (_("Cards"), "card", month.cards, CARDS))
    capture_cards = month.capture_cards.certain + month.capture_cards.perhaps
    return {
        "month": month.first,
        "data": month.data,
        "lines": [_line(*kind) for kind in kinds],
        "apart": ngettext(
            "%(number)s capture or internment card, which does not count here.",
            "%(number)s capture or internment cards, which do not count here.",
            capture_cards,
        ) % {"number": capture_cards} if capture_cards else "",
    }  # fmt: skip


def _line(label, mark, known, least):
    words = _("%(number)s known; minimum %(least)s") % {"number": known.certain, "least": least}
    if known.perhaps:
        words = _("%(words)s; %(more)s more may be of this month") % {"words": words, "more": known.perhaps}
    drawn = [mark] * min(known.certain, MOST)
    return {"label": label, "words": words, "marks": drawn + ["slot"] * max(least - len(drawn), 0)}
