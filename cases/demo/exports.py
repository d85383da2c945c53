"""Lists that the office took, and one that waits for another coordinator."""

import hashlib
from datetime import datetime, time

from django.utils import timezone

from cases.actions import exports
from cases.models import Export, User

#: Whose, list, title, filter, in words, form, rows, what for, days ago.
_TAKEN = (
    (User.Role.CASEWORKER, "parcels", "Parcels", "idle=14", "no event for 14 days", "csv", 12, "", 2),
    (User.Role.COORDINATOR, "repatriation_cases", "Cases", "status=open", "open", "xlsx", 31, "Working list for the meeting of the two sides", 6),
)  # fmt: skip
_PATHS = {"parcels": "/parcels/", "repatriation_cases": "/cases/", "people": "/people/"}


def make(world):
    """What was taken and has gone; and a list so large that a second person decides."""
    if Export.objects.filter(synthetic=True).exists():
        return  # of a demonstration before this one
    staff = {user.role: user for user in world.staff}
    for role, name, title, query, said, form, rows, reason, days in _TAKEN:
        export = exports.note_sent(
            by=staff[role], list_name=name, title=title, path=_PATHS[name], query=query, said=said, language="en",
            format=form, rows=rows, reason=reason, size=180 * rows, sha256=hashlib.sha256(name.encode()).hexdigest(),
        )  # fmt: skip
        at = timezone.make_aware(datetime.combine(world.ago(days), time(15, 40)))
        Export.objects.filter(pk=export.pk).update(created_at=at, made_at=at, taken_at=at)
    exports.ask(
        by=staff[User.Role.COORDINATOR], second_person=True, list_name="people", title="People", path="/people/", query="",
        said="", language="en", format="csv", rows=12_000, reason="Comparison with the list of the other side",
    )  # fmt: skip
