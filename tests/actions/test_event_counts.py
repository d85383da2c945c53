"""D37: a figure in all so far, of those who remain or of a plan cannot be saved as the count of an event."""

import uuid

import pytest

from cases.actions import Refused, events
from cases.lib.dates import parse
from cases.models import Event
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    GroupFactory,
    RepatriationCaseFactory,
    RepatriationEventFactory,
    SourceFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(office):
    return GroupFactory(office=office)


@pytest.fixture
def operation(group):
    operation = RepatriationEventFactory(office=group.office)
    operation.groups.add(group)
    return operation


@pytest.fixture
def source(office):
    return SourceFactory(office=office, published=parse("28 March 2025"), url="https://example.org/figures")


@pytest.fixture
def speaker(db):
    return ActorFactory(name="The commissioner")


@pytest.fixture
def said(source, speaker, group):
    """A statement of the speaker in the source with one figure."""

    def said(aspect, number, about=None, modality="asserted"):
        statement = StatementFactory(source=source, speaker=speaker, modality=modality)
        ClaimFactory(
            about=about or group, statement=statement, aspect=aspect, number=number, population="residents"
        )
        return statement

    return said


def complete(about, statement, count, type="completed", **facts):
    return events.record_event(about=about, type=type, by=None, statement=statement, count=count, **facts)


@pytest.mark.parametrize("aspect", ["count_cumulative", "count_remaining", "count_planned"])
def test_a_figure_of_another_kind_is_refused_as_the_count_of_an_event(operation, said, aspect):
    with pytest.raises(Refused, match="not the count of one event") as refused:
        complete(operation, said(aspect, 104), 104)
    assert refused.value.field == "count"
    assert not Event.objects.exists()


def test_another_number_of_the_same_source_is_taken(operation, said):
    assert complete(operation, said("count_cumulative", 104), 46).count == 46


def test_a_number_that_the_source_gives_for_an_event_too_is_taken(operation, said):
    statement = said("count_cumulative", 46)
    said("count_event", 46, operation)
    assert complete(operation, statement, 46).count == 46


def test_a_figure_of_another_group_is_no_reason_to_refuse(operation, said, office):
    assert complete(operation, said("count_cumulative", 104, GroupFactory(office=office)), 104).count == 104


def test_what_is_planned_is_not_done(operation, said):
    statement = said("count_planned", 25, operation, "planned")
    with pytest.raises(Refused, match="what is planned is not done"):
        complete(operation, statement, 30)
    assert complete(operation, statement, None).count is None


def test_a_plan_keeps_its_number(operation, said):
    statement = said("count_planned", 25, operation, "planned")
    assert complete(operation, statement, 25, "scheduled", due=parse("28 March 2025")).count == 25


def test_a_correction_is_held_to_the_same(operation, said):
    event = complete(operation, said("count_cumulative", 104), 46)
    with pytest.raises(Refused, match="not the count of one event"):
        events.declare_wrong(
            event=event, kind="incorrect_data", reason="Misread.", by=None, correction={"count": 104}
        )


def test_it_holds_for_the_group_itself_and_for_a_case_of_it(group, said):
    statement = said("count_cumulative", 104)
    with pytest.raises(Refused, match="not the count"):
        complete(group, statement, 104, "some_returned")
    with pytest.raises(Refused, match="not the count"):
        complete(RepatriationCaseFactory(office=group.office, group=group), statement, 104, "requested")


@pytest.mark.parametrize("modality", ["planned", "asserted"])
def test_the_form_says_so_at_the_count_and_keeps_what_was_typed(
    client_for, operation, source, speaker, said, modality
):
    said("count_cumulative", 104)
    data = {
        "type": "completed", "who_says_so": "other", "source": source.url, "speaker": speaker.name, "modality": modality,
        "occurred": "22 November 2024", "count": "104", "note": "As typed.", "form_key": str(uuid.uuid4()),
    }  # fmt: skip
    answer = client_for("caseworker").post(f"/record/{operation.reference}/event/", data)
    assert answer.status_code == 422
    assert "leave the number empty" in answer.context["form"].errors["count"][0]
    assert "As typed." in answer.content.decode()
    assert not Event.objects.exists()
