"""Who is on the list of a visit, and what those who visited say of each."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, events
from cases.models import Visit, Visited

HELD = frozenset({"held", "reported"})


class ListRefused(Refused):
    """Somebody seen on a visit that is not held, or a mark that somebody else has changed meanwhile."""


@transaction.atomic
def put_on_list(*, visit, people, by):
    """Put people on the list of a visit; whoever is on it already, under another of their records too, stays as marked."""
    with pghistory.context(user=by.pk if by else None):
        visit = events.lock(visit)
        there = {stands(row.person) for row in visit.list_of_visited.select_related("person")}
        new = {stands(person): person for person in people if stands(person) not in there}
        return [Visited.objects.create(visit=visit, person=person) for person in new.values()]


@transaction.atomic
def mark(*, visit, marks, by):
    """Say of people on the list whether the visitors saw them. `marks` has, by the key of a row, what it was and what it is.

    Raises `ListRefused` where somebody else has said otherwise meanwhile, or where the visit is not recorded as held.
    """
    with pghistory.context(user=by.pk if by else None):
        visit = events.lock(visit)
        changed = []
        for row in visit.list_of_visited.select_for_update(of=("self",)).filter(pk__in=marks).order_by("pk"):
            was, now = marks[row.pk]
            if was == now or row.seen == now:
                continue
            if row.seen != was:
                raise ListRefused(
                    _(
                        "Somebody marked %(person)s meanwhile: “%(seen)s”. Look again, and save once more if you mean it."
                    )
                    % {"person": row.person, "seen": row.get_seen_display()}
                )
            if now == Visited.Seen.SEEN and visit.status not in HELD:
                raise ListRefused(
                    _("The visit is not recorded as held: record that first, then who was seen.")
                )
            row.seen = now
            row.save(update_fields=["seen"])
            changed.append(row)
    return changed


def stands(person):
    return person.joined_into_id or person.pk


def last_seen(people, user):
    """The last visit that a user may see on which one of these records of a person was seen; None if there is no such visit."""
    ours = [person.pk for person in people]
    rows = Visited.objects.filter(person__in=ours, seen=Visited.Seen.SEEN, visit__status__in=HELD)
    rows = rows.filter(visit__in=Visit.objects.visible_to(user).order_by().values("pk"))
    rows = rows.select_related("visit").order_by("-visit__occurred_sort", "-visit_id")
    return next((row.visit for row in rows[:1]), None)
