"""The agreement, parcels, letters and visits: planned is not done, handed over is not received."""

import pytest

from cases.models import Claim, Consignment, Correspondence, Event, Undertaking, Visit
from tests.seed import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_every_undertaking_stands_for_both_parties():
    by_party = {
        code: set(Undertaking.objects.filter(party__code=code).values_list("text", "quantity", "due"))
        for code in ("RU", "UA")
    }
    assert by_party["RU"] == by_party["UA"]
    assert {quantity for _text, quantity, _due in by_party["RU"]} == {2000, None}


def test_2000_parcels_go_each_way():
    agreed = Consignment.objects.filter(agreement__isnull=False).order_by("from_party__code")
    ways = [(row.from_party.code, row.to_party.code, row.planned_quantity) for row in agreed]
    assert ways == [("RU", "UA", 2000), ("UA", "RU", 2000)]


def test_one_consignment_is_handed_over_and_its_receipt_is_not_stated():
    consignment = rows.record("consignment.from-ru")
    assert consignment.status == "handed_over"
    assert consignment.account() == {"handed_over": 2000}
    assert rows.numbers("consignment.from-ru", "count_prepared") == [2000]
    assert rows.numbers("consignment.from-ru", "count_handed_over") == [2000]


def test_of_the_other_only_the_plan_is_stated():
    consignment = rows.record("consignment.from-ua")
    assert (consignment.status, consignment.prepared) == ("planned", 0)
    assert rows.numbers("consignment.from-ua", "count_planned") == [2000]
    done = Claim.objects.about(consignment).filter(aspect__in=["count_prepared", "count_handed_over"])
    assert not done.exists()


def test_nothing_is_received_or_delivered_because_nobody_on_the_other_side_said_so():
    assert not Event.objects.filter(type__in=["received", "delivered"]).exists()
    assert not Claim.objects.filter(aspect="count_received").exists()


def test_in_december_and_by_december_are_declared_a_disagreement():
    thread = rows.thread("consignment.from-ru", "date_planned")
    assert thread.open
    words = {claim.date.words for claim in rows.said("consignment.from-ru", "date_planned")}
    assert {"In December", "by December"} <= words


def test_letters_and_drawings_are_known_together_and_nobody_says_how_many():
    assert not Correspondence.objects.exclude(quantity=None).exists()
    assert not Correspondence.objects.exclude(person=None).exists()
    assert {"letter", "drawing"} == set(Correspondence.objects.values_list("type", flat=True))
    assert all("collective" in row.correspondent for row in Correspondence.objects.order_by("pk"))


def test_mutual_letters_have_a_row_for_each_direction():
    keys = [f"correspondence.december-2025-from-{state}" for state in ("ru", "ua")]
    assert {rows.record(key).status for key in keys} == {"handed_over"}


def test_nothing_of_the_red_cross_correspondence_is_seeded():
    assert not Correspondence.objects.filter(type="red_cross_message").exists()
    assert not Correspondence.objects.exclude(confidentiality="ordinary").exists()


@pytest.mark.parametrize("key", ["held-by-ru", "held-by-ua"])
def test_visits_stand_for_both_directions_with_two_readings_side_by_side(key):
    visit = rows.record(f"visit.{key}")
    assert (visit.status, visit.basis) == ("proposed", "special")
    readings = {claim.words: claim.statement.modality for claim in rows.said(f"visit.{key}", "manner")}
    assert readings == {
        "mutual visiting of prisoners": "asserted",
        "mutual visits between prisoners of war and their families": "rendered",
    }
    assert rows.thread(f"visit.{key}", "manner").open


def test_no_visit_has_taken_place():
    assert not Visit.objects.exclude(occurred="").exists()
    assert not Event.objects.filter(visit__isnull=False).exists()
