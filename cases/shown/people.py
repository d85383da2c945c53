"""Groups in words: how many, how many named, and which places are still open."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.shown.flags import flag_words

SHOWN = 60


def size_text(group):
    """What a group's size is stated to be: a number, a range where it is contested, or nothing."""
    if group.size_low is None:
        return _("number not stated")
    if group.size_low != group.size_high:
        return _("%(low)s to %(high)s people") % {"low": group.size_low, "high": group.size_high}
    return ngettext("%(number)s person", "%(number)s people", group.size_low) % {"number": group.size_low}


def group_line(group, named):
    """“Group · 6 people, 0 named”: how a case of a group is called in a list."""
    return _("Group · %(size)s, %(named)s named") % {"size": size_text(group), "named": named}


def open_places(group, user):
    """The people of a group: those named, those without a name, and how many places nobody fills yet.

    Everybody counts; shown are the first of those whom the user may see, and how many there are besides. Where the
    size is contested, the places are a range: `fewest` to `missing`.
    """
    people = group.members.represented()
    seen = list(people.visible_to(user).order_by("sort_key", "pk")[:SHOWN])
    words = flag_words(seen, user, timezone.localdate())
    for person in seen:
        person.flag_words = words[person.pk]
    on_record, named = people.count(), people.named().count()
    low, high = group.size_low, group.size_high
    size = (
        "?"
        if high is None
        else high
        if low == high
        else _("%(low)s to %(high)s") % {"low": low, "high": high}
    )
    return {
        "named": [person for person in seen if person.is_named],
        "unnamed": [person for person in seen if not person.is_named],  # those who were erased among them
        "more": on_record - len(seen),
        "count_text": _("%(named)s of %(size)s named") % {"named": named, "size": size},
        "fewest": max((low or 0) - on_record, 0),
        "missing": max((high or 0) - on_record, 0),
        "beyond": _beyond(on_record, high),
    }


def _beyond(on_record, high):
    """What it means that more people are on record than anybody states: a conflict, and no error (domain.md §2)."""
    if high is None or on_record <= high:
        return ""
    return _(
        "%(record)s people are on record as of this group, and the highest number stated is %(stated)s. Both stay: perhaps "
        "two records are of one person, somebody is of another group, or the number stated is not the whole."
    ) % {"record": on_record, "stated": high}
