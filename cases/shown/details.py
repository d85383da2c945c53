"""What belongs to one event beside its own columns, put into words for the timeline: a search for news and its like.

Each kind of detail is a row of its own that points to its event. `RELATED` is what a timeline reads with its events;
`line` and `text` say it, first in the heading and then below it.
"""

from django.utils.translation import gettext as _

from cases.models import Confidentiality

RELATED = ("search__party", "family_call__caller", "handling__side", "wish_record")


def line(event):
    """What stands beside the title of an event that has a detail; else nothing."""
    for name, (said, _more) in _WORDS.items():
        if detail := getattr(event, name, None):
            words = " · ".join(filter(None, said(detail)))
            return f"· {words}" if words else ""
    return ""


def text(event):
    """What stands below; else nothing."""
    for name, (_said, more) in _WORDS.items():
        if detail := getattr(event, name, None):
            return more(detail)
    return ""


def whose(event):
    """The key of the one of many of whom an event tells, as the wish of one of a group does; else None."""
    wish = getattr(event, "wish_record", None)
    return wish.person_id if wish else None


def _looked_for(search):
    """For whose statement, and in which languages."""
    whose = _("for a statement of %(party)s") % {"party": search.party} if search.party else ""
    return [whose, search.languages]


def _looked_at(search):
    """Where somebody looked, and whether there was anything."""
    values = {"where": ", ".join(search.looked_at.splitlines()), "found": search.get_found_display()}
    return _("Looked at: %(where)s. Found: %(found)s.") % values


def _called(call):
    """Who called and how; of somebody on record whom not everybody may see only what they are to the person."""
    hidden = call.caller_id and call.caller.confidentiality != Confidentiality.ORDINARY
    who = _("somebody on record") if hidden else call.who
    role = (
        call.get_relationship_display()
        if call.relationship and call.who != call.get_relationship_display()
        else ""
    )
    return [who, role, call.get_way_display()]


def _ended(words):
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _told(call):
    """What they were told, and when we call again."""
    told = _("Told: %(words)s") % {"words": _ended(call.told)} if call.told else ""
    day = call.next_call_on
    again = _("Next call: %(day)s.") % {"day": f"{day.day} {day:%b %Y}"} if day else ""
    asked = _("Asked:") if call.told or call.next_call_on else ""
    return " ".join(filter(None, [told, again, asked]))


def _handled(handling):
    """Who signed, or which side did what to mail and why."""
    words = {
        "signed_by": _("signed by %(words)s"), "side": _("by %(words)s"),
        "presence": _("in the presence of %(words)s"), "outcome": "%(words)s", "cause": "%(words)s",
        "letters": _("letters a month: %(words)s"), "cards": _("cards a month: %(words)s"),
    }  # fmt: skip
    return [words[name] % {"words": said} for name, said in handling.said()]


def _is_no_receipt(handling):
    """A photograph is not a receipt: what a delivery rests on stays in view."""
    event = handling.event
    if event.type == "delivered" and event.evidence == event.Evidence.PHOTO:
        return _("A photograph is no receipt.")
    return ""


def _wished(record):
    """What is wished and how it was expressed; who of a group it was is not for everybody who reads the timeline."""
    whose = _("one of the group") if record.person_id else ""
    return [whose, record.get_wish_display(), record.get_how_display()]


def heard(record):
    """Who heard it, who was there, and who speaks for somebody who cannot."""
    words = [_("Heard by %(who)s.") % {"who": record.heard_by}]
    if record.present:
        words.append(_("Present: %(who)s.") % {"who": record.present})
    if record.guardian:
        words.append(_("Guardian: %(who)s.") % {"who": record.guardian})
    if record.assessed_by:
        values = {"who": record.assessed_by, "what": record.assessment}
        words.append(_("Best interests assessed by %(who)s: %(what)s") % values)
    if record.in_interest:
        words.append(_("The return is found to be in the person’s interest."))
    return " ".join(words)


#: The name of the relation -> what is said beside the title, a list, and what below.
_WORDS = {
    "search": (_looked_for, _looked_at), "family_call": (_called, _told), "handling": (_handled, _is_no_receipt),
    "wish_record": (_wished, heard),
}  # fmt: skip
