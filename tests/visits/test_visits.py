"""Visits to people who are held: what kind, on which basis, when, and who was visited."""

import csv
import io
import uuid
from datetime import date

import pytest

from cases.lib import dates
from cases.models import Confidentiality, Visit
from tests.factories import (
    ActorFactory,
    AgreementFactory,
    EventFactory,
    OfficeFactory,
    PersonFactory,
    PlaceFactory,
    VisitFactory,
)

URL = "/visits/"


@pytest.fixture
def delegates(office, parties, caseworker):
    """Held in late November, on a basis, to somebody who is named."""
    visit = VisitFactory(
        office=office, title="Delegates in the camp", basis="gc3_126", holding_party=parties[1],
        owner=caseworker,
        visitor=ActorFactory(name="Committee of the test"), place=PlaceFactory(name="Canary camp"),
        agreement=AgreementFactory(office=office, title="Agreement of two"),
    )  # fmt: skip
    visit.visited.add(PersonFactory(office=office, name="Орлова Наталья"))
    EventFactory(about=visit, type="granted", note="")
    EventFactory(about=visit, type="held", occurred=dates.parse("late November 2025"), note="")
    return visit


@pytest.fixture
def family(office):
    """A family visit for which nobody named an agreement, planned for a day."""
    visit = VisitFactory(office=office, title="A mother visits", type="family")
    EventFactory(about=visit, type="scheduled", due=dates.parse("15 Jan 2026"), note="")
    return visit


def titles(response):
    return [visit.title for visit in response.context["rows"]]


@pytest.mark.parametrize(
    "query",
    [
        "q=delegates", "q=committee", "type=delegate", "basis=gc3_126", "holding={party}", "status=held",
        "occurred_from=25+Nov+2025",
        "occurred_to=30+Nov+2025&occurred_match=certainly&occurred_from=20+Nov+2025",
        "visitor=Committee", "person={person}", "agreement=Agreement+of+two", "owner=%40{owner}",
        "sort=-occurred&contested=no&basis=gc3_126",
    ],
)  # fmt: skip
def test_a_visit_that_was_held_is_found_by(client_for, delegates, family, parties, caseworker, query):
    person = delegates.visited.get()
    query = query.format(party=parties[1].pk, person=person.reference, owner=caseworker.username)
    assert titles(client_for("caseworker").get(f"{URL}?{query}")) == ["Delegates in the camp"]


@pytest.mark.parametrize(
    "query",
    [
        "type=family",
        "basis=null",
        "holding=null",
        "status=scheduled",
        "planned_from=1+Jan+2026&planned_match=certainly",
    ],
)
def test_a_visit_that_is_planned_is_found_by(client_for, delegates, family, query):
    assert titles(client_for("viewer").get(f"{URL}?{query}")) == ["A mother visits"]


def test_open_and_closed_and_the_order(client_for, delegates, family):
    client = client_for("viewer")
    assert titles(client.get(f"{URL}?status=closed")) == []
    assert titles(client.get(f"{URL}?status=open&sort=-planned")) == [
        "A mother visits",
        "Delegates in the camp",
    ]
    assert titles(client.get(f"{URL}?sort=-occurred")) == ["Delegates in the camp", "A mother visits"]


@pytest.mark.parametrize(
    "query", ["type=tea", "basis=gc9", "occurred_from=soon", "person=nobody", "colour=red", "sort=place"]
)
def test_what_cannot_be_read_shows_an_error_and_no_rows(client_for, delegates, query):
    response = client_for("viewer").get(f"{URL}?{query}")
    assert titles(response) == []
    assert 'role="alert"' in response.content.decode()


def test_the_export_is_the_list_in_its_order(client_for, delegates, family):
    answer = client_for("caseworker").post(f"{URL}export/?sort=occurred")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["What"], row["When"], row["Planned"]) for row in rows] == [
        ("A mother visits", "", "15 Jan 2026"), ("Delegates in the camp", "late Nov 2025", ""),
    ]  # fmt: skip
    assert client_for("viewer").post(f"{URL}export/").status_code == 403


def test_the_page_shows_the_facts(client_for, delegates):
    text = client_for("caseworker").get(delegates.get_absolute_url()).content.decode()
    for words in (
        "late Nov 2025",
        "GC III Art. 126",
        "Southland",
        "Committee of the test",
        "Canary camp",
        "Орлова Наталья",
    ):
        assert words in text
    assert delegates.agreement.get_absolute_url() in text


def test_a_family_visit_without_a_special_agreement_is_marked(client_for, delegates, family):
    client = client_for("viewer")
    assert "no special agreement named" in client.get(family.get_absolute_url()).content.decode()
    assert "no special agreement named" not in client.get(delegates.get_absolute_url()).content.decode()


def test_a_plan_whose_day_is_over_is_passed_and_not_missed(client_for, family, stop_clock):
    stop_clock(date(2026, 2, 1))
    assert "date passed, nothing recorded" in client_for("viewer").get(URL).content.decode()


def test_where_it_was_and_whom_one_may_not_see_is_kept(client_for, delegates):
    hidden = PersonFactory(
        office=delegates.office, name="Canary person", confidentiality=Confidentiality.STRICT
    )
    delegates.visited.add(hidden)
    assert "Canary" not in client_for("viewer").get(delegates.get_absolute_url()).content.decode()
    assert "Canary person" in client_for("coordinator").get(delegates.get_absolute_url()).content.decode()


def test_those_whom_the_writer_may_not_see_stay_visited(client_for, delegates):
    hidden = PersonFactory(
        office=delegates.office, name="Canary person", confidentiality=Confidentiality.STRICT
    )
    delegates.visited.add(hidden)
    client, edit = client_for("caseworker"), f"{delegates.get_absolute_url()}edit/"
    assert "Canary person" not in client.get(edit).content.decode()
    data = {
        "title": "Delegates",
        "type": "delegate",
        "confidentiality": "ordinary",
        "visited": "",
        "version": delegates.version,
    }
    assert client.post(edit, data).status_code == 302
    assert list(delegates.visited.all()) == [hidden]


def test_a_visit_is_recorded_once_and_a_stale_form_is_refused(client_for, office):
    client, data = (
        client_for("caseworker"),
        {"title": "A visit", "type": "medical", "confidentiality": "ordinary", "form_key": uuid.uuid4()},
    )
    people = PersonFactory.create_batch(2, office=office)
    data["visited"] = "\n".join(person.reference for person in people)
    assert client.post(f"{URL}add/", data | {"type": ""}).status_code == 422
    assert client.post(f"{URL}add/", data).url == client.post(f"{URL}add/", data).url
    visit = Visit.objects.get()
    assert visit.visited.count() == 2
    edit = f"{visit.get_absolute_url()}edit/"
    assert client.post(edit, data | {"title": "Another", "version": 1}).status_code == 302
    stale = client.post(edit, data | {"title": "Too late", "version": 1})
    assert stale.status_code == 422
    assert 'value="Too late"' in stale.content.decode()


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_other_roles_record_and_change_nothing(client_for, delegates, role):
    client = client_for(role)
    for url in (f"{URL}add/", f"{delegates.get_absolute_url()}edit/"):
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403


def test_another_offices_visit_is_not_found(client_for, office):
    elsewhere = VisitFactory(office=OfficeFactory())
    client = client_for("coordinator")
    assert client.get(elsewhere.get_absolute_url()).status_code == 404
    assert elsewhere.title not in titles(client.get(URL))
