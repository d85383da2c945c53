"""A search for news: recorded whatever was found, shown where it was missing, asked for where nobody looked."""

import html
from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from cases.actions import searches
from cases.models import Event, NewsSearch, RepatriationCase
from tests.factories import ConsignmentFactory, EventErrorFactory, RepatriationCaseFactory

KEY = "6d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def case(office, parties, stop_clock):
    stop_clock(date(2026, 11, 3))
    return RepatriationCaseFactory(
        office=office, title="Six residents", holding_party=parties[0], receiving_party=parties[1],
        opened_on=date(2026, 10, 1),
    )  # fmt: skip


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def url_of(record, **query):
    return f"{reverse('record_search', args=[record.reference])}{'?' if query else ''}{urlencode(query)}"


def data(party=None, **changes):
    return {
        "party": party.pk if party else "", "on": "2026-11-03", "languages": "uk, ru, en", "found": "nothing",
        "looked_at": "The ministry\nThe commissioner\nThe agency\nThe register", "note": "", "form_key": KEY,
    } | changes  # fmt: skip


def words(response):
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def test_a_search_is_recorded_once_and_stands_in_the_column_of_its_party(client, case, parties, caseworker):
    for _twice in range(2):
        answer = client.post(url_of(case), data(parties[1]), follow=True)
    assert (NewsSearch.objects.count(), Event.objects.filter(type="checked_for_news").count()) == (1, 1)
    columns = {column["name"]: column for column in answer.context["board"]}
    sentence = f"searched 3 Nov 2026 in uk, ru, en (4 sources), found: nothing new, by {caseworker}"
    assert columns["Southland"]["search"] == sentence
    assert columns["Northland"]["search"] == ""
    assert sentence[1:] in words(answer)
    case.refresh_from_db()
    assert case.last_checked_on == date(2026, 11, 3)


def test_the_same_words_from_the_page_before_are_the_same_search(client, case):
    for key in (KEY, KEY.replace("6", "7")):
        client.post(url_of(case), data(form_key=key))
    client.post(url_of(case), data(form_key=KEY.replace("6", "8"), note="The register again, by telephone."))
    assert NewsSearch.objects.count() == 2


def test_a_search_for_nobody_in_particular_stands_with_both(client, case):
    answer = client.post(url_of(case), data(), follow=True)
    assert all(column["search"] for column in answer.context["board"])


def test_the_timeline_says_where_somebody_looked(client, case, parties):
    said = words(client.post(url_of(case), data(parties[1], note="Only the last week."), follow=True))
    assert "Checked for news · for a statement of Southland · uk, ru, en" in said
    looked = "Looked at: The ministry, The commissioner, The agency, The register. Found: nothing new."
    assert f"{looked} Only the last week." in said


def test_the_form_begins_with_what_was_searched_last(client, case, parties):
    initial = client.get(url_of(case, party="XB")).context["form"].initial
    assert (initial["party"], initial["languages"], initial["looked_at"]) == (parties[1], "uk, ru, en", "")
    client.post(url_of(case), data(parties[1], languages="PL uk", looked_at="A\n\n B \n"))
    page = client.get(url_of(case, party="XB"))
    assert (page.context["form"].initial["languages"], page.context["form"].initial["looked_at"]) == (
        "pl, uk",
        "A\nB",
    )
    assert "Searched 3 Nov 2026 in pl, uk (2 sources)" in words(page)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": "2026-11-04"}, "This day is not over yet"),
        ({"on": "2026-09-30"}, "The case was opened on 1 Oct 2026"),
        ({"on": "yesterday"}, "Write the day as year, month and day"),
        ({"languages": ""}, "Write in which languages you searched"),
        ({"languages": " , ; "}, "Write in which languages you searched"),
        ({"languages": "Ukrainian"}, "“ukrainian” is not right"),
        ({"languages": ", ".join(f"{a}{b}" for a in "abcdef" for b in "abcde")}, "at most 60 characters"),
        ({"languages": "uk " + " ".join(f"a{a}" for a in "abcdefghijkl")}, "at most 12 languages"),
        ({"looked_at": " \n "}, "Write in which sources you looked"),
        ({"found": ""}, "required"),
        ({"party": "999999"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_what_was_typed_stays(client, case, changes, sentence):
    answer = client.post(url_of(case), data(note="My words.") | changes)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "My words." in words(answer)
    assert not Event.objects.filter(type="checked_for_news").exists()


def test_the_action_refuses_what_the_form_would(case, parties, caseworker):
    facts = {"record": case, "party": None, "found": "nothing", "on": date(2026, 11, 3), "by": caseworker}
    for gap in ({"languages": "", "looked_at": "A"}, {"languages": "uk", "looked_at": "\n"}):
        with pytest.raises(searches.SearchRefused):
            searches.record_search(**facts, **gap)


def test_something_found_leads_to_recording_what_was_said(client, case):
    page = client.post(url_of(case), data(found="something"), follow=True).content.decode()
    assert f'<a href="{reverse("statement_add")}?about={case.reference}">Record what was said</a>' in page


def test_a_search_that_was_declared_wrong_is_no_search(client, case, parties):
    client.post(url_of(case), data(parties[1]))
    EventErrorFactory(event=Event.objects.get(type="checked_for_news"))
    answer = client.get(case.get_absolute_url())
    assert {column["search"] for column in answer.context["board"]} == {""}
    case.refresh_from_db()
    assert case.last_checked_on is None


def test_other_records_are_searched_for_as_well(client, office, parties, case):
    consignment = ConsignmentFactory(office=office, from_party=parties[0], to_party=parties[1])
    answer = client.post(url_of(consignment), data(parties[0], on="2026-01-02"), follow=True)
    assert "Checked for news · for a statement of Northland" in words(answer)


def test_a_viewer_neither_records_a_search_nor_is_offered_one(client_for, case):
    viewer = client_for("viewer")
    assert viewer.get(url_of(case)).status_code == 403
    assert viewer.post(url_of(case), data()).status_code == 403
    assert "Record a search" not in words(viewer.get(case.get_absolute_url()))
    assert "Record a search" in words(client_for("caseworker").get(case.get_absolute_url()))


def test_a_record_of_another_office_is_not_found(client, case):
    assert client.get(url_of(RepatriationCaseFactory())).status_code == 404
    assert client.get(reverse("record_search", args=["no-such-thing"])).status_code == 404


def test_the_list_shows_and_finds_what_nobody_checked(client, case, office, parties):
    for title, day in (("Fresh", date(2026, 10, 30)), ("Stale", date(2026, 10, 4))):
        other = RepatriationCaseFactory(
            office=office, title=title, holding_party=parties[0], receiving_party=parties[1]
        )
        RepatriationCase.objects.filter(pk=other.pk).update(last_checked_on=day)
    listed = client.get("/cases/?unchecked=30")
    assert {row.title for row in listed.context["rows"]} == {"Six residents", "Stale"}
    assert "not checked for news for 30 days or more, or never" in words(listed)
    whole = words(client.get("/cases/"))
    assert "never checked for news" in whole
    assert "checked for news 30 Oct 2026" in whole
    assert not client.get("/cases/?unchecked=soon").context["rows"]
