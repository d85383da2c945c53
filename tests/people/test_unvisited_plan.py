"""“Not visited for so many days” among a million: joined by indexes, never a list of keys looked through for each person."""

from datetime import date

from django.db import connection

from cases.models import Person


def test_it_is_a_join_by_the_two_partial_indexes(coordinator):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    rows = Person.objects.visible_to(coordinator).counted().unvisited(60, date(2025, 12, 11))
    plan = rows.order_by("sort_key", "pk")[:25].explain()
    assert "custodyperiod_held_idx" in plan
    assert "visited_stands_idx" in plan
    assert "SubPlan" not in plan
    assert "Anti Join" in plan
