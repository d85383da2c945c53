"""Days until which some records are kept: over, over soon and far away, so that what falls due has something to show."""

from datetime import timedelta

from cases.models import Correspondence, Person

_DAYS = (-40, -3, 12, 25, 400, 2000)


def make(world):
    """Of people and of mail alike, the first few of whom nothing else depends on the day."""
    for model in (Person, Correspondence):
        rows = model.objects.synthetic().filter(office=world.office, retention_until=None).order_by("pk")
        for row, days in zip(rows[: len(_DAYS)], _DAYS, strict=False):
            model.objects.filter(pk=row.pk).update(retention_until=world.today + timedelta(days=days))
