"""The conflict panel: the difference named, and drawn so that labels stay within the drawing and apart."""

import html
from itertools import pairwise

import pytest
from django.utils.html import strip_tags

from cases.lib.dates import parse
from cases.models import Aspect, Stance
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EvacuationFactory,
    GroupFactory,
    PlaceFactory,
    RepatriationCaseFactory,
    StateBodyFactory,
    StatementFactory,
)


@pytest.fixture
def panel(client_for):
    """The one panel on the page of a record, and its words."""

    def panel(record, role="caseworker"):
        page = client_for(role).get(record.get_absolute_url())
        (only,) = page.context["conflicts"]
        return only, " ".join(html.unescape(strip_tags(page.content.decode())).split())

    return panel


def dated(office, *dates):
    evacuation = EvacuationFactory(office=office)
    for each in dates:
        ClaimFactory(about=evacuation, aspect=Aspect.DATE, date=parse(each))
    return evacuation


def counted(office, *numbers, **facts):
    group = GroupFactory(office=office)
    for number in numbers:
        ClaimFactory(about=group, number=number, **facts)
    return group


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (
            ("by 18 November 2025", "late November 2025"),
            "No day in common: “by 18 November 2025” ends on 18 Nov 2025, “late November 2025” begins on 21 Nov 2025. "
            "2 days lie between them.",
        ),
        (
            ("December 2025", "by December 2025"),
            "“by December 2025” ends on 30 Nov 2025, “December 2025” begins on 1 Dec 2025. Each stands",
        ),
        (("1 May 2025", "3 June 2025"), "No day in common: 1 May 2025 and 3 Jun 2025."),
        (
            ("early May 2025", "mid May 2025", "12 May 2026"),
            "ends on 10 May 2025, “12 May 2026” begins on 12 May 2026.",
        ),
    ],
)
def test_days_that_have_none_in_common_are_named(office, panel, dates, sentence):
    assert sentence in panel(dated(office, *dates))[1]


def test_numbers_are_named_with_how_far_they_are_apart(office, panel):
    assert "10 and 20: 10 apart." in panel(counted(office, 20, 10, 20))[1]


def test_places_of_which_neither_lies_in_the_other_are_named(office, panel):
    group = GroupFactory(office=office)
    for name in ("North town", "South town"):
        ClaimFactory(about=group, aspect=Aspect.PLACE, place=PlaceFactory(name=name))
    said = panel(group)[1]
    assert "North town and South town: neither lies in the other." in said or (
        "South town and North town: neither lies in the other." in said
    )


def test_own_positions_of_one_day_that_differ_are_named(office, parties, panel):
    case = RepatriationCaseFactory(office=office, holding_party=parties[0], receiving_party=parties[1])
    for stance in (Stance.CONSIDERING, Stance.DOES_NOT_ACCEPT):
        speaker = StateBodyFactory(party=parties[1])
        statement = StatementFactory(source__office=office, speaker=speaker, said=parse("11 Dec 2025"))
        ClaimFactory(
            about=case, aspect=Aspect.POSITION, party=parties[1], position=stance, statement=statement
        )
    assert "Two positions of its own for the same day: considering, and not accepting." in panel(case)[1]


def test_what_one_speaker_said_in_two_outlets_is_one_card(office, panel):
    evacuation = dated(office, "by 18 November 2025")
    speaker = ActorFactory(name="The commissioner")
    for each in ("late November 2025", "late November"):
        statement = StatementFactory(source__office=office, speaker=speaker)
        ClaimFactory(about=evacuation, aspect=Aspect.DATE, date=parse(each), statement=statement)
    only, _said = panel(evacuation)
    assert len(only["claims"]) == 2
    assert only["claims"][-1]["outlets_text"] == "2 outlets, 2 origins"


@pytest.mark.parametrize(
    "dates",
    [
        ("1 May 2025", "3 May 2025"),
        ("by 18 November 2025", "late November 2025"),
        ("May 2025", "October 2025"),
        ("May 2024", "October 2025"),
        ("1990", "2025"),
        ("after 3 March 2025", "by 1 March 2025"),
    ],
)
def test_the_labels_of_a_scale_keep_apart_and_inside(office, panel, dates):
    axis = panel(dated(office, *dates))[0]["axis"]
    assert 1 <= len(axis["ticks"]) <= 7
    for one, other in pairwise(axis["ticks"]):
        room = other["x"] - one["x"] - (2 * len(other["text"]) if other["far"] and not one["far"] else 0)
        assert room >= 1.9 * len(one["text"]), axis["ticks"]
    for tick in axis["ticks"]:
        assert 0 <= tick["x"] <= 100
        assert tick["far"] or tick["x"] + 2 * len(tick["text"]) <= 100
    for bar in axis["bars"]:
        assert bar["x"] >= 0
        assert bar["x"] + bar["width"] <= 100.1


@pytest.mark.parametrize("numbers", [(10, 20), (6, 7), (0, 1), (1985, 2000), (3, 1_000_000)])
def test_the_figures_of_a_scale_keep_apart_and_inside(office, panel, numbers):
    axis = panel(counted(office, *numbers))[0]["axis"]
    assert [bar["text"] for bar in axis["bars"]] == [f"{number:,}" for number in numbers]
    assert 2 <= len(axis["ticks"]) <= 7
    assert len({tick["text"] for tick in axis["ticks"]}) == len(axis["ticks"])
    for one, other in pairwise(axis["ticks"]):
        assert other["x"] - one["x"] >= 1.9 * len(one["text"])


def test_a_number_without_an_upper_end_is_drawn_open(office, panel):
    group = counted(office, 13)
    ClaimFactory(about=group, number=20, precision="more_than")
    bars = panel(group)[0]["axis"]["bars"]
    assert [bar["open"] for bar in bars] == [False, True]
    assert bars[1]["x"] + bars[1]["width"] == pytest.approx(100, abs=0.2)


def test_a_date_of_which_no_year_is_known_is_named_and_not_drawn(office, panel):
    axis = panel(dated(office, "by 18 November 2025", "late November 2025", "early March"))[0]["axis"]
    drawn = {bar["text"]: bar["drawn"] for bar in axis["bars"]}
    assert drawn == {"early March": False, "by 18 November 2025": True, "late November 2025": True}


def test_a_viewer_reads_the_panel_and_is_not_offered_to_settle_it(office, panel):
    only, said = panel(counted(office, 6, 7), "viewer")
    assert only["settle_url"] == ""
    assert "Record how this was settled" not in said
