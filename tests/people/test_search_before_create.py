"""A new person is recorded only after somebody looked whether they are here already."""

import uuid

import pytest

from cases.actions.naming import index_names
from cases.lib.dates import parse
from cases.models import IdentityJudgement, IdentityLink, Person
from tests.factories import GroupFactory, OfficeFactory, PersonFactory, PlaceFactory

ADD = "/people/add/"


def known(**facts):
    person = PersonFactory(**facts)
    index_names([person])
    return person


@pytest.fixture
def serhii(office):
    return known(office=office, name="Бондаренко Сергій", born=parse("1987"), sex="male")


def page(response):
    return response.content.decode()


def none_of(client, *shown, **sought):
    """Say that the person is none of those shown; the address of the form."""
    sought = {"name": "Sergey Bondarenko", "born": "", "sex": ""} | sought
    return client.post(ADD, sought | {"shown": [person.reference for person in shown]}).url


def test_whoever_is_like_the_person_is_shown_in_any_script_with_each_field_compared(client_for, serhii):
    response = client_for("caseworker").get(ADD, {"name": "Sergey Bondarenko", "born": "1990", "sex": "male"})
    (found,) = response.context["found"]
    assert found["person"] == serhii
    assert {str(row["label"]): row["found"] for row in found["rows"]} == {
        "Names": "match",
        "Born": "differs",
        "Sex": "match",
    }
    assert f'href="{serhii.get_absolute_url()}"' in page(response)
    assert "This is the person" in page(response)
    assert "None of these: record a new person" in page(response)


def test_the_form_without_a_search_sends_back_to_the_search(client_for):
    client = client_for("caseworker")
    for method in (client.get, client.post):
        response = method(f"{ADD}{uuid.uuid4().hex}/", follow=True)
        assert response.redirect_chain == [(ADD, 302)]
        assert "Look first whether the person is on record" in page(response)
    assert not Person.objects.exists()


def test_none_of_these_leads_to_the_form_filled_with_what_was_typed(client_for, serhii):
    client = client_for("caseworker")
    url = none_of(client, serhii, born="about 1990", sex="male")
    assert "Bondarenko" not in url
    shown = page(client.get(url))
    assert 'value="Sergey Bondarenko"' in shown
    assert 'value="about 1990"' in shown
    assert '<option value="male" selected>' in shown


def test_those_dismissed_are_judged_not_the_same_and_not_proposed(client_for, caseworker, serhii):
    client = client_for(caseworker)
    client.post(
        none_of(client, serhii),
        {
            "name": "Бондаренко Сергій",
            "born": "1987",
            "confidentiality": "ordinary",
            "form_key": uuid.uuid4(),
        },
    )
    link = IdentityLink.objects.get()
    assert (link.state, link.is_waiting) == ("not_same", False)
    judgement = IdentityJudgement.objects.get()
    assert judgement.recorded_by == caseworker
    assert "None of these" in judgement.reason


def test_a_form_that_is_sent_twice_makes_one_person_and_one_judgement(client_for, serhii):
    client = client_for("caseworker")
    url, data = (
        none_of(client, serhii),
        {"name": "Інша Людина", "confidentiality": "ordinary", "form_key": uuid.uuid4()},
    )
    assert client.post(url, data).url == client.post(url, data).url
    assert (Person.objects.count(), IdentityJudgement.objects.count()) == (2, 1)


def test_a_refused_form_keeps_what_was_typed_and_judges_nobody(client_for, serhii):
    client = client_for("caseworker")
    url = none_of(client, serhii)
    response = client.post(
        url, {"name": "", "rank": "corporal", "confidentiality": "ordinary", "form_key": uuid.uuid4()}
    )
    assert response.status_code == 422
    assert 'value="corporal"' in page(response)
    assert not IdentityJudgement.objects.exists()
    assert client.get(url).status_code == 200


def test_a_person_like_one_on_record_who_was_not_shown_is_proposed_on_saving(client_for, serhii):
    client = client_for("caseworker")
    client.post(
        none_of(client, name="Зовсім Інша"),
        {
            "name": "Сергей Бондаренко",
            "born": "3 March 1987",
            "confidentiality": "ordinary",
            "form_key": uuid.uuid4(),
        },
    )
    link = IdentityLink.objects.get()
    assert (link.first, link.state) == (serhii, "open")
    assert link.score >= 75


def test_whoever_has_no_name_yet_is_recorded_as_well(client_for):
    client = client_for("caseworker")
    assert "Nobody on record is like this" in page(client.get(ADD, {"unnamed": "on"}))
    url = client.post(ADD, {"unnamed": "on"}).url
    data = {"label": "unnamed, 2 of 6", "confidentiality": "ordinary", "form_key": uuid.uuid4()}
    client.post(url, data)
    assert Person.objects.get().label == "unnamed, 2 of 6"


