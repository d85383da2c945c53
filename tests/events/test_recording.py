"""Recording an event on any record, and declaring one wrong."""

import pytest
from django.urls import reverse

from cases.lib import dates
from cases.models import Actor, Event, Source, Statement
from tests.factories import EventFactory, OfficeFactory, RepatriationCaseFactory, SourceFactory

KEY = "0d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def case(office, parties):
    return RepatriationCaseFactory(office=office, holding_party=parties[0], receiving_party=parties[1])


@pytest.fixture
def url(case):
    return reverse("record_event", args=[case.reference])


def data(**changes):
    return {
        "type": "requested",
        "who_says_so": "own_observation",
        "occurred": "11 Dec 2025",
        "form_key": KEY,
    } | changes


def test_an_event_of_our_office_is_recorded_and_shown(client_for, case, url):
    client = client_for("caseworker")
    answer = client.post(url, data(note="By letter."), follow=True)
    assert "Recorded: Return requested or notified." in answer.content.decode()
    assert "By letter." in answer.content.decode()
    case.refresh_from_db()
    assert case.status == "requested"


def test_only_what_the_workflow_allows_now_is_offered(client_for, case, url):
    offered = dict(client_for("caseworker").get(url).context["form"].fields["type"].choices)
    assert "requested" in offered
    assert "closed" not in offered


def test_the_same_form_sent_twice_is_one_event(client_for, case, url):
    client = client_for("caseworker")
    assert client.post(url, data()).url == client.post(url, data()).url
    assert Event.objects.about(case).count() == 1


def test_what_was_typed_stays_when_it_is_refused(client_for, case, url):
    answer = client_for("caseworker").post(url, data(occurred="some day", count="some", note="My words"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "some day" in page
    assert "My words" in page
    assert not Event.objects.about(case).exists()


def test_a_pasted_address_becomes_a_source_with_a_statement(client_for, case, url):
    address = "https://news.example/2025/12/11/report"
    client_for("caseworker").post(url, data(who_says_so="other", source=address))
    event = Event.objects.about(case).get()
    assert event.statement.source.url == address
    assert event.statement.speaker == Actor.objects.get(name="news.example")


def test_a_known_address_is_recognised(client_for, case, url):
    source = SourceFactory(office=case.office, url="https://news.example/a")
    client_for("caseworker").post(url, data(who_says_so="other", source=source.url))
    assert Source.objects.count() == 1
    assert Event.objects.about(case).get().statement.source == source


def test_a_source_gives_the_year_to_words_without_one(client_for, case, url):
    source = SourceFactory(office=case.office, published=dates.parse("13 Dec 2025"))
    client_for("caseworker").post(
        url, data(who_says_so="other", source=source.reference, occurred="late November")
    )
    occurred = Event.objects.about(case).get().occurred
    assert (occurred.basis, occurred.earliest.isoformat()) == ("inferred", "2025-11-21")


def test_the_year_of_the_source_can_be_declined(client_for, case, url):
    source = SourceFactory(office=case.office, published=dates.parse("13 Dec 2025"))
    typed = data(
        who_says_so="other", source=source.reference, occurred="late November", occurred_yearless="on"
    )
    client_for("caseworker").post(url, typed)
    occurred = Event.objects.about(case).get().occurred
    assert (occurred.basis, occurred.earliest, occurred.words) == ("unknown", None, "late November")


def test_without_a_dated_source_no_year_is_invented(client_for, case, url):
    client_for("caseworker").post(url, data(occurred="late November"))
    occurred = Event.objects.about(case).get().occurred
    assert (occurred.basis, occurred.earliest, occurred.words) == ("unknown", None, "late November")


def test_a_source_that_is_chosen_must_be_named(client_for, case, url):
    answer = client_for("caseworker").post(url, data(who_says_so="other"))
    assert "Name the source, or paste its address" in answer.content.decode()


def test_a_refused_event_leaves_no_source_behind(client_for, case, url):
    address = "https://news.example/unused"
    answer = client_for("caseworker").post(url, data(type="scheduled", who_says_so="other", source=address))
    assert "Give the date that is planned or due." in answer.content.decode()
    assert not Source.objects.exists()
    assert not Statement.objects.exists()


def test_in_a_series_source_date_and_place_carry_over(client_for, case, url):
    source = SourceFactory(office=case.office)
    client = client_for("caseworker")
    client.post(url, data(who_says_so="other", source=source.reference))
    answer = client.post(url, data(type="noted", note="More.", form_key="", next="1"), follow=True)
    initial = answer.context["form"].initial
    assert initial["occurred"].words == "11 Dec 2025"
    assert answer.context["form"].recent


def test_a_record_of_another_office_is_not_found(client_for, office):
    elsewhere = RepatriationCaseFactory(office=OfficeFactory())
    url = reverse("record_event", args=[elsewhere.reference])
    assert client_for("coordinator").post(url, data()).status_code == 404


@pytest.mark.parametrize("reference", ["CAS-0000", "XYZ-1", "SRC-4K7QX", "..."])
def test_a_reference_that_is_none_is_not_found(client_for, db, reference):
    assert client_for("coordinator").get(f"/record/{reference}/event/").status_code == 404


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_who_only_reads_records_nothing(client_for, case, url, role):
    assert client_for(role).post(url, data()).status_code == 403
    assert not Event.objects.exists()


def test_an_event_declared_wrong_stays_in_view_and_the_status_goes_back(client_for, case):
    event = EventFactory(about=case, type="requested", note="")
    client = client_for("caseworker")
    url = reverse("declare_wrong", args=[event.pk])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"kind": "did_not_occur", "reason": "Another case was meant."}, follow=True)
    page = answer.content.decode()
    assert "Another case was meant." in page
    assert "<s>Return requested or notified</s>" in page
    case.refresh_from_db()
    assert case.status == "opened"


def test_a_correction_takes_the_place_of_the_wrong_event(client_for, case):
    event = EventFactory(about=case, type="requested", note="", occurred=dates.parse("1 Dec 2025"))
    url = reverse("declare_wrong", args=[event.pk])
    data = {"kind": "incorrect_data", "reason": "A day too late.", "occurred": "30 Nov 2025"}
    client_for("caseworker").post(url, data)
    case.refresh_from_db()
    assert case.status == "requested"
    assert case.requested_on.isoformat() == "2025-11-30"


def test_a_declaration_without_what_is_right_is_refused(client_for, case):
    event = EventFactory(about=case, type="requested", note="")
    url = reverse("declare_wrong", args=[event.pk])
    answer = client_for("caseworker").post(url, {"kind": "incorrect_data", "reason": "Wrong."})
    assert answer.status_code == 422
    assert "Write what is right" in answer.content.decode()


def test_an_event_that_others_rest_on_is_kept_with_a_sentence(client_for, case):
    first = EventFactory(about=case, type="requested", note="")
    EventFactory(about=case, type="agreed", note="")
    url = reverse("declare_wrong", args=[first.pk])
    answer = client_for("caseworker").post(url, {"kind": "did_not_occur", "reason": "A slip."})
    assert "recorded after it, no longer follows" in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [("late November 2025", "Read as 21 to 30 Nov 2025"), ("31 February 2025", "")],
)
def test_the_reading_of_a_date_is_told_while_it_is_typed(client_for, words, said):
    answer = client_for("caseworker").get("/reading/", {"q": words})
    assert answer["Content-Type"].startswith("text/plain")
    assert said in answer.content.decode()
