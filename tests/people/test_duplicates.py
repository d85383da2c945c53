"""The queue of possible duplicates: side by side, judged by people, one after another."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import identity
from cases.actions.glass import break_glass
from cases.actions.identity import pair
from cases.lib.dates import parse
from cases.models import IdentityJudgement, Person
from tests.factories import IdentityLinkFactory, PersonFactory, PersonNameFactory, PlaceFactory

URL = "/people/duplicates/"


@pytest.fixture
def two(office):
    """One man on two lists, it seems."""
    one = PersonFactory(
        office=office, name="Бондаренко Сергій", latin_name="Bondarenko Serhii", born=parse("1987")
    )
    other = PersonFactory(office=office, name="Сергей Бондаренко", born=parse("3 March 1987"), rank="private")
    return pair(one, other)


@pytest.fixture
def namesakes(office):
    people = [PersonFactory(office=office, name=name, sex=sex) for name, sex in
              (("Орлова Олена", "female"), ("Орлов Олег", "male"))]  # fmt: skip
    return pair(*people)


def said(verdict, reason="The same photograph.", of=None):
    """What the form sends; `of` the pair as it stands now, where somebody judged it already."""
    seen = identity.last_judged(of) if of else 0
    return {"verdict": verdict, "reason": reason, "form_key": uuid.uuid4(), "seen": seen}


def page(response):
    return response.content.decode()


def test_the_most_alike_is_opened_first_with_each_field_marked(client_for, two, namesakes):
    response = client_for("caseworker").get(URL)
    assert [row.pk for row in response.context["rows"]] == [two.pk, namesakes.pk]
    shown = {
        str(row["label"]): (row["found"], row["left"], row["right"])
        for row in response.context["pair"]["rows"]
    }
    assert shown["Names"] == ("match", ["Бондаренко Сергій", "Bondarenko Serhii"], ["Сергей Бондаренко"])
    assert shown["Born"][0] == "match"
    assert shown["Rank"][0] == "unknown"
    assert "Sex" not in shown
    assert "0 of 2 decided" in page(response)
    assert "given name equivalent" in page(response)
    assert "born at the same time" in page(response)


def test_a_verdict_with_its_reason_leads_on_to_the_next_pair(client_for, caseworker, two, namesakes):
    client = client_for(caseworker)
    response = client.post(f"{URL}{two.pk}/?synthetic=no", said("not_same", "Other fathers."), follow=True)
    assert response.redirect_chain == [(f"{URL}{namesakes.pk}/?synthetic=no", 302)]
    assert "1 of 2 decided" in page(response)
    two.refresh_from_db()
    assert (two.state, two.is_waiting) == ("not_same", False)
    assert "Other fathers." in page(client.get(f"{URL}{two.pk}/"))


def test_after_the_last_one_comes_the_list(client_for, two):
    assert client_for("caseworker").post(f"{URL}{two.pk}/", said("unsure")).url == URL


def test_the_same_takes_a_second_person_who_is_a_coordinator(
    client_for, user_in, caseworker, coordinator, two
):
    response = client_for(caseworker).post(f"{URL}{two.pk}/", said("same"), follow=True)
    assert "A coordinator decides as the second person" in page(response)
    assert [value for value, _label in client_for(caseworker).get(f"{URL}{two.pk}/").context["form"].fields["verdict"].choices] == [
        "not_same", "unsure", "undone"]  # fmt: skip
    assert client_for(user_in("caseworker")).post(f"{URL}{two.pk}/", said("same", of=two)).status_code == 422
    response = client_for(coordinator).post(f"{URL}{two.pk}/", said("same", of=two), follow=True)
    assert "are one person now, and count as one" in page(response)
    assert Person.objects.counted().count() == 1
    listed = client_for(caseworker).get("/people/")
    assert len(listed.context["rows"]) == 1


def test_a_join_is_taken_back_from_the_same_page(client_for, caseworker, coordinator, two):
    for who in (caseworker, coordinator):
        identity.judge(link=two, verdict="same", reason="The same photograph.", by=who)
    assert client_for(caseworker).get(f"{URL}{two.pk}/").context["form"] is None
    assert client_for(caseworker).post(f"{URL}{two.pk}/", said("undone")).status_code == 403
    client_for(coordinator).post(f"{URL}{two.pk}/", said("undone", "Another man came back.", of=two))
    assert Person.objects.counted().count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "This field is required."),
        ({"verdict": "merge"}, "Select a valid choice"),
        ({"verdict": ""}, "This field is required."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client_for, two, wrong, sentence):
    response = client_for("caseworker").post(f"{URL}{two.pk}/", said("unsure", "Typed at length") | wrong)
    assert response.status_code == 422
    assert sentence in page(response)
    assert wrong.get("reason") or "Typed at length" in page(response)
    assert not IdentityJudgement.objects.exists()


def test_a_contradiction_is_refused_at_the_form_with_the_pair_that_contradicts(
    client_for, caseworker, coordinator, office, two
):
    third = PersonFactory(office=office, name="Бондаренко Сергій")
    for who in (caseworker, coordinator):
        identity.judge(link=two, verdict="same", reason="The same photograph.", by=who)
    identity.judge(link=pair(two.first, third), verdict="not_same", reason="Seen together.", by=caseworker)
    response = client_for(caseworker).post(f"{URL}{pair(two.second, third).pk}/", said("same"))
    assert response.status_code == 422
    assert third.reference in response.context["form"].errors["verdict"][0]


def test_a_contradiction_through_somebody_hidden_names_nobody(
    client_for, caseworker, coordinator, office, two
):
    hidden = PersonFactory(office=office, name="Kept Person", confidentiality="strict")
    fourth = PersonFactory(office=office, name="Бондаренко Сергій")
    for link in (pair(two.first, hidden), pair(hidden, two.second)):
        for who in (caseworker, coordinator):
            identity.judge(link=link, verdict="same", reason="The same photograph.", by=who)
    identity.judge(link=pair(hidden, fourth), verdict="not_same", reason="Seen together.", by=caseworker)
    for link, verdict in ((two, "not_same"), (pair(two.first, fourth), "same")):
        shown = page(client_for(caseworker).post(f"{URL}{link.pk}/", said(verdict)))
        assert "through a record that you may not see" in shown
        assert hidden.reference not in shown
        assert "Kept Person" not in shown
        assert "Kept Person" in page(client_for(coordinator).post(f"{URL}{link.pk}/", said(verdict)))


def test_a_form_that_is_sent_twice_is_one_judgement(client_for, two):
    client, data = client_for("caseworker"), said("unsure")
    assert [client.post(f"{URL}{two.pk}/", data).status_code for _ in range(2)] == [302, 302]
    assert IdentityJudgement.objects.count() == 1


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_may_only_look_is_not_offered_the_form(client_for, role, two):
    assert "Record, and go on" not in page(client_for(role).get(URL))
    assert client_for(role).post(f"{URL}{two.pk}/", said("unsure")).status_code == 403


def test_pairs_with_a_person_whom_one_may_not_see_are_not_there(client_for, office):
    kept = PersonFactory(office=office, name="Kept Person", confidentiality="strict")
    hidden = pair(PersonFactory(office=office), kept)
    theirs = IdentityLinkFactory()
    for role, seen in (("viewer", []), ("caseworker", []), ("coordinator", [hidden.pk])):
        client = client_for(role)
        response = client.get(URL)
        assert [row.pk for row in response.context["rows"]] == seen
        assert ("Kept Person" in page(response)) == bool(seen)
        assert client.get(f"{URL}{hidden.pk}/").status_code == (200 if seen else 404)
        assert client.get(f"{URL}{theirs.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"state": "waiting"}, 1), ({"state": "not_same"}, 1), ({"state": "same"}, 0), ({"band": "likely"}, 1),
        ({"band": "unlikely"}, 1), ({"synthetic": "yes"}, 0), ({}, 2),
    ],
)  # fmt: skip
def test_the_queue_is_filtered(client_for, caseworker, two, namesakes, query, number):
    identity.judge(link=namesakes, verdict="not_same", reason="Man and woman.", by=caseworker)
    assert len(client_for(caseworker).get(URL, query).context["rows"]) == number


def test_the_pairs_of_one_person_and_of_ones_own_people(client_for, caseworker, two, namesakes):
    Person.objects.filter(pk=two.second_id).update(owner=caseworker)
    client = client_for(caseworker)
    for query in ({"person": two.first.reference}, {"owner": f"@{caseworker.username}"}):
        assert [row.pk for row in client.get(URL, query).context["rows"]] == [two.pk]


def test_an_empty_queue_says_that_nothing_is_proposed_not_that_nobody_is_twice(client_for, office):
    assert "does not mean that nobody is here twice" in page(client_for("viewer").get(URL))


def test_a_pair_is_opened_with_a_constant_number_of_queries(client_for, office, two):
    client, counts = client_for("coordinator"), []
    client.get(URL)
    for number in (0, 8):
        for _each in range(number):
            IdentityLinkFactory(office=office)
            PersonNameFactory(person=two.first)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}{two.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nobody_is_asked_for_a_pair_that_is_decided_or_that_cannot_be(
    client_for, office, caseworker, coordinator, two
):
    third, placeholder = PersonFactory(office=office, name="Бондаренко Сергій"), PersonFactory(office=office)
    through, erased = pair(two.second, third), pair(third, placeholder)
    Person.objects.filter(pk=placeholder.pk).update(name="", label="[erased]")
    for link in (two, pair(two.first, third)):
        for who in (caseworker, coordinator):
            identity.judge(link=link, verdict="same", reason="The same photograph.", by=who)
    response = client_for("coordinator").get(URL)
    assert {row.pk for row in response.context["rows"]} == {two.pk, pair(two.first, third).pk}
    assert "2 of 2 decided" in page(response)
    assert not client_for("coordinator").get(URL, {"state": "waiting"}).context["rows"]
    for link in (through, erased):
        assert client_for("coordinator").get(f"{URL}{link.pk}/").status_code == 200


def test_of_two_who_judge_at_once_the_second_is_told_and_keeps_what_was_typed(
    client_for, user_in, caseworker, coordinator, two
):
    client = client_for(caseworker)
    seen = client.get(f"{URL}{two.pk}/").context["form"]["seen"].value()
    client_for(coordinator).post(f"{URL}{two.pk}/", said("same", "One photograph."))
    late = client.post(f"{URL}{two.pk}/", said("unsure", "Typed by the second") | {"seen": seen})
    assert late.status_code == 422
    for words in (
        "Somebody judged this pair while you were writing",
        "Typed by the second",
        "One photograph.",
    ):
        assert words in page(late)
    two.refresh_from_db()
    assert (two.state, two.proposed_by) == ("same_proposed", coordinator)
    form = late.context["form"]
    again = client.post(f"{URL}{two.pk}/", {field.name: field.value() for field in form})
    assert again.status_code == 302
    two.refresh_from_db()
    assert two.state == "unsure"


def test_the_auditor_says_why_before_what_is_known_of_the_two_is_shown(client_for, auditor, two):
    client = client_for(auditor)
    shown = client.get(URL)
    assert shown.context["pair"]["rows"] == []
    assert "private" not in page(shown)
    for person in (two.first, two.second):
        asked = client.get(two.get_absolute_url()).context["pair"]["asks"]
        assert asked[0] == {"person": person, "url": f"/record/{person.reference}/open/"}
        break_glass(record=person, reason="A complaint", by=auditor, now=timezone.now())
    assert "private" in page(client.get(two.get_absolute_url()))


def test_the_name_of_a_restricted_place_is_for_those_who_see_places(client_for, two):
    place = PlaceFactory(name="Canary hiding place", restricted=True)
    Person.objects.filter(pk=two.first_id).update(birth_place=place)
    assert place.name not in page(client_for("viewer").get(URL))
    assert place.name in page(client_for("caseworker").get(URL))