@pytest.mark.parametrize(
    "name", ["", " ", "a", "Ґ" * 500, "Сергій Bondarenko", "🙂", "שלום", "%", "'; DROP", '"', "\u202eabc", "1987"]
)  # fmt: skip
def test_whatever_is_typed_is_answered(client_for, serhii, name):
    response = client_for("caseworker").get(ADD, {"name": name})
    assert response.status_code in {200, 422}
    if not name.strip():
        assert "Write a name to look for" in page(response)


def test_an_unreadable_birth_is_said_and_the_name_stays(client_for, serhii):
    response = client_for("caseworker").get(ADD, {"name": "Bondarenko", "born": "the day before"})
    assert response.status_code == 422
    assert 'value="Bondarenko"' in page(response)


def test_people_whom_one_may_not_see_are_no_candidates(client_for, office):
    known(office=office, name="Бондаренко Сергій", confidentiality="strict")
    theirs = known(office=OfficeFactory(), name="Бондаренко Сергій")
    client = client_for("caseworker")
    assert client.get(ADD, {"name": "Bondarenko"}).context["found"] == []
    client.post(
        none_of(client, theirs),
        {"name": "Бондаренко Сергій", "confidentiality": "ordinary", "form_key": uuid.uuid4()},
    )
    assert not IdentityJudgement.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_other_roles_record_nobody(client_for, role):
    client = client_for(role)
    assert client.get(ADD).status_code == client.post(ADD, {"name": "A"}).status_code == 403


def test_the_workshop_sends_to_the_search(client_for):
    assert client_for("coordinator").get("/admin/cases/person/add/").url == ADD
    assert client_for("coordinator").post("/admin/cases/person/add/", {"name": "A"}).url == ADD
    assert client_for("viewer").get("/admin/cases/person/add/").status_code in {302, 403}


def test_several_searches_at_once_do_not_mix(client_for, serhii):
    client = client_for("caseworker")
    first, second = none_of(client, name="Перша"), none_of(client, name="Друга")
    assert 'value="Перша"' in page(client.get(first))
    assert 'value="Друга"' in page(client.get(second))


def test_the_place_of_birth_tells_namesakes_apart_is_compared_and_goes_to_the_form(client_for, office):
    poltava, sumy = PlaceFactory(name="Poltava"), PlaceFactory(name="Sumy")
    for place in (sumy, poltava, sumy):
        known(office=office, name="Бондаренко Сергій", birth_place=place)
    client = client_for("caseworker")
    found = client.get(ADD, {"name": "Serhii Bondarenko", "birth_place": "Poltava"}).context["found"]
    assert found[0]["person"].birth_place == poltava
    rows = [{str(row["label"]): row["found"] for row in each["rows"]} for each in found]
    assert [row["Place of birth"] for row in rows] == ["match", "differs", "differs"]
    form = client.get(none_of(client, birth_place="Poltava")).context["form"]
    assert "Poltava" in str(form["birth_place"])


def test_a_place_that_is_on_no_record_is_said_and_the_name_stays(client_for):
    response = client_for("caseworker").get(ADD, {"name": "Bondarenko", "birth_place": "Nowhere at all"})
    assert response.status_code == 422
    assert "Nothing is found by “Nowhere at all”" in page(response)
    assert 'value="Bondarenko"' in page(response)


@pytest.mark.parametrize("born", ["9999", "0001", "9999-12-31", "0001-01-01"])
def test_births_at_either_end_of_the_calendar_are_recorded_and_compared(client_for, office, born):
    like = known(office=office, name="Бондаренко Сергій", born=parse(born))
    known(office=office, name="Бондаренко Сергій", born=parse("1987"))
    client = client_for("caseworker")
    facts = {
        "name": "Бондаренко Сергій",
        "born": born,
        "confidentiality": "ordinary",
        "form_key": uuid.uuid4(),
    }
    assert client.post(none_of(client, born=born), facts).status_code == 302
    made = Person.objects.latest("pk")
    assert made.born == parse(born)
    assert [(link.first, link.second) for link in IdentityLink.objects.all()] == [(like, made)]


def test_that_there_are_more_than_are_shown_is_said(client_for, office):
    client = client_for("caseworker")
    for _number in range(8):
        known(office=office, name="Бондаренко Сергій")
    assert "there are more" not in page(client.get(ADD, {"name": "Бондаренко Сергій"}))
    known(office=office, name="Бондаренко Сергій")
    response = client.get(ADD, {"name": "Бондаренко Сергій"})
    assert len(response.context["found"]) == 8
    assert "These are the 8 most alike, and there are more" in page(response)
    group = GroupFactory(office=office)
    named = client.post(f"{group.get_absolute_url()}people/", {"lines": "Бондаренко Сергій"})
    assert "More people are like this one" in page(named)
