"""The ledger in the workshop: added through the actions, never changed."""

import pytest

from cases.lib import dates
from cases.models import (
    Assessment,
    Claim,
    Event,
    EventError,
    Group,
    Lot,
    NewsSearch,
    Parcel,
    Position,
    RepatriationCase,
    Source,
    SourceAssessment,
    Statement,
    StoredCopy,
    Thread,
)  # fmt: skip
from tests import factories
from tests.admin.conftest import address, errors_of, filled

pytestmark = pytest.mark.django_db

OWN = Event.Evidence.OWN_OBSERVATION


@pytest.fixture
def desk(workshop):
    return workshop("coordinator")


@pytest.fixture
def parcel(office):
    return factories.ParcelFactory(office=office)


@pytest.mark.parametrize(
    "model",
    [
        Source,
        SourceAssessment,
        StoredCopy,
        Statement,
        Event,
        EventError,
        NewsSearch,
        Claim,
        Assessment,
        Thread,
        Lot,
        Position,
    ],
)
def test_a_recorded_row_cannot_be_changed(model, row, coordinator, client_for):
    one, client = row(model), client_for(coordinator)
    page = client.get(address(model, "change", one.pk))
    assert b'name="_save"' not in page.content
    assert client.post(address(model, "change", one.pk), {"note": "changed"}).status_code == 403


def test_an_event_moves_the_status(desk, parcel, coordinator):
    typed = {"type": "packed", "occurred": "late November 2025", "evidence": OWN}
    answer = desk.send(Event, "add", query=f"about={parcel.reference}", **typed)
    assert answer.status_code == 302
    parcel.refresh_from_db()
    event = parcel.events.get()
    assert (parcel.status, parcel.last_event, event.recorded_by) == ("packed", event, coordinator)
    assert (event.occurred.words, event.occurred.edtf) == ("late November 2025", "[2025-11-21..2025-11-30]")


def test_the_choices_are_those_of_now(desk, parcel):
    page = desk.get(Event, "add", about=parcel.reference)
    groups = page.context["adminform"].form.fields["type"].choices
    offered = dict(groups[1][1])
    assert groups[1][0] == "Parcel"
    assert "packed" in offered
    assert "delivered" not in offered


def test_the_record_is_found_however_its_reference_is_typed(desk, parcel):
    about = f" {parcel.reference.replace('-', ' ').lower()} "
    assert desk.send(Event, "add", about=about, type="packed", evidence=OWN).status_code == 302
    assert parcel.events.count() == 1


def test_what_the_workflow_refuses_comes_back_with_everything_typed(desk, parcel):
    answer = desk.send(
        Event, "add", about=parcel.reference, type="delivered", note="A long note.", occurred="May 2025"
    )
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "A long note." in html
    assert 'value="May 2025"' in html
    assert "type" in answer.context["adminform"].form.errors
    assert not Event.objects.exists()


def test_what_the_action_refuses_comes_back_with_everything_typed(desk, office):
    case = factories.RepatriationCaseFactory(office=office)
    answer = desk.send(Event, "add", about=case.reference, type="asked", evidence=OWN, note="Typed words.")
    assert answer.context["adminform"].form.errors["counterpart"] == ["Say who was asked or answered."]
    assert "Typed words." in answer.content.decode()


def test_an_event_rests_on_something(desk, parcel):
    answer = desk.send(Event, "add", about=parcel.reference, type="packed")
    assert "Say who says so, or on which evidence it rests." in errors_of(answer)


def test_an_event_about_nothing_found_is_refused(desk):
    theirs = factories.ParcelFactory()
    for about in (theirs.reference, "PCL-XXXXX", "nonsense", ""):
        answer = desk.send(Event, "add", about=about, type="packed", evidence=OWN)
        assert "about" in answer.context["adminform"].form.errors
    assert not theirs.events.exists()


