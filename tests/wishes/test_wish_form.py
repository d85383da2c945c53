"""The form of a wish: how it was expressed, who heard it, who was present; and what a party says is a claim."""

import uuid

import pytest

from cases.models import RepatriationCase, WishRecord
from tests.factories import (
    EvacueeFactory,
    EventErrorFactory,
    GroupMembershipFactory,
    OfficeFactory,
    PersonFactory,
    RepatriationCaseFactory,
    SourceFactory,
    StateBodyFactory,
    WishRecordFactory,
)


@pytest.fixture
def case(office, parties):
    holding, receiving = parties
    return RepatriationCaseFactory(
        office=office, title="Six residents", holding_party=holding, receiving_party=receiving
    )


def text(answer):
    return answer.content.decode()


def url(record):
    return f"{record.get_absolute_url()}wish/"


def typed(**changes):
    data = {
        "wish": "return", "how": "with_others", "heard_by": "A delegate", "present": "An interpreter",
        "occurred": "early December 2025", "who_says_so": "own_observation", "form_key": uuid.uuid4(),
    }  # fmt: skip
    return data | changes


def test_a_wish_is_recorded_and_stands_on_the_page_of_the_case(client_for, case):
    client, data = client_for("caseworker"), typed()
    assert client.post(url(case), data).url == case.get_absolute_url()
    assert client.post(url(case), data).status_code == 302
    assert WishRecord.objects.count() == 1
    page = text(client.get(case.get_absolute_url()))
    for words in ("Wishes to return", "in person, with others present", "Heard by A delegate.",
                  "Present: An interpreter.", "early Dec 2025"):  # fmt: skip
        assert words in page


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(client_for, case):
    answer = client_for("caseworker").post(url(case), typed(present=""))
    assert answer.status_code == 422
    assert "Write who was present." in text(answer)
    assert 'value="A delegate"' in text(answer)
    assert not WishRecord.objects.exists()


def test_a_wish_on_the_word_of_a_party_is_refused_and_offered_as_a_statement(client_for, case):
    minister = StateBodyFactory(name="Ministry of the test", party=case.holding_party)
    source = SourceFactory(office=case.office, title="Announcement")
    answer = client_for("caseworker").post(
        url(case), typed(who_says_so="other", source=source.reference, speaker=minister.name)
    )
    assert answer.status_code == 422
    assert "is a claim, not a wish" in text(answer)
    assert f"?about={case.reference}" in text(answer)
    assert not WishRecord.objects.exists()


def test_what_the_red_cross_writes_is_a_wish(client_for, case):
    source = SourceFactory(
        office=case.office, title="Letter of the delegation", publisher__kind="humanitarian"
    )
    client_for("caseworker").post(
        url(case), typed(how="red_cross", who_says_so="other", source=source.reference)
    )
    assert WishRecord.objects.get().event.statement.source == source


def test_the_wish_of_one_of_the_group_is_chosen_by_a_link_on_the_page(client_for, case):
    person = GroupMembershipFactory(group=case.group, person__office=case.office).person
    client = client_for("caseworker")
    link = f"{url(case)}?person={person.reference}"
    assert link in text(client.get(case.get_absolute_url()))
    assert person.reference in text(client.get(link))
    client.post(url(case), typed(person=person.reference))
    assert WishRecord.objects.get().person == person
    assert RepatriationCase.objects.get().wish == "unknown"
    other = PersonFactory(office=case.office)
    answer = client.post(url(case), typed(person=other.reference))
    assert "This person is not of the group" in text(answer)


def test_a_wish_declared_wrong_stands_struck_and_counts_no_more(client_for, case):
    EventErrorFactory(event=WishRecordFactory(about=case).event)
    page = text(client_for("caseworker").get(case.get_absolute_url()))
    assert "<s>Wishes to return</s> declared wrong" in page


def test_roles_without_life_critical_rights_see_the_wish_and_not_how(client_for, office):
    evacuee = EvacueeFactory(office=office)
    WishRecordFactory(about=evacuee, how="with_others", present="Canary guard", heard_by="Canary delegate")
    page = text(client_for("viewer").get(evacuee.get_absolute_url()))
    assert "Wishes to return" in page
    assert "Canary" not in page
    assert "with others present" not in page


def test_who_of_a_group_it_is_shows_only_to_those_who_may_see_the_person(client_for, case, caseworker):
    hidden = PersonFactory(office=case.office, name="Canary Person", confidentiality="strict")
    GroupMembershipFactory(group=case.group, person=hidden)
    WishRecordFactory(about=case, person=hidden)
    page = text(client_for(caseworker).get(case.get_absolute_url()))
    assert "Canary" not in page
    assert "one of the group" in page


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_who_may_record_no_event_records_no_wish(client_for, case, role):
    client = client_for(role)
    assert client.get(url(case)).status_code == 403
    assert client.post(url(case), typed()).status_code == 403


def test_a_case_of_another_office_is_not_there(client_for, db):
    other = RepatriationCaseFactory(office=OfficeFactory())
    evacuee = EvacueeFactory(office=other.office)
    client = client_for("caseworker")
    assert client.get(url(other)).status_code == 404
    assert client.post(url(other), typed()).status_code == 404
    assert client.get(url(evacuee)).status_code == 404


@pytest.mark.parametrize(
    "words", ["\0", "x" * 100_000, "\u202eרצון", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
)
def test_bad_words_are_refused_or_cleaned_and_never_a_fault(client_for, case, words):
    client = client_for("caseworker")
    for name in ("wish", "how", "heard_by", "present", "occurred", "person", "note", "form_key", "source"):
        answer = client.post(url(case), typed(**{name: words}))
        assert answer.status_code in {302, 422}, name


def test_the_warning_stands_on_the_case_until_a_wish_is_recorded(client_for, case):
    minister = StateBodyFactory(party=case.holding_party)
    source = SourceFactory(office=case.office)
    client = client_for("caseworker")
    client.post(f"/record/{case.reference}/event/", {
        "type": "scheduled", "due": "March 2027", "who_says_so": "other", "source": source.reference,
        "speaker": minister.name, "modality": "planned", "form_key": uuid.uuid4(),
    })  # fmt: skip
    warning = "A return is planned, and no wish to return is recorded."
    assert warning in text(client.get(case.get_absolute_url()))
    client.post(url(case), typed())
    assert (
        warning not in text(client.get(case.get_absolute_url())).split('id="side"')[0].split('id="events"')[0]
    )


def test_our_own_planning_without_a_wish_comes_back_with_what_was_typed(client_for, case):
    answer = client_for("caseworker").post(f"/record/{case.reference}/event/", {
        "type": "scheduled", "due": "March 2027", "who_says_so": "own_observation", "note": "Bus at nine",
        "form_key": uuid.uuid4(),
    })  # fmt: skip
    assert answer.status_code == 422
    assert "no wish to return is recorded" in text(answer)
    assert "Bus at nine" in text(answer)


def test_the_form_of_events_does_not_offer_a_wish(client_for, case):
    form = client_for("caseworker").get(case.get_absolute_url()).context["event_form"]
    offered = {type for type, _label in form.fields["type"].choices}
    assert "requested" in offered
    assert "wish_recorded" not in offered
