"""Glass that was broken and has closed again: by a caseworker of a colleague's person, and by the auditor."""

from datetime import datetime, time

from django.utils import timezone

from cases.actions import glass
from cases.models import GlassBreak, Person, User
from cases.models.glass import kept_people

#: By whom, why, days ago, at what hour.
_BROKEN = (
    (
        "caseworker",
        "The family is on the telephone and asks whether the address still holds",
        2,
        time(10, 20),
    ),
    ("caseworker", "A letter came back; the colleague is away until Monday", 9, time(14, 5)),
    ("auditor", "A complaint of the family is looked into", 4, time(11, 30)),
)


def make(world):
    """A few times that somebody opened what was kept from them, all of them over."""
    if GlassBreak.objects.filter(synthetic=True).exists():
        return  # of a demonstration before this one
    for number, (username, reason, days, hour) in enumerate(_BROKEN):
        by = User.objects.get(username=username)
        at = timezone.make_aware(datetime.combine(world.ago(days), hour))
        people = Person.objects.synthetic().filter(office=world.office).visible_to(by).order_by("pk")
        if by.role == User.Role.CASEWORKER:
            people = people.filter(pk__in=kept_people(by, at).values("pk"))
        if record := people[number:].first():
            glass.break_glass(record=record, reason=reason, by=by, now=at)
