"""What others look after is kept on every page that tells of a person, not on the person's own page alone (safety.md §4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.guarded import kept_from, kept_of
from cases.models import Evacuee, LineJudgement
from tests import factories as make

REASON = {"reason": "The family is on the telephone and the owner is ill"}
KEPT = "not shown to you"


@pytest.fixture
def theirs(office, user_in):
    """Somebody whom another caseworker looks after."""
    return make.PersonFactory(office=office, name="Anna of others", owner=user_in("caseworker"))


@pytest.fixture
def ours(office):
    """Somebody whom nobody looks after, so that everybody does."""
    return make.PersonFactory(office=office, name="Boris of ours")


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def open_it(client, person):
    client.post(f"/record/{person.reference}/open/", REASON)


def calls(office, *people):
    for person in people:
        make.FamilyCallFactory(
            office=office, about=person, caller_name=f"Sister of {person.name}", asked=f"Where is {person.name} now?",
            told=f"That {person.name} wrote", contact="+000 7654321",
        )  # fmt: skip


def test_who_called_and_what_was_said_is_for_whoever_looks_after_the_person(office, client, theirs, ours):
    calls(office, theirs, ours)
    shown = page(client, "/calls/")
    for words in ("Sister of", "Where is", "That"):
        assert f"{words} Boris of ours" in shown, words
        assert f"{words} Anna of others" not in shown, words
    assert KEPT in shown
    open_it(client, theirs)
    assert "Where is Anna of others" in page(client, "/calls/")


def test_a_call_about_a_case_is_kept_with_its_person(office, client, theirs):
    case = make.RepatriationCaseFactory(office=office, group=None, person=theirs, owner=theirs.owner)
    make.FamilyCallFactory(
        office=office, about=case, caller_name="Sister of Anna", asked="When does she travel?"
    )
    shown = page(client, "/calls/")
    assert case.reference in shown
    assert "When does she travel?" not in shown


def test_the_file_of_calls_keeps_it_too(office, client, theirs, ours):
    calls(office, theirs, ours)
    file = b"".join(client.post("/calls/export/", {"format": "csv", "reason": "x"})).decode()
    assert "Where is Boris of ours" in file
    assert "Anna of others" not in file.replace(theirs.reference, "")


@pytest.mark.parametrize("asked", ["q=wrote", "relationship=sibling"])
def test_what_is_kept_of_a_call_is_not_found_by_filtering_for_it(asked, office, client, theirs, ours):
    calls(office, theirs, ours)
    shown = page(client, f"/calls/?{asked}")
    assert ours.reference in shown
    assert theirs.reference not in shown


def test_a_new_call_is_taken_by_everybody_and_tells_nothing_of_those_before(office, client, theirs):
    calls(office, theirs)
    shown = page(client, f"/calls/add/?about={theirs.reference}")
    for words in ("Sister of", "Where is", "+000 7654321"):
        assert words not in shown, words


def test_the_list_of_calls_asks_as_often_for_many(office, client, theirs, user_in):
    calls(office, theirs)
    with CaptureQueriesContext(connection) as few:
        page(client, "/calls/")
    calls(office, *make.PersonFactory.create_batch(12, office=office, owner=theirs.owner))
    with CaptureQueriesContext(connection) as many:
        page(client, "/calls/")
    assert len(few) == len(many)


def test_where_people_stay_is_kept_on_the_page_that_records_it(office, client, theirs, ours):
    evacuation = make.EvacuationFactory(office=office)
    for person, name in ((theirs, "Shelter of others"), (ours, "Shelter of ours")):
        make.EvacueeFactory(
            office=office,
            evacuation=evacuation,
            person=person,
            place=make.PlaceFactory(name=name),
            owner=person.owner,
        )
    address = f"{evacuation.get_absolute_url()}accommodation/"
    shown = page(client, address)
    assert "Shelter of ours" in shown
    assert "Anna of others" in shown
    assert "Shelter of others" not in shown
    open_it(client, theirs)
    assert "Shelter of others" in page(client, address)


@pytest.fixture
def operation(office, theirs, ours):
    """An operation with both on its list, each with a guardian."""
    operation = make.RepatriationEventFactory(office=office)
    for person in (theirs, ours):
        make.RepatriationPartFactory(
            event=operation,
            person=person,
            guardian=f"Guardian of {person.name}",
            travels_with=f"Child of {person.name}",
        )
    return operation


def test_who_answers_for_a_traveller_is_kept_on_the_page_of_the_operation(client, operation, theirs):
    for address in (operation.get_absolute_url(), f"{operation.get_absolute_url()}people/"):
        shown = page(client, address)
        for words in ("Guardian of", "Child of"):
            assert f"{words} Boris of ours" in shown, address
            assert f"{words} Anna of others" not in shown, address
        assert "Anna of others" in shown
    open_it(client, theirs)
    assert "Guardian of Anna of others" in page(client, operation.get_absolute_url())


def test_readiness_is_written_for_whom_one_looks_after(client, operation, theirs):
    address = f"{operation.get_absolute_url()}readiness/"
    shown = page(client, address)
    assert "Guardian of Boris of ours" in shown
    assert "Anna of others" not in shown
    assert "1 line is of somebody whom a colleague looks after" in shown
    open_it(client, theirs)
    assert "Guardian of Anna of others" in page(client, address)


def test_readiness_is_kept_on_the_page_of_a_case(office, client, theirs):
    case = make.RepatriationCaseFactory(
        office=office,
        group=None,
        person=theirs,
        owner=theirs.owner,
        guardian="Guardian of Anna",
        travels_with="Her child",
    )
    shown = page(client, case.get_absolute_url())
    assert "Guardian of Anna" not in shown
    assert "Her child" not in shown
    open_it(client, theirs)
    assert "Guardian of Anna" in page(client, case.get_absolute_url())


def test_how_a_wish_was_heard_is_kept_on_the_form_of_the_next(office, client, theirs):
    case = make.RepatriationCaseFactory(office=office, group=None, person=theirs, owner=theirs.owner)
    make.WishRecordFactory(about=case, heard_by="A delegate in the colony")
    address = f"{case.get_absolute_url()}wish/"
    assert "A delegate in the colony" not in page(client, address)
    open_it(client, theirs)
    assert "A delegate in the colony" in page(client, address)


def test_the_wish_of_one_of_a_group_is_kept_too(office, client, client_for, theirs):
    group = make.GroupFactory(office=office)
    make.GroupMembershipFactory(group=group, person=theirs)
    case = make.RepatriationCaseFactory(office=office, group=group)
    make.WishRecordFactory(about=case, person=theirs, heard_by="A delegate in the colony")
    for address in (case.get_absolute_url(), f"{case.get_absolute_url()}wish/"):
        assert "A delegate in the colony" not in page(client, address), address
    assert "A delegate in the colony" not in page(client_for("viewer"), case.get_absolute_url())
    open_it(client, theirs)
    assert "A delegate in the colony" in page(client, case.get_absolute_url())


def test_a_tracing_request_of_others_is_changed_behind_the_glass(office, client, theirs):
    request = make.TracingRequestFactory(
        office=office,
        person=theirs,
        owner=theirs.owner,
        enquirer_contact="+000 1112233",
        circumstances="Seen in a colony",
    )
    address = f"{request.get_absolute_url()}edit/"
    there = f"/record/{request.reference}/open/"
    assert client.get(address).url == there
    assert client.post(address, {"name": "x"}).url == there
    client.post(there, REASON)
    shown = page(client, address)
    assert "Seen in a colony" in shown
    assert "+000 1112233" not in shown  # how to reach who asks is for the owner and coordinators


@pytest.fixture
def received(office, theirs):
    """A list of people held in one place; its one line is the person whom others look after."""
    place = make.PlaceFactory(name="Colony of the list")
    received = make.CounterpartListFactory(office=office, place=place, written="Anna, barrack 7")
    line = received.lines.get()
    make.LineJudgementFactory(
        line=line, verdict=LineJudgement.Verdict.IS, person=theirs, reason="The same name"
    )
    return received


def test_a_received_list_keeps_where_somebody_is_held_whom_others_look_after(client, received, theirs):
    line = received.lines.get()
    for address in (
        received.get_absolute_url(),
        line.get_absolute_url(),
        f"{received.get_absolute_url()}ours/",
    ):
        shown = page(client, address)
        assert "Colony of the list" not in shown, address
        assert "barrack 7" not in shown, address
    file = b"".join(
        client.post(f"{received.get_absolute_url()}export/", {"format": "csv", "reason": "x"})
    ).decode()
    assert "barrack 7" not in file
    open_it(client, theirs)
    shown = page(client, line.get_absolute_url())
    assert "Colony of the list" in shown
    assert "barrack 7" in shown


def test_who_is_given_a_list_reads_it(client, caseworker, received):
    type(received).objects.filter(pk=received.pk).update(owner=caseworker)
    shown = page(client, received.lines.get().get_absolute_url())
    assert "Colony of the list" in shown
    assert "barrack 7" in shown


def test_where_the_people_of_a_list_are_held_is_not_for_who_sees_no_places(client_for, received):
    shown = [
        "Colony of the list" in page(client_for(role), received.get_absolute_url())
        for role in ("viewer", "coordinator")
    ]
    assert shown == [False, True]


def test_everybody_is_kept_from_who_sees_no_places(office, viewer, caseworker, ours):
    make.EvacueeFactory(office=office, person=ours)
    for user, kept in ((viewer, True), (caseworker, False)):
        assert kept_from(user, [ours.pk]) == ({ours.pk} if kept else set())
        (evacuee,) = Evacuee.objects.annotate(kept=kept_of(user, "person"))
        assert evacuee.kept == kept
