"""The list of repatriation cases: what staff filter every morning."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from cases.lib import dates
from cases.models import Aspect, RepatriationCase, Stance
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EvacuationFactory,
    EventFactory,
    GroupFactory,
    OfficeFactory,
    PersonFactory,
    RepatriationCaseFactory,
    StateBodyFactory,
    StatementFactory,
    WishRecordFactory,
)

URL = "/cases/"


@pytest.fixture
def today(stop_clock):
    stop_clock(date(2025, 12, 31))
    return date(2025, 12, 31)


@pytest.fixture
def stuck(office, parties, caseworker, today):
    """Six people, requested by 18 November, whose evacuation is dated in two ways."""
    group = GroupFactory(office=office, name="Six residents")
    evacuation = EvacuationFactory(office=office, group=group)
    case = RepatriationCaseFactory(
        office=office, title="Six residents", group=group, evacuation=evacuation, holding_party=parties[0],
        receiving_party=parties[1], owner=caseworker,
    )  # fmt: skip
    ClaimFactory(about=group, number=6, population="people")
    for words in ("late November 2025", "by 18 November 2025"):
        ClaimFactory(about=evacuation, aspect=Aspect.DATE, date=dates.parse(words))
    EventFactory(about=case, type="requested", occurred=dates.parse("by 18 November 2025"), note="")
    return case


@pytest.fixture
def quiet(office, parties, today):
    """A person about whom nobody disagrees and nobody waits."""
    person = PersonFactory(office=office, name="Ґалаґан Ярина", latin_name="Galagan Yaryna")
    return RepatriationCaseFactory(
        office=office, title="Return of one person", group=None, person=person, holding_party=parties[1],
        receiving_party=parties[0],
    )  # fmt: skip


def titles(response):
    return [case.title for case in response.context["rows"]]


@pytest.mark.parametrize(
    "query", ["contested=yes", "stalled=20", "status=requested", "who=group", "q=six+residents"]
)
def test_the_stuck_case_is_found_by(client_for, stuck, quiet, query):
    assert titles(client_for("viewer").get(f"{URL}?{query}")) == ["Six residents"]


@pytest.mark.parametrize("query", ["contested=no", "who=person", "q=Galagan", "q=Ґалаґан", "status=opened"])
def test_the_quiet_case_is_found_by(client_for, stuck, quiet, query):
    assert titles(client_for("viewer").get(f"{URL}?{query}")) == ["Return of one person"]


def test_filters_are_found_together(client_for, stuck, quiet, parties, caseworker):
    query = f"holding={parties[0].pk}&receiving={parties[1].pk}&owner=@{caseworker.username}&contested=yes"
    assert titles(client_for("caseworker").get(f"{URL}?{query}")) == ["Six residents"]
    assert titles(client_for("caseworker").get(f"{URL}?{query}&contested=no")) == []


def test_a_reference_is_found_as_it_is_typed(client_for, stuck, quiet):
    typed = stuck.reference.lower().replace("-", " ")
    assert titles(client_for("viewer").get(URL, {"q": typed})) == ["Six residents"]


def test_no_ground_is_a_choice(client_for, stuck, quiet):
    RepatriationCase.objects.filter(pk=stuck.pk).update(basis="special")
    assert titles(client_for("viewer").get(f"{URL}?basis=null")) == ["Return of one person"]
    assert titles(client_for("viewer").get(f"{URL}?basis=special")) == ["Six residents"]


def test_a_position_is_found_whoever_stated_it(client_for, stuck, quiet, parties):
    other_side = StateBodyFactory(party=parties[0])
    ClaimFactory(
        about=stuck, aspect=Aspect.POSITION, party=parties[1], position=Stance.DOES_NOT_ACCEPT,
        statement=StatementFactory(source__office=stuck.office, speaker=other_side),
    )  # fmt: skip
    assert titles(client_for("viewer").get(f"{URL}?position=does_not_accept")) == ["Six residents"]
    assert len(titles(client_for("viewer").get(f"{URL}?position=no_own_statement"))) == 2


def test_a_position_of_ones_own_ends_the_silence(client_for, stuck, quiet, parties):
    itself = StateBodyFactory(party=parties[1])
    statement = StatementFactory(source__office=stuck.office, speaker=itself, said=dates.parse("1 Dec 2025"))
    ClaimFactory(
        about=stuck,
        aspect=Aspect.POSITION,
        party=parties[1],
        position=Stance.AGREES_NO_DATE,
        statement=statement,
    )
    assert titles(client_for("viewer").get(f"{URL}?position=no_own_statement")) == ["Return of one person"]


def test_a_mediator_is_found_by_name(client_for, stuck, quiet):
    mediator = ActorFactory(name="Committee of the test")
    stuck.mediators.add(mediator)
    assert titles(client_for("viewer").get(f"{URL}?mediator=Committee")) == ["Six residents"]


@pytest.mark.parametrize(
    ("window", "found"),
    [
        ("planned_from=25+Jan+2026", True),
        ("planned_to=25+Jan+2026", True),
        ("planned_from=1+Feb+2026", False),
        ("planned_from=21+Jan+2026&planned_to=31+Jan+2026&planned_match=certainly", True),
        ("planned_from=25+Jan+2026&planned_match=certainly", False),
    ],
)
def test_planned_dates_are_possibly_or_certainly_within(client_for, stuck, quiet, window, found):
    WishRecordFactory(about=stuck)
    EventFactory(about=stuck, type="scheduled", due=dates.parse("late January 2026"), note="")
    assert ("Six residents" in titles(client_for("viewer").get(f"{URL}?{window}"))) is found


def test_days_stalled_say_at_least_when_only_the_latest_day_is_known(client_for, stuck, quiet):
    page = client_for("viewer").get(f"{URL}?contested=yes").content.decode()
    assert "at least" in page
    assert "<b>43</b>" in page


def test_the_filter_is_a_sentence_whose_parts_can_be_removed(client_for, stuck, quiet):
    response = client_for("viewer").get(f"{URL}?contested=yes&stalled=20&sort=-last")
    tokens = response.context["said"]["tokens"]
    assert [token["text"] for token in tokens] == ["stalled 20 days or more", "contested: Yes"]
    assert tokens[0]["remove_url"] == "?contested=yes&sort=-last"


def test_an_unnamed_group_shows_how_many_are_named(client_for, stuck, quiet):
    assert "Group · 6 people, 0 named" in client_for("viewer").get(URL).content.decode()


@pytest.mark.parametrize(
    "query", ["stalled=many", "contested=perhaps", "color=red", "sort=colour", "page=999", "after=x"]
)
def test_what_cannot_be_read_shows_an_error_and_no_rows(client_for, stuck, quiet, query):
    response = client_for("viewer").get(f"{URL}?{query}")
    assert response.status_code == 200
    assert titles(response) == []
    assert 'role="alert"' in response.content.decode()


def test_another_office_is_not_seen(client_for, stuck, quiet):
    elsewhere = RepatriationCaseFactory(office=OfficeFactory())
    client = client_for("coordinator")
    assert elsewhere.title not in titles(client.get(URL))
    assert client.get(elsewhere.get_absolute_url()).status_code == 404


def test_the_export_is_the_list_in_its_order(client_for, stuck, quiet):
    client = client_for("caseworker")
    on_screen = [case.reference for case in client.get(f"{URL}?sort=-reference").context["rows"]]
    answer = client.post(reverse("repatriation_cases_export") + "?sort=-reference")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["Reference"] for row in rows] == on_screen
    assert {row["Days stalled"] for row in rows} == {"43", ""}


def test_a_viewer_exports_nothing_and_a_coordinator_says_why(client_for, stuck):
    url = reverse("repatriation_cases_export")
    assert client_for("viewer").post(url).status_code == 403
    coordinator = client_for("coordinator")
    assert coordinator.post(url).status_code == 422
    assert coordinator.post(url, {"reason": "Meeting"}).status_code == 200
    assert coordinator.post(url + "?stalled=many", {"reason": "Meeting"}).status_code == 400


def test_a_formula_in_a_title_leaves_as_text(client_for, stuck):
    RepatriationCase.objects.filter(pk=stuck.pk).update(title="=cmd|' /C calc'!A0")
    answer = client_for("caseworker").post(reverse("repatriation_cases_export"))
    assert "'=cmd" in b"".join(answer.streaming_content).decode()
