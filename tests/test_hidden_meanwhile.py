"""What is on a level above the reader is not used, named or counted by a deed either, also where it went there meanwhile (R02)."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import Refused, people
from cases.actions.death import hand_over
from cases.actions.naming import index_names
from cases.models import CounterpartList, GroupMembership, IdentityJudgement, Person
from tests import factories as make

STRICT = "strict"
ADD = "/people/add/"


def hide(record):
    """A coordinator puts it on the level of coordinators."""
    record.confidentiality = STRICT
    record.save()


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def record(client):
    """Look for somebody, find that it is none of these, and record them; what happens between is a function."""

    def record(between=lambda: None, **sought):
        url = client.post(ADD, {"name": "Зовсім Інша"} | sought).url
        between()
        typed = {"name": "Зовсім Інша", "confidentiality": "ordinary", "form_key": uuid.uuid4()}
        answer = client.post(url, typed)
        assert answer.status_code == 302
        return Person.objects.get(name="Зовсім Інша"), answer

    return record


def text(answer):
    return answer.content.decode()


# --- Before somebody is recorded ------------------------------------------------------------------------------


def test_a_hidden_person_cannot_be_said_to_be_none_of_these(record, office):
    hidden = make.PersonFactory(office=office, confidentiality=STRICT)
    record(shown=[hidden.reference])
    assert not IdentityJudgement.objects.exists()


def test_nobody_is_said_to_be_the_one_of_a_hidden_line(client, office, coordinator):
    hidden = make.CounterpartListFactory(
        office=office, by=coordinator, sender=make.StateBodyFactory(), confidentiality=STRICT
    )
    person, line = make.PersonFactory(office=office), hidden.lines.first()
    client.post(ADD, {"name": "Зовсім Інша", "line": line.pk, "person": person.reference})
    line.refresh_from_db()
    assert (line.state, line.person) == ("open", None)


def test_whoever_was_hidden_between_is_not_judged_either(record, office):
    shown = make.PersonFactory(office=office)
    record(lambda: hide(shown), shown=[shown.reference])
    assert not IdentityJudgement.objects.exists()


def test_a_hidden_person_is_not_the_one_of_a_group(client, office):
    group, hidden = (
        make.GroupFactory(office=office),
        make.PersonFactory(office=office, confidentiality=STRICT),
    )
    sought = {"name": "Зовсім Інша", "group": group.reference, "person": hidden.reference}
    assert client.post(ADD, sought).status_code == 404
    assert not GroupMembership.objects.exists()


def test_a_group_that_was_hidden_between_gets_no_member(record, office):
    group = make.GroupFactory(office=office)
    record(lambda: hide(group), group=group.reference)
    assert not GroupMembership.objects.exists()


def test_a_case_that_was_hidden_between_is_not_gone_back_to(record, office):
    case = make.RepatriationCaseFactory(office=office)
    person, answer = record(lambda: hide(case), back=case.reference)
    assert answer.url == person.get_absolute_url()


# --- Groups ---------------------------------------------------------------------------------------------------


@pytest.fixture
def hidden_place(office):
    """A group whose one place without a name only coordinators see."""
    group = make.GroupFactory(office=office)
    placeholder = make.PersonFactory(office=office, name="", label="unnamed", confidentiality=STRICT)
    make.GroupMembershipFactory(group=group, person=placeholder)
    return placeholder


def test_a_hidden_place_is_not_given_a_name_by_whoever_does_not_see_it(hidden_place, office, caseworker):
    group, person = hidden_place.groups.get(), make.PersonFactory(office=office)
    people.name_member(group=group, person=person, by=caseworker)
    hidden_place.refresh_from_db()
    assert hidden_place.superseded_by is None
    assert group.members.count() == 2


def test_a_hidden_place_is_not_offered_a_name(client, client_for, hidden_place):
    here = f"{hidden_place.groups.get().get_absolute_url()}people/"
    assert list(client.get(here).context["unnamed"]) == []
    assert list(client_for("coordinator").get(here).context["unnamed"]) == [hidden_place]


def test_a_hidden_person_is_not_chosen_for_a_line(client, office):
    group, hidden = (
        make.GroupFactory(office=office),
        make.PersonFactory(office=office, confidentiality=STRICT),
    )
    index_names([hidden])
    data = {"lines": "Зовсім Інша", "line-0": hidden.reference, "record": "1", "form_key": uuid.uuid4()}
    assert client.post(f"{group.get_absolute_url()}people/", data).status_code == 404
    assert not group.members.filter(pk=hidden.pk).exists()


# --- Operations -----------------------------------------------------------------------------------------------


@pytest.fixture
def hidden_line(office, parties):
    """A line of an operation about somebody whom only coordinators see."""
    operation = make.RepatriationEventFactory(office=office, from_party=parties[0], to_party=parties[1])
    hidden = make.PersonFactory(office=office, name="Прихована Особа", confidentiality=STRICT)
    return make.RepatriationPartFactory(event=operation, person=hidden)


def test_a_hidden_line_is_not_taken_off(client, hidden_line):
    url = reverse("operation_take_off", args=[hidden_line.event.reference, hidden_line.pk])
    assert client.post(url).status_code == 404
    hidden_line.refresh_from_db()


def test_a_hidden_line_has_no_form_of_readiness(client, client_for, hidden_line):
    here = reverse("operation_readiness", args=[hidden_line.event.reference])
    assert "Прихована" not in text(client.get(here))
    assert "Прихована" in text(client_for("coordinator").get(here))


def test_a_hidden_member_is_not_offered_to_travel(client, client_for, office, parties):
    operation = make.RepatriationEventFactory(office=office, from_party=parties[0], to_party=parties[1])
    group = make.GroupFactory(office=office)
    hidden = make.PersonFactory(office=office, name="Прихована Особа", confidentiality=STRICT)
    make.GroupMembershipFactory(group=group, person=hidden)
    case = make.RepatriationCaseFactory(office=office, group=group, person=None)
    here = f"{reverse('operation_people', args=[operation.reference])}?case={case.reference}"
    assert "Прихована" not in text(client.get(here))
    assert "Прихована" in text(client_for("coordinator").get(here))


# --- Calls, deaths, lists, documents, undertakings ----------------------------------------------------------------


def test_a_caller_whom_one_may_not_see_is_not_typed_into_the_next_form(client, client_for, office):
    person = make.PersonFactory(office=office)
    caller = make.PersonFactory(office=office, name="Прихована Особа", confidentiality=STRICT)
    sent = {
        "about": person.reference, "who": f"{caller} · {caller.reference}", "relationship": "sibling", "way": "telephone",
        "asked": "Is she well?", "on": f"{timezone.localdate()}", "form_key": uuid.uuid4(),
    }  # fmt: skip
    assert client_for("coordinator").post(reverse("call_add"), sent).status_code in {200, 302}
    form = client.get(reverse("call_add"), {"about": person.reference}).context["form"]
    assert form.initial["who"] == ""


def test_news_of_a_death_is_not_given_to_whoever_may_not_see_the_person(office, caseworker, coordinator):
    person = make.PersonFactory(office=office, confidentiality=STRICT)
    notice = make.DeathNoticeFactory(person=person, owner=coordinator)
    with pytest.raises(Refused, match="may not see this person"):
        hand_over(notice=notice, to=caseworker, by=coordinator)
    notice.refresh_from_db()
    assert notice.owner == coordinator


def test_a_hidden_list_does_not_say_that_it_is_there(office, caseworker, coordinator):
    facts = {"office": office, "sender": make.StateBodyFactory(), "written": "Зовсім Інша"}
    make.CounterpartListFactory(by=coordinator, confidentiality=STRICT, **facts)
    make.CounterpartListFactory(by=caseworker, **facts)
    assert CounterpartList.objects.count() == 2
    with pytest.raises(Refused, match="recorded already"):
        make.CounterpartListFactory(by=coordinator, **facts)


def test_a_hidden_consignment_is_not_under_its_undertaking(client, client_for, office):
    undertaking = make.UndertakingFactory(office=office, agreement__office=office)
    hidden = make.ConsignmentFactory(office=office, undertaking=undertaking, confidentiality=STRICT)
    here = undertaking.agreement.get_absolute_url()
    assert hidden.reference not in text(client.get(here))
    assert hidden.reference in text(client_for("coordinator").get(here))


def test_a_hidden_undertaking_is_not_copied_to_the_other_direction(client, client_for, office, parties):
    agreement = make.AgreementFactory(office=office)
    hidden = make.UndertakingFactory(
        office=office,
        agreement=agreement,
        party=parties[0],
        text="Прихована обіцянка",
        confidentiality=STRICT,
    )
    here = f"{reverse('undertaking_add', args=[agreement.reference])}?other={hidden.reference}&party=XB"
    assert "Прихована" not in text(client.get(here))
    assert "Прихована" in text(client_for("coordinator").get(here))


def test_hidden_evacuees_are_neither_listed_nor_counted(client, client_for, office):
    evacuation = make.EvacuationFactory(office=office)
    hidden = make.PersonFactory(office=office, name="Прихована Особа", confidentiality=STRICT)
    make.EvacueeFactory(office=office, evacuation=evacuation, person=hidden)
    make.EvacueeFactory(office=office, evacuation=evacuation, person=make.PersonFactory(office=office))
    pages = [
        text(client_for(role).get(evacuation.get_absolute_url())) for role in ("caseworker", "coordinator")
    ]
    assert ["Прихована" in page for page in pages] == [False, True]
