"""Headcounts of a group: what was counted by whom, what follows from it, and what does not."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.lib.dates import parse
from cases.models import Confidentiality, RepatriationEvent, Statement
from tests.factories import (
    ActorFactory,
    AssessmentFactory,
    ClaimFactory,
    EventFactory,
    GroupFactory,
    RepatriationEventFactory,
    SourceFactory,
    StatementFactory,
)


@pytest.fixture
def group(office):
    return GroupFactory(office=office, name="Residents of the valley")


@pytest.fixture
def cross(db):
    return ActorFactory(name="The Cross")


@pytest.fixture
def operation(group, parties):
    """Make an operation of the group on a day."""

    def operation(day, **more):
        made = RepatriationEventFactory(
            office=group.office, from_party=parties[0], to_party=parties[1], title=f"Return of {day}", **more
        )
        made.groups.add(group)
        EventFactory(about=made, type="completed", occurred=parse(day))
        return made

    return operation


@pytest.fixture
def said(group, cross):
    """Let somebody state a figure of an operation (an event count) or of the group (any other)."""

    def said(aspect, number, about=None, as_of="", speaker=cross, modality="asserted", **more):
        source = SourceFactory(office=group.office)
        statement = StatementFactory(source=source, speaker=speaker, modality=modality)
        facts = {"as_of": parse(as_of)} if as_of else {}
        return ClaimFactory(
            about=about or group, statement=statement, aspect=aspect, number=number,
            population=more.pop("population", "residents"), **facts, **more,
        )  # fmt: skip

    return said


@pytest.fixture
def counted(operation, said):
    """46 and 33 in events, 104 and 124 in all, 25 planned: as in domain.md §3."""
    said("count_event", 46, operation("22 November 2024"))
    said("count_event", 33, operation("3 March 2025"))
    said("count_cumulative", 104, as_of="March 2025")
    said("count_cumulative", 124, as_of="20 October 2025")


def text_of(response):
    page = response.content.decode()
    found = re.search(r'<section id="headcounts".*?</section>', page, re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""


def show(client, group, query=""):
    return text_of(client.get(f"{group.get_absolute_url()}{query}"))


def derive_links(client, group):
    return re.findall(r'href="([^"]+/derive/[^"]+)"', client.get(group.get_absolute_url()).content.decode())


def test_a_group_of_which_nobody_gave_a_figure_has_no_headcounts(client_for, group):
    assert show(client_for("viewer"), group) == ""


def test_what_is_left_between_counts_in_all_is_worked_out_and_cites_its_parts(client_for, group, counted):
    text = show(client_for("viewer"), group)
    assert "104 in all (Mar 2025) − 46 (22 Nov 2024) − 33 (3 Mar 2025) = 25" in text
    assert "124 in all (20 Oct 2025) − 104 in all (Mar 2025) = 20" in text
    page = client_for("viewer").get(group.get_absolute_url()).content.decode()
    assert all(one.get_absolute_url() in page for one in Statement.objects.all())


def test_a_plan_is_no_event(client_for, group, counted, said, operation):
    planned = RepatriationEventFactory(office=group.office, title="Announced")
    planned.groups.add(group)
    said("count_planned", 25, planned, modality="planned")
    text = show(client_for("viewer"), group)
    assert "a plan is not an event" in text
    assert "That as many follow from other figures does not say that it took place." in text


def test_contested_counts_stand_beside_each_other_and_the_rest_suggests_one(
    client_for, group, said, operation
):
    day = operation("2 October 2025")
    said("count_event", 10, day)
    twenty = said("count_event", 20, day)
    said("count_remaining", 23, as_of="25 September 2025")
    said("count_remaining", 13, as_of="2 October 2025")
    text = show(client_for("viewer"), group)
    assert "10 or 20, contested" in text
    assert "The difference suggests 10." in text
    assert "a series, no conflict" in text
    AssessmentFactory(claim=twenty)
    text = show(client_for("viewer"), group)
    assert "contested" not in text.split("What follows")[1]
    assert "another number" in text


def test_another_speaker_is_compared_and_not_mixed_in(client_for, group, counted, said, operation):
    said("count_event", 20, operation("2 October 2025"), speaker=ActorFactory(name="The ministry"))
    text = show(client_for("viewer"), group)
    assert "= 20. Derived" in text
    assert "20 (2 Oct 2025) by The ministry. Together these come to 20." in text


def test_less_than_nobody_is_said_not_to_fit(client_for, group, said):
    said("count_cumulative", 124, as_of="March 2025")
    said("count_cumulative", 104, as_of="20 October 2025")
    text = show(client_for("viewer"), group)
    assert "These figures do not fit together" in text
    assert "-20" not in text
    assert "−20" not in text


def test_a_rough_figure_leaves_a_range_and_nothing_to_record(client_for, group, said):
    said("count_cumulative", 100, as_of="March 2025")
    said("count_cumulative", 120, as_of="20 October 2025", precision="at_least")
    client = client_for("caseworker")
    assert "= at least 20" in show(client, group)
    assert derive_links(client, group) == []


def test_what_came_by_an_exchange_can_be_left_out(client_for, group, counted, said, operation):
    exchange = operation("24 August 2025", type=RepatriationEvent.Kind.EXCHANGE)
    said("count_event", 8, exchange, speaker=ActorFactory(name="The ministry"))
    client = client_for("viewer")
    assert "The 8 (24 Aug 2025) came by an exchange" in show(client, group)
    said("count_remaining", 23, as_of="25 July 2025")
    said("count_remaining", 15, as_of="25 August 2025")
    without = show(client, group, "?kind=return")
    assert "Of the operations chosen, none in between has a count." in without
    assert exchange.title not in without
    assert "104 in all" in without


@pytest.mark.parametrize("query", ["?mediator={actor}", "?route=through+a+third+country"])
def test_operations_are_chosen_by_mediator_or_route(client_for, group, said, operation, cross, query):
    chosen, other = operation("3 March 2025", route="through a third country"), operation("4 May 2025")
    chosen.mediators.add(cross)
    for number, about in ((5, chosen), (6, other)):
        said("count_event", number, about)
    text = show(client_for("viewer"), group, query.format(actor=cross.pk))
    assert chosen.title in text
    assert other.title not in text


@pytest.mark.parametrize("query", ["?kind=walk", "?mediator=999999", "?mediator=x", "?route=%00", "?route='"])
def test_a_choice_that_there_is_not_is_told(client_for, group, said, operation, query):
    said("count_event", 5, operation("3 March 2025"))
    response = client_for("viewer").get(f"{group.get_absolute_url()}{query}")
    assert response.status_code == 200
    assert "No operation of this group is such: choose from the list." in text_of(response)
    assert "What follows" not in text_of(response)


def test_a_figure_that_one_may_not_see_is_not_counted(client_for, group, said, operation):
    hidden = operation("3 March 2025", confidentiality=Confidentiality.STRICT)
    said("count_event", 33, hidden)
    assert "33" not in show(client_for("caseworker"), group)
    assert "33" in show(client_for("coordinator"), group)


def test_the_page_asks_the_same_number_of_questions_for_many_figures(
    client_for, group, counted, said, operation
):
    client = client_for("caseworker")

    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(group.get_absolute_url()).status_code == 200
        return len(asked)

    before = questions()
    for month in ("May", "June", "July", "August"):
        made = operation(f"3 {month} 2025", type="exchange", route="through a third country")
        made.mediators.add(ActorFactory())
        said("count_event", 7, made, speaker=ActorFactory())
        said("count_remaining", 50, as_of=f"4 {month} 2025")
    assert questions() == before


# --- Recording what follows


def test_a_viewer_is_not_offered_to_record_and_is_refused(client_for, group, counted):
    assert derive_links(client_for("viewer"), group) == []
    link = derive_links(client_for("caseworker"), group)[0]
    assert client_for("viewer").get(link).status_code == 403
    assert client_for("viewer").post(link).status_code == 403


def test_a_derived_figure_is_recorded_once_with_its_parts(client_for, group, counted):
    client = client_for("caseworker")
    links = derive_links(client, group)
    assert len(links) == 2
    page = client.get(links[0])
    assert "Record 25 as derived?" in page.content.decode()
    assert not Statement.objects.filter(modality="derived").exists()
    first, again = client.post(links[0]), client.post(links[0])
    assert first.url == again.url
    statement = Statement.objects.get(modality="derived")
    assert {part.claims.get().number for part in statement.parts.all()} == {104, 46, 33}
    assert (statement.speaker.office, statement.source.type) == (group.office, "own")
    assert statement.text.startswith("The Cross, residents of the region: 104 in all (Mar 2025) − 46")
    assert statement.claims.count() == 0
    text = show(client, group)
    assert f"Recorded as derived: {statement.reference}" in text
    assert derive_links(client, group) == links[1:]


def test_what_follows_from_a_restricted_group_is_as_restricted(client_for, office, cross, said):
    group = GroupFactory(office=office, confidentiality=Confidentiality.RESTRICTED)
    for number, day in ((5, "March 2025"), (9, "May 2025")):
        said("count_cumulative", number, group, as_of=day)
    client = client_for("caseworker")
    client.post(derive_links(client, group)[0])
    assert Statement.objects.get(modality="derived").confidentiality == Confidentiality.RESTRICTED


def test_a_figure_that_no_longer_follows_is_refused_with_a_sentence(client_for, group, counted):
    client = client_for("caseworker")
    link = derive_links(client, group)[0]
    part = Statement.objects.order_by("pk").first()
    AssessmentFactory(claim=part.claims.get(), kind="withdrawn")
    answer = client.post(link, follow=True)
    assert "no longer follows" in answer.content.decode()
    assert not Statement.objects.filter(modality="derived").exists()


@pytest.mark.parametrize("of", ["", "x", "1.2", "9" * 40, "1..2"])
def test_claims_from_which_nothing_follows_are_refused(client_for, group, counted, of):
    answer = client_for("caseworker").post(f"{group.get_absolute_url()}derive/?of={of}")
    assert answer.status_code in {302, 404}
    assert not Statement.objects.filter(modality="derived").exists()


def test_operations_and_derived_figures_on_a_level_above_are_not_told_of(
    client_for, group, counted, operation
):
    operation("1 May 2025", route="Тиха дорога", confidentiality="strict")
    client_for("caseworker").post(derive_links(client_for("caseworker"), group)[0])
    derived = Statement.objects.filter(modality="derived")
    derived.update(confidentiality="strict")
    found = [show(client_for(role), group) for role in ("caseworker", "coordinator")]
    assert [("Тиха дорога" in text, derived.get().reference in text) for text in found] == [
        (False, False),
        (True, True),
    ]
