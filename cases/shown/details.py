"""What belongs to one event beside its own columns, put into words for the timeline: a search for news and its like.

Each kind of detail is a row of its own that points to its event. `RELATED` is what a timeline reads with its events;
`line` and `text` say it, first in the heading and then below it.
"""

from django.utils.translation import gettext as _

RELATED = ("search__party",)


def line(event):
    """What stands beside the title of an event that has a detail; else nothing."""
    for name, (said, _more) in _WORDS.items():
        if detail := getattr(event, name, None):
            return "· " + " · ".join(filter(None, said(detail)))
    return ""


def text(event):
    """What stands below; else nothing."""
    for name, (_said, more) in _WORDS.items():
        if detail := getattr(event, name, None):
            return more(detail)
    return ""


def _looked_for(search):
    """For whose statement, and in which languages."""
    whose = _("for a statement of %(party)s") % {"party": search.party} if search.party else ""
    return [whose, search.languages]


def _looked_at(search):
    """Where somebody looked, and whether there was anything."""
    values = {"where": ", ".join(search.looked_at.splitlines()), "found": search.get_found_display()}
    return _("Looked at: %(where)s. Found: %(found)s.") % values


#: The name of the relation -> what is said beside the title, a list, and what below.
_WORDS = {"search": (_looked_for, _looked_at)}
