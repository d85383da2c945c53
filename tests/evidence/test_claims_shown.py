"""Claims on the page of a record: who says what, how often the same was read, what no longer counts."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from cases.lib.dates import parse
from cases.models import Actor, Aspect, Stance
from tests.factories import (
    ActorFactory,
    AssessmentFactory,
    ClaimFactory,
    EvacuationFactory,
    GroupFactory,
    PlaceFactory,
    RepatriationCaseFactory,
    SourceAssessmentFactory,
    SourceFactory,
    StateBodyFactory,
    StatementFactory,
)


@pytest.fixture
def group(office):
    return GroupFactory(office=office, name="The six")


@pytest.fixture
def speaker():
    return ActorFactory(name="The commissioner")


@pytest.fixture
def look(client_for):
    """What a role reads on the page of a record."""

    def look(record, role="viewer"):
        page = client_for(role).get(record.get_absolute_url()).content.decode()
        return " ".join(html.unescape(strip_tags(page)).split())

    return look


def outlet(office, name, **facts):
    publisher = Actor.objects.filter(name=name).first() or ActorFactory(name=name, kind="media")
    return SourceFactory(office=office, publisher=publisher, **facts)


def said(source, speaker, **facts):
    return StatementFactory(source=source, speaker=speaker, **facts)


def groups_of(response):
    return {group["question"]: group for group in response.context["claim_groups"]}


def test_outlets_that_relay_one_origin_are_one_line_and_can_be_opened(
    client_for, group, office, speaker, look
):
    agency = outlet(office, "The agency")
    relays = [outlet(office, f"Paper {n}", relayed_from=agency) for n in range(3)]
    far = outlet(office, "Far paper", relayed_from=relays[0])
    for source in (agency, *relays, far):
        ClaimFactory(about=group, statement=said(source, speaker))
    line = groups_of(client_for("viewer").get(group.get_absolute_url()))
    (only,) = line["How many belong to the group · people"]["lines"]
    assert (only["outlets_text"], len(only["outlets"])) == ("5 outlets, one origin", 5)
    page = look(group)
    assert "5 outlets, one origin" in page
    assert "relays The agency" in page


def test_agreement_of_two_origins_says_so(group, office, speaker, look):
    for name in ("The agency", "The channel"):
        ClaimFactory(about=group, statement=said(outlet(office, name), speaker))
    assert "2 outlets, 2 origins" in look(group)


def test_two_speakers_who_agree_are_two_lines(client_for, group, office):
    for name in ("The commissioner", "The committee"):
        ClaimFactory(about=group, statement=said(outlet(office, "Paper"), ActorFactory(name=name)))
    (asked,) = groups_of(client_for("viewer").get(group.get_absolute_url())).values()
    assert {line["speaker"] for line in asked["lines"]} == {"The commissioner", "The committee"}
    assert asked["working"] == "working value: 6"


def test_an_origin_that_one_may_not_see_is_not_named(group, office, speaker, look):
    secret = outlet(office, "Secret agency", confidentiality="strict")
    ClaimFactory(about=group, statement=said(outlet(office, "Paper", relayed_from=secret), speaker))
    assert "Secret agency" not in look(group)
    assert "relays another source" in look(group)
    assert "relays Secret agency" in look(group, "coordinator")


def test_a_claim_of_a_statement_that_one_may_not_see_is_counted_and_not_shown(group, office, speaker, look):
    ClaimFactory(about=group, statement=said(outlet(office, "Paper"), speaker))
    secret = said(outlet(office, "Secret paper"), speaker, confidentiality="strict")
    ClaimFactory(about=group, number=7, statement=secret)
    assert "Secret paper" not in look(group)
    assert "1 claim is not shown to your role." in look(group)
    assert "Secret paper" in look(group, "coordinator")


def test_a_rendering_names_who_rendered_and_what_the_original_says(group, office, speaker, look):
    agency = outlet(office, "The agency")
    article = outlet(office, "The article", relayed_from=agency)
    first = said(agency, speaker, said=parse("11 Dec 2025"))
    ClaimFactory(about=group, aspect=Aspect.MANNER, words="asked to be evacuated", statement=first)
    ClaimFactory(
        about=group, aspect=Aspect.MANNER, words="brought to safety",
        statement=said(article, speaker, modality="rendered"),
    )  # fmt: skip
    page = look(group)
    assert "rendered by The article" in page
    assert "the original, in The agency: asked to be evacuated" in page


def test_a_rendering_with_the_same_value_stands_behind_the_original(client_for, group, office, speaker):
    agency = outlet(office, "The agency")
    article = outlet(office, "The article", relayed_from=agency)
    ClaimFactory(about=group, statement=said(agency, speaker))
    ClaimFactory(about=group, statement=said(article, speaker, modality="rendered"))
    (asked,) = groups_of(client_for("viewer").get(group.get_absolute_url())).values()
    (line,) = asked["lines"]
    assert line["modality_text"] == "states"
    assert [each["how"] for each in line["outlets"]] == ["", "rendered by The article"]


def test_a_day_without_a_year_folds_into_the_same_day_with_one(client_for, group, office, speaker):
    for date in ("late November", "late November 2025"):
        ClaimFactory(
            about=group, aspect=Aspect.DATE, date=parse(date), statement=said(outlet(office, "P"), speaker)
        )
    (asked,) = groups_of(client_for("viewer").get(group.get_absolute_url())).values()
    (line,) = asked["lines"]
    assert line["claim"].date_latest.year == 2025


def test_a_day_without_a_year_stays_apart_where_two_years_are_stated(client_for, group, office, speaker):
    for date in ("late November", "late November 2024", "late November 2025"):
        ClaimFactory(
            about=group, aspect=Aspect.DATE, date=parse(date), statement=said(outlet(office, "P"), speaker)
        )
    (asked,) = groups_of(client_for("viewer").get(group.get_absolute_url())).values()
    assert len(asked["lines"]) == 3


def test_a_series_of_days_is_one_group_newest_first(client_for, group, look):
    for number, day in ((13, "2 Oct 2025"), (12, "21 Jan 2026"), (23, "25 Sep 2025")):
        ClaimFactory(
            about=group,
            aspect=Aspect.COUNT_REMAINING,
            population="residents",
            number=number,
            as_of=parse(day),
        )
    (asked,) = groups_of(client_for("viewer").get(group.get_absolute_url())).values()
    assert [line["value"] for line in asked["lines"]] == ["12", "13", "23"]
    assert asked["working"] == "latest: 12, as of 21 Jan 2026"
    assert not asked["open"]


def test_one_contested_day_of_a_series_is_marked(look, group):
    for number, day in ((13, "2 Oct 2025"), (14, "2 Oct 2025"), (12, "21 Jan 2026")):
        ClaimFactory(
            about=group,
            aspect=Aspect.COUNT_REMAINING,
            population="residents",
            number=number,
            as_of=parse(day),
        )
    assert "How many remain · residents of the region contested" in look(group)
    assert "13 and 14: 1 apart." in look(group)


def test_each_day_of_a_series_is_judged_by_itself(client_for, group):
    claims = [
        ClaimFactory(
            about=group, aspect=Aspect.COUNT_REMAINING, population="residents", number=n, as_of=parse(day)
        )
        for n, day in ((13, "2 Oct 2025"), (12, "21 Jan 2026"))
    ]
    for role, offered in (("caseworker", True), ("viewer", False)):
        page = client_for(role).get(group.get_absolute_url()).content.decode()
        assert {f'href="/claim/{claim.pk}/assess/"' in page for claim in claims} == {offered}
    assert client_for("caseworker").get(f"/claim/{claims[0].pk}/assess/").status_code == 200


def test_what_somebody_withdrew_stands_below_with_the_reason_and_does_not_count(client_for, group, look):
    right, wrong = (ClaimFactory(about=group, number=number) for number in (6, 9))
    AssessmentFactory(claim=wrong, kind="withdrawn", reason="The wrong line.")
    page = look(group)
    assert "9 withdrawn" in page
    assert "The wrong line." in page
    assert "Claims in conflict" not in page
    (asked,) = groups_of(client_for("viewer").get(group.get_absolute_url())).values()
    assert [line["claim"] for line in asked["lines"]] == [right]


def test_what_was_read_in_a_withdrawn_source_is_marked_as_such(group, look):
    claim = ClaimFactory(about=group)
    SourceAssessmentFactory(source=claim.statement.source, kind="withdrawn", reason="It was a forgery.")
    page = look(group)
    assert "6 source withdrawn" in page
    assert "It was a forgery." in page


def test_a_claim_that_was_withdrawn_keeps_places_from_other_roles(client_for, office, look):
    place = PlaceFactory(name="Hidden barracks", restricted=True)
    group = GroupFactory(office=office)
    claim = ClaimFactory(about=group, aspect=Aspect.PLACE, place=place)
    AssessmentFactory(claim=claim, kind="withdrawn", reason="Another group.")
    assert "Hidden barracks" not in look(group)
    assert "Hidden barracks" in look(group, "caseworker")


def test_the_working_value_is_the_preferred_one_with_its_reason_and_who(group, look, caseworker):
    claims = [ClaimFactory(about=group, number=number) for number in (6, 7)]
    AssessmentFactory(claim=claims[0], reason="The list has six names.", by=caseworker)
    page = look(group)
    assert f"preferred: 6 because: The list has six names. ({caseworker})" in page
    assert f"6 is preferred, because: The list has six names. {caseworker}" in page


def test_a_position_has_no_working_value_on_anothers_word(office, parties, look):
    case = RepatriationCaseFactory(office=office, holding_party=parties[0], receiving_party=parties[1])
    speaker = StateBodyFactory(party=parties[0])
    ClaimFactory(
        about=case, aspect=Aspect.POSITION, party=parties[1], position=Stance.DOES_NOT_ACCEPT,
        statement=said(outlet(office, "Paper"), speaker),
    )  # fmt: skip
    assert "Position of a party · Southland no own statement recorded" in look(case)


def test_claims_about_another_record_say_of_which(office, look, parties):
    evacuation = EvacuationFactory(office=office)
    case = RepatriationCaseFactory(
        office=office, evacuation=evacuation, holding_party=parties[0], receiving_party=parties[1]
    )
    ClaimFactory(about=evacuation, aspect=Aspect.DATE, date=parse("late November 2025"))
    assert f"When it happened {evacuation.reference}" in look(case)
    assert f"When it happened {evacuation.reference}" not in look(evacuation)


def test_many_voices_are_capped_and_lead_to_the_statements(client_for, group):
    for number in range(25):
        ClaimFactory(about=group, number=100 + number)
    page = client_for("viewer").get(group.get_absolute_url())
    (asked,) = groups_of(page).values()
    assert (len(asked["lines"]), asked["more"]) == (20, 5)
    assert asked["more_url"] in page.content.decode()
    listed = client_for("viewer").get(asked["more_url"])
    assert listed.context["said"]["count_text"] == "25"


def test_a_page_of_many_claims_asks_as_many_questions_as_one_of_few(client_for, group, office, speaker):
    client = client_for("viewer")

    def load():
        with CaptureQueriesContext(connection) as captured:
            client.get(group.get_absolute_url())
        return len(captured)

    source = outlet(office, "First")
    for number in range(2):
        ClaimFactory(about=group, number=number + 5, statement=said(source, speaker))
    few = load()
    for number in range(30):
        source = outlet(office, f"Next {number}", relayed_from=source)
        claim = ClaimFactory(about=group, number=number, statement=said(source, speaker))
    AssessmentFactory(claim=claim, kind="withdrawn", reason="Twice.")
    assert load() == few
