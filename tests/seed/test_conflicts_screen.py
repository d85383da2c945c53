"""The screen of conflicts with the seed: what the articles and the public record say differently."""

import pytest

from cases.models import Office
from tests.factories import UserFactory
from tests.seed import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def found(client_for):
    client = client_for(UserFactory(role="coordinator", office=Office.objects.get()))

    def found(**query):
        return list(client.get("/conflicts/", query).context["rows"])

    return found


@pytest.mark.parametrize(
    ("record", "question", "values"),
    [
        ("evacuation.six", "When it happened", {"late November", "by 18 November 2025"}),
        ("repatriation_event.2025-10-02", "How many, in this event", {"10", "20"}),
        ("group.hrabovske", "When it happened", {"18 December", "night of 20 December"}),
    ],
)
def test_what_is_said_stands_side_by_side(found, record, question, values):
    (row,) = [row for row in found() if row.record == rows.record(record)]
    assert row.question.startswith(question)
    assert {one["value"] for one in row.said} == values


def test_the_parcels_are_to_come_in_december_or_by_december(found):
    planned = [row for row in found(kind="consignment", aspect="date_planned") if row.open]
    said = [{one["value"].casefold() for one in row.said} for row in planned]
    assert any({"in december", "by december"} <= values for values in said)


def test_the_visits_are_worded_in_two_ways(found):
    visits = found(kind="visit", aspect="manner")
    assert visits
    assert all(len(row.said) == 2 for row in visits)


def test_statements_are_found_by_a_russian_word_in_another_form(client_for):
    client = client_for(UserFactory(role="viewer", office=Office.objects.get()))
    rows = client.get("/statements/", {"q": "взаимных посещениях"}).context["rows"]
    assert any("взаимное посещение" in row.quote for row in rows)
