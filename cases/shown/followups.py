"""Follow-ups in words: why one is there, how late it is, what came of it."""

from django.utils.translation import gettext as _


def asks_for(row):
    """Why a follow-up is there: a task of ours, an answer due, a next call, or the rule that alerts."""
    if row.rule:
        return _("alert, rule %(rule)s") % {"rule": row.rule}
    return str(row.get_origin_display())
