"""Groups in words: how many, how many named, and which places are still open."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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

    Everybody counts; shown are the first of those whom the user may see, and how many there are besides.
    """
    people = group.members.counted()
    seen = list(people.visible_to(user).order_by("sort_key", "pk")[:SHOWN])
    on_record, named = people.count(), people.named().count()
    size = group.size_high
    return {
        "named": [person for person in seen if person.is_named],
        "unnamed": [person for person in seen if not person.is_named],
        "more": on_record - len(seen),
        "count_text": _("%(named)s of %(size)s named")
        % {"named": named, "size": size if size is not None else "?"},
        "missing": max((size or 0) - on_record, 0),
    }
