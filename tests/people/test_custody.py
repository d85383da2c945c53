"""Periods of custody through the screens: accepted ones do not overlap, reported ones stand side by side (D19)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.lib.dates import parse
from cases.models import Aspect, CustodyPeriod
from tests.factories import (
    ClaimFactory,
    CustodyPeriodFactory,
    PersonFactory,
    PersonNameFactory,
    PlaceFactory,
    RelationshipFactory,
    SourceFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(office):
    return PersonFactory(office=office, name="Орлова Наталья")


def url(person, path=""):
    return f"{person.get_absolute_url()}{path}"


def typed(party, **data):
    return {
        "holding_power": party.pk,
        "basis": "internee",
        "begin": "1 March 2025",
        "end": "",
        "accepted": "on",
    } | data


def text(response):
    return response.content.decode()


@pytest.fixture
def held(person, parties):
    """Accepted: held by Northland since February."""
    return CustodyPeriodFactory(
        person=person, holding_power=parties[0], accepted=True, begin=parse("1 February 2025")
    )


def test_a_period_is_recorded_once_and_drawn(client_for, person, parties):
    client = client_for("caseworker")
    form = client.get(url(person, "custody/add/")).context["form"]
    data = typed(parties[0], form_key=form["form_key"].value())
    for _time in range(2):
        assert client.post(url(person, "custody/add/"), data).status_code == 302
    period = CustodyPeriod.objects.get()
    assert (period.holding_power, period.accepted) == (parties[0], True)
    shown = client.get(url(person))
    assert shown.context["custody"]["strip"]["rows"][0]["bar"].certain
    assert "Northland: 1 Mar 2025 – end not stated." in text(shown)


def test_an_accepted_period_that_overlaps_is_refused_and_offered_as_reported(
    client_for, person, parties, held
):
    client = client_for("caseworker")
    refused = client.post(url(person, "custody/add/"), typed(parties[1], place=""))
    assert refused.status_code == 422
    assert "An accepted period overlaps this one: Northland" in text(refused)
    assert "Record it as reported" in text(refused)
    assert "1 March 2025" in text(refused)
    assert client.post(url(person, "custody/add/"), typed(parties[1], reported="1")).status_code == 302
    shown = client.get(url(person))
    assert [item["period"].accepted for item in shown.context["custody"]["periods"]] == [False, True]
    assert "Southland" in text(shown)
    assert "Northland" in text(shown)


def test_what_is_reported_is_accepted_only_where_nothing_overlaps(client_for, person, parties, held):
    reported = CustodyPeriodFactory(person=person, holding_power=parties[1], begin=parse("1 March 2025"))
    client = client_for("caseworker")
    there = url(person, f"custody/{reported.pk}/")
    form = client.get(there).context["form"]
    data = {field.name: field.value() or "" for field in form if field.name != "accepted"} | {
        "accepted": "on"
    }
    assert client.post(there, data).status_code == 422
    held.end = parse("1 March 2025")
    held.save()
    assert client.post(there, data).status_code == 302
    assert client.post(there, data).status_code == 422  # stale: somebody changed it meanwhile
    assert CustodyPeriod.objects.filter(accepted=True).count() == 2


def test_dates_the_wrong_way_round_and_words_that_are_none_are_told(client_for, person, parties):
    client = client_for("caseworker")
    for change in (
        {"end": "1 January 2025"},
        {"begin": "when the moon\x00"},
        {"holding_power": "999999999999"},
        {"basis": "x"},
    ):
        assert client.post(url(person, "custody/add/"), typed(parties[0], **change)).status_code == 422
    assert not CustodyPeriod.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_only_reads_records_no_period(client_for, person, parties, role):
    assert client_for(role).post(url(person, "custody/add/"), typed(parties[0])).status_code == 403


def test_a_period_of_somebody_hidden_is_not_there(client_for, office, parties):
    hidden = CustodyPeriodFactory(person=PersonFactory(office=office, confidentiality="strict"))
    client = client_for("caseworker")
    assert client.get(url(hidden.person, "custody/add/")).status_code == 404
    assert client.get(url(hidden.person, f"custody/{hidden.pk}/")).status_code == 404
    other = PersonFactory(office=office)
    assert client.get(url(other, f"custody/{hidden.pk}/")).status_code == 404


def test_who_says_where_stands_side_by_side_with_its_speaker(client_for, person, office):
    places = [PlaceFactory(name="Camp 3"), PlaceFactory(name="Camp 7")]
    for place in places:
        ClaimFactory(
            about=person, aspect=Aspect.PLACE, place=place, statement=StatementFactory(source__office=office)
        )
    shown = client_for("caseworker").get(url(person))
    assert {card["value"] for card in shown.context["custody"]["places"]} == {"Camp 3", "Camp 7"}
    assert "the claims disagree" in text(shown)
    assert "Camp 3" not in text(client_for("viewer").get(url(person)))


def test_names_relatives_and_periods_say_on_whose_word(client_for, person, office, parties):
    source = SourceFactory(office=office, published=parse("3 March 2025"))
    PersonNameFactory(person=person, full="Orlova", source=source)
    RelationshipFactory(person=person, other=PersonFactory(office=office), begin=parse("2019"), source=source)
    CustodyPeriodFactory(person=person, holding_power=parties[0], source=source)
    shown = text(client_for("viewer").get(url(person)))
    assert "3 Mar 2025" in shown
    assert f"stated by {source.publisher}" in shown
    assert f"Stated by {source.publisher}" in shown
    assert "from" in shown
    assert "2019" in shown


def test_a_source_that_the_reader_may_not_see_is_not_named(client_for, person, office):
    source = SourceFactory(office=office, confidentiality="strict", publisher__name="Canary publisher")
    PersonNameFactory(person=person, full="Orlova", source=source)
    RelationshipFactory(person=person, other=PersonFactory(office=office), source=source)
    CustodyPeriodFactory(person=person, source=source)
    assert "Canary publisher" not in text(client_for("caseworker").get(url(person)))
    assert "Canary publisher" in text(client_for("coordinator").get(url(person)))


def test_the_page_asks_as_much_for_many_of_each_as_for_one(client_for, person, office, parties):
    client, counts = client_for("coordinator"), []
    for more in (1, 20):
        for number in range(more):
            source = SourceFactory(office=office)
            PersonNameFactory(person=person, source=source)
            RelationshipFactory(person=person, other=PersonFactory(office=office), source=source)
            CustodyPeriodFactory(
                person=person, holding_power=parties[0], source=source, begin=parse(f"{2000 + number}")
            )
            ClaimFactory(about=person, aspect=Aspect.PLACE, place=PlaceFactory())
        client.get(url(person))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(person)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
