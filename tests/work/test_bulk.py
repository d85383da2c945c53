"""Many records at once: picked in a list, all that its filter finds, or pasted; each is done, or named with its reason."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Event, FollowUp, RepatriationCase
from tests.factories import (
    EvacueeFactory,
    FollowUpFactory,
    GroupFactory,
    ParcelFactory,
    PersonFactory,
    RepatriationCaseFactory,
    UserFactory,
)
from tests.test_lists import LISTS, make

ASSIGN, ADD, EVENT = "/bulk/assign/", "/bulk/follow-up/", "/record-many/"
KEY = "7d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def cases(office):
    return [RepatriationCaseFactory(office=office) for _number in range(3)]


@pytest.fixture
def colleague(office):
    return UserFactory(office=office, last_name="Marchuk")


def words(*records):
    return "\n".join(getattr(record, "reference", record) for record in records)


def assigning(*records, **changes):
    was = " ".join(
        f"{record.reference}={record.owner_id or ''}" for record in records if hasattr(record, "owner_id")
    )
    return {"references": words(*records), "owner": "Marchuk", "was": was, "form_key": KEY} | changes


def adding(*records, **changes):
    base = {"references": words(*records), "text": "Ask for news", "due_on": "2027-01-31", "form_key": KEY}
    return base | changes


def owners(records):
    return {type(record).objects.get(pk=record.pk).owner for record in records}


def left(answer):
    return dict(answer.context["exceptions"])


# --- From a list ---------------------------------------------------------------------------------------------


def test_rows_are_picked_without_a_script(client, cases):
    page = client.get("/cases/").content.decode()
    for case in cases:
        assert f'name="pick" value="{case.reference}"' in page
    for url in (ASSIGN, ADD, EVENT):
        assert f'formaction="{url}"' in page


@pytest.mark.parametrize(
    "url", ["/cases/", "/parcels/", "/mail/", "/evacuees/", "/visits/", "/people/", "/repatriation/"]
)
def test_who_only_reads_picks_nothing(client_for, url, cases, office):
    ParcelFactory(office=office), EvacueeFactory(office=office, person=PersonFactory(office=office))
    assert 'name="pick"' not in client_for("viewer").get(url).content.decode()


@pytest.mark.parametrize("url", [ASSIGN, ADD, EVENT])
def test_what_was_picked_is_shown_before_anything_is_done(client, cases, url):
    answer = client.post(
        url, {"pick": [cases[0].reference, cases[2].reference], "list": "repatriation_cases"}
    )
    assert {one.reference for one in answer.context["chosen"]} == {cases[0].reference, cases[2].reference}
    assert answer.context["recorded"] is None
    assert not FollowUp.objects.exists()
    assert not Event.objects.exists()
    assert "2 chosen" in answer.content.decode()
    assert 'href="/cases/?' in answer.content.decode()


def test_all_that_the_filter_finds_is_what_the_list_shows(client, office, colleague):
    mine = [ParcelFactory(office=office, owner=colleague) for _number in range(30)]
    ParcelFactory(office=office), ParcelFactory(owner=colleague)
    query = "owner=Marchuk"
    page = client.get(f"/parcels/?{query}").content.decode()
    assert "all 30 that the filter finds" in page
    answer = client.post(ADD, {"all": "1", "list": "parcels", "query": query})
    assert {one.pk for one in answer.context["chosen"]} == {one.pk for one in mine}


def test_all_are_offered_only_where_their_number_is_known(client, office, monkeypatch):
    for _number in range(30):
        ParcelFactory(office=office)
    monkeypatch.setattr("cases.listing.CAP", 28)
    assert "that the filter finds" not in client.get("/parcels/").content.decode()
    assert "all 30 that the filter finds" in client.get("/parcels/?count=exact").content.decode()


def test_a_long_list_of_what_is_chosen_and_done_is_cut_and_says_so(client, cases, monkeypatch, colleague):
    monkeypatch.setattr("cases.generic.bulk.SHOWN", 2)
    picked = [case.reference for case in cases]
    page = client.post(ASSIGN, {"pick": picked, "list": "repatriation_cases"}).content.decode()
    assert f"{len(cases)} chosen" in page
    assert f"and {len(cases) - 2} more" in page
    answer = client.post(ASSIGN, assigning(*cases))
    assert len(answer.context["recorded"]) == len(cases)
    assert f"and {len(cases) - 2} more" in answer.content.decode()


@pytest.mark.parametrize("name", ["", "nothing", "account_login", "parcel", "\0"])
@pytest.mark.parametrize("query", ["no_such=1", "owner=Nobody%20known", "%00"])
def test_a_list_that_is_none_or_a_bad_query_chooses_nothing(client, name, query, cases):
    answer = client.post(ASSIGN, {"all": "1", "list": name, "query": query})
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or answer.context["chosen"] == []


@pytest.mark.parametrize("name", [name for name, view in LISTS.items() if view.bulk])
def test_each_list_whose_rows_are_picked_gives_all_that_its_filter_finds(name, client_for, office):
    view, client = LISTS[name], client_for("coordinator")
    make(view.model, office, 2)
    page = client.get(reverse(name))
    assert page.context["columns"][0]["label"] == ""
    assert page.content.decode().count('name="pick"') == 2
    chosen = client.post(ASSIGN, {"all": "1", "list": name, "query": ""}).context["chosen"]
    assert {one.pk for one in chosen} == {row.pk for row in page.context["rows"]}


def test_only_events_of_the_picked_kind_are_offered(client, cases):
    answer = client.post(EVENT, {"pick": [cases[0].reference]})
    groups = [label for label, _choices in answer.context["form"].fields["type"].choices[1:]]
    assert groups == ["Repatriation case"]


# --- Assigning -----------------------------------------------------------------------------------------------


def test_they_all_get_the_same_owner_and_the_history_says_by_whom(client, cases, colleague, caseworker):
    answer = client.post(ASSIGN, assigning(*cases))
    assert "Done for 3 records" in answer.content.decode()
    assert owners(cases) == {colleague}
    row = cases[0].history.order_by("-pgh_id").first()
    assert (row.owner_id, row.pgh_context.metadata["user"]) == (colleague.pk, caseworker.pk)


def test_records_of_several_kinds_and_follow_ups_are_assigned_together(client, office, cases, colleague):
    row = FollowUpFactory(parcel__office=office)
    mixed = [cases[0], GroupFactory(office=office), row]
    client.post(ASSIGN, assigning(*mixed))
    assert owners(mixed) == {colleague}


def test_references_may_be_apart_in_any_way(client, cases, colleague):
    one, two, three = (case.reference for case in cases)
    client.post(ASSIGN, assigning(references=f"{one},{two.lower()};\t {three} | {one}"))
    assert owners(cases) == {colleague}


def test_nobody_takes_away_what_somebody_took_over_meanwhile(client, cases, colleague, office):
    sent = assigning(*cases)
    other = UserFactory(office=office, last_name="Wrona")
    RepatriationCase.objects.filter(pk=cases[1].pk).update(owner=other)
    answer = client.post(ASSIGN, sent)
    assert "Taken over by" in left(answer)[cases[1].reference]
    assert owners([cases[1]]) == {other}
    assert owners([cases[0], cases[2]]) == {colleague}
    again = answer.context["form"]
    client.post(ASSIGN, assigning(references=again["references"].value(), was=again["was"].value()))
    assert owners(cases) == {colleague}


def test_all_or_nothing_leaves_everything_as_it_was(client, cases, colleague):
    answer = client.post(ASSIGN, assigning(*cases, "CAS-0000", together="on"))
    assert len(left(answer)) == 4
    assert owners(cases) == {None}


def test_all_or_nothing_when_one_is_refused_later(client, cases, colleague, office):
    cases[1].confidentiality = "strict"
    cases[1].save()
    sent = assigning(*cases, together="on")
    boss = UserFactory(office=office, role="coordinator")
    client.force_login(boss)
    answer = client.post(ASSIGN, sent)
    assert "may not see" in left(answer)[cases[1].reference]
    assert "Nothing was done" in left(answer)[cases[0].reference]
    assert owners(cases) == {None}


def test_only_somebody_of_the_office_who_works_on_cases_gets_them(client, cases, office):
    for other in (
        UserFactory(last_name="Stranger"),
        UserFactory(office=office, role="viewer", last_name="Reader"),
    ):
        answer = client.post(ASSIGN, assigning(*cases, owner=other.last_name))
        assert answer.status_code == 422
        assert words(*cases) in answer.content.decode()
    assert owners(cases) == {None}


def test_without_a_name_nobody_looks_after_them(client, cases, colleague):
    client.post(ASSIGN, assigning(*cases))
    client.post(ASSIGN, assigning(references=words(*cases), owner="", was=""))
    assert owners(cases) == {None}


def test_out_of_scope_is_not_found(client, colleague, office):
    hidden = [RepatriationCaseFactory(), RepatriationCaseFactory(office=office, confidentiality="strict")]
    answer = client.post(ASSIGN, assigning(*hidden))
    assert all("no record with this reference" in why for why in left(answer).values())
    assert owners(hidden) == {None}


# --- Follow-ups ----------------------------------------------------------------------------------------------


def test_each_gets_its_own_follow_up_once(client, cases, colleague, caseworker):
    sent = adding(*cases, owner="Marchuk")
    for _twice in range(2):
        assert "Done for 3 records" in client.post(ADD, sent).content.decode()
    rows = FollowUp.objects.order_by("pk")
    assert {row.about for row in rows} == set(cases)
    assert {(row.owner, row.created_by, row.text) for row in rows} == {
        (colleague, caseworker, "Ask for news")
    }
    assert len({row.reference for row in rows}) == len(rows) == 3


def test_a_follow_up_has_no_follow_up(client, office):
    row = FollowUpFactory(parcel__office=office)
    assert "another kind" in left(client.post(ADD, adding(row)))[row.reference]


def test_what_is_missing_is_said_and_the_references_stay(client, cases):
    answer = client.post(ADD, adding(*cases, text="", due_on="soon"))
    assert answer.status_code == 422
    assert "Write what is to be done." in answer.content.decode()
    assert words(*cases) in answer.content.decode()


# --- One event -----------------------------------------------------------------------------------------------


def test_one_event_on_all_of_them_or_on_none(client, office):
    fine, packed = ParcelFactory(office=office), ParcelFactory(office=office, status="lost")
    sent = {"references": words(fine, packed), "type": "parcel:packed", "who_says_so": "own_observation",
            "form_key": KEY, "together": "on"}  # fmt: skip
    answer = client.post(EVENT, sent)
    assert set(left(answer)) == {fine.reference, packed.reference}
    assert not Event.objects.exists()


# --- For all three -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [ASSIGN, ADD, EVENT])
@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_who_only_reads_does_nothing(client_for, url, role, cases):
    assert client_for(role).post(url, {"pick": [cases[0].reference]}).status_code == 403
    assert client_for(role).post(url, assigning(*cases)).status_code == 403


@pytest.mark.parametrize("text", ["a\0b", "\u202eCAS-1", "x" * 39_000, ", ;", "é" * 300])
@pytest.mark.parametrize("url", [ASSIGN, ADD])
def test_no_words_break_it(client, url, text, colleague):
    answer = client.post(url, adding(references=text, owner="Marchuk", was=text))
    assert answer.status_code in {200, 422}


@pytest.mark.parametrize(("url", "make"), [(ASSIGN, assigning), (ADD, adding)])
def test_many_cost_as_many_statements_as_one(client, office, colleague, url, make):
    counts = []
    for number in (1, 30):
        records = [GroupFactory(office=office) for _each in range(number)]
        with CaptureQueriesContext(connection) as queries:
            client.post(url, make(*records, form_key=f"7d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c{number:02}"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