def test_a_form_that_is_sent_twice_makes_one_event(desk, parcel):
    page = desk.get(Event, "add", about=parcel.reference)
    data = filled(page, type="noted", note="Once.", evidence=OWN)
    answers = [desk.client.post(address(Event, "add"), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert parcel.events.count() == 1


def test_a_year_is_inferred_from_the_source_of_the_statement(desk, parcel, office):
    statement = _statement(office, published="13 December 2025")
    desk.send(
        Event, "add", about=parcel.reference, type="packed", occurred="11 December", statement=statement.pk
    )
    assert parcel.events.get().occurred.basis == "inferred"


def _statement(office, **facts):
    published = dates.parse(facts.pop("published", "2025-12-13"))
    return factories.StatementFactory(source__office=office, source__published=published, **facts)


def test_an_event_is_declared_wrong_and_its_correction_recorded(desk, office, coordinator):
    consignment = factories.ConsignmentFactory(office=office)
    event = factories.EventFactory(about=consignment, type="prepared", count=100, by=coordinator)
    answer = desk.send(
        EventError,
        "add",
        query=f"event={event.pk}",
        kind="incorrect_data",
        reason="Counted again.",
        count="120",
    )
    assert answer.status_code == 302
    consignment.refresh_from_db()
    assert consignment.prepared == 120
    assert event.error.correction.count == 120
    assert (
        f"/admin/cases/eventerror/{event.error.pk}/" in desk.get(Event, "change", event.pk).content.decode()
    )


def test_what_did_not_occur_has_no_correction(desk, parcel):
    event = factories.EventFactory(about=parcel)
    answer = desk.send(
        EventError, "add", event=event.pk, kind="did_not_occur", reason="Other parcel.", note="x"
    )
    assert "kind" in answer.context["adminform"].form.errors


def test_an_event_is_declared_wrong_once(desk, parcel):
    event = factories.EventErrorFactory(event__about=parcel).event
    answer = desk.send(EventError, "add", event=event.pk, kind="did_not_occur", reason="Again.")
    assert answer.status_code == 200
    assert EventError.objects.count() == 1


def test_source_statement_and_claim_are_recorded_one_after_the_other(desk, office, coordinator):
    publisher, group = factories.ActorFactory(kind="media"), factories.GroupFactory(office=office)
    typed = {
        "publisher": publisher.pk,
        "title": "A report",
        "type": "article",
        "published": "13 December 2025",
    }
    assert desk.send(Source, "add", **typed).status_code == 302
    source = Source.objects.get()
    assert (source.office, source.created_by) == (office, coordinator)
    desk.send(
        Statement, "add", query=f"source={source.pk}", speaker=publisher.pk, text="Six.", said="11 December"
    )
    statement = Statement.objects.get()
    assert statement.said.edtf == "2025?-12-11"
    claim = {"about": group.reference, "aspect": "size", "population": "people", "number": "6"}
    assert desk.send(Claim, "add", query=f"statement={statement.pk}", **claim).status_code == 302
    group.refresh_from_db()
    assert (group.size_low, group.size_high) == (6, 6)


def test_a_claim_needs_the_value_of_its_aspect(desk, office):
    group, statement = factories.GroupFactory(office=office), _statement(office)
    answer = desk.send(
        Claim, "add", about=group.reference, statement=statement.pk, aspect="size", population="people"
    )
    assert "Give the value that the aspect asks for, and no other." in errors_of(answer)


def test_a_judgement_closes_the_thread(desk, office):
    group = factories.GroupFactory(office=office)
    first, _second = (factories.ClaimFactory(about=group, number=n) for n in (6, 7))
    assert Group.objects.get().contested == 1
    desk.send(Assessment, "add", query=f"claim={first.pk}", kind="preferred", reason="The list with names.")
    assert Group.objects.get().contested == 0


def test_a_derived_statement_cites_its_parts(desk, office):
    part = _statement(office)
    typed = {
        "source": part.source_id,
        "speaker": part.speaker_id,
        "text": "25 of them",
        "modality": "derived",
    }
    answer = desk.send(Statement, "add", **typed)
    assert "parts" in answer.context["adminform"].form.errors
    desk.send(Statement, "add", **typed, parts=[part.pk])
    assert list(Statement.objects.get(modality="derived").parts.all()) == [part]


def test_a_mediator_of_a_case_gets_a_position(desk, office):
    case, mediator = (
        factories.RepatriationCaseFactory(office=office),
        factories.ActorFactory(kind="humanitarian"),
    )
    assert desk.send(RepatriationCase, "change", case.pk, mediators=[mediator.pk]).status_code == 302
    assert set(case.positions.values_list("actor", flat=True)) == {None, mediator.pk}


def test_what_the_database_refuses_comes_back_as_a_sentence(desk, office):
    consignment, other = (factories.ConsignmentFactory(office=office) for _ in range(2))
    parcel = factories.ParcelFactory(office=office, consignment=consignment)
    factories.EventFactory(about=parcel, type="added")
    answer = desk.send(Parcel, "change", parcel.pk, consignment=other.pk, sender="Typed")
    assert answer.status_code == 200
    assert "nothing is saved" in errors_of(answer)
    assert 'value="Typed"' in answer.content.decode()
