"""Saved views of the people of the office: some private, some shared, looked at some days ago."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.actions import saved_views
from cases.models import RepatriationCase, SavedViewLook

#: Name, list, filter, shared.
_VIEWS = (
    ("Refusal only said by the other side, stalled", "repatriation_cases",
     "stalled=20&position=does_not_accept&word=other", True),
    ("Contested cases", "repatriation_cases", "contested=yes", True),
    ("Mine, nothing heard for 30 days", "repatriation_cases", "quiet=30&owner=mine", False),
    ("Parcels that stand still", "parcels", "idle=14", False),
)  # fmt: skip
_NEW = 2


def make(world):
    """Each view belongs to one of the staff; all of them have pinned what is shared."""
    for number, (name, list_name, query, shared) in enumerate(_VIEWS):
        owner = world.staff[number % len(world.staff)]
        if owner.saved_views.filter(list=list_name, name=name).exists():
            continue  # of a demonstration before this one
        view = saved_views.save_view(
            name=name, list=list_name, query=query, shared=shared, pinned=True, by=owner,
        )  # fmt: skip
        for other in world.staff:
            if shared and other != owner:
                saved_views.pin(view=view, pinned=True, by=other)
        if query == "contested=yes":
            _looked(world, view)


def _looked(world, view):
    """Some days ago, when some of the rows were not in it yet."""
    at = timezone.make_aware(datetime.combine(world.ago(3), time(10, 12)))
    for look in SavedViewLook.objects.filter(view=view):
        there = list(
            RepatriationCase.objects.visible_to(look.user)
            .contested()
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        saved_views.mark_seen(view=view, now_in=there[:-_NEW], shown=None, by=look.user)
    SavedViewLook.objects.filter(view=view).update(looked_at=min(at, timezone.now() - timedelta(hours=1)))
