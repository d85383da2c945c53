"""Recording and changing a person: once, by the right people, and nothing typed is lost."""

import uuid

import pytest

from cases.models import Confidentiality, Person
from tests.factories import OfficeFactory, PersonFactory, PlaceFactory, UserFactory


def adding(client):
    """The address of the form, after looking for somebody who is not there."""
    return client.post("/people/add/", {"name": "Nobody Such"}).url


def typed(**changes):
    return {"name": "Орлова Наталья", "confidentiality": "ordinary", "form_key": uuid.uuid4()} | changes


def test_a_caseworker_records_a_person_of_the_own_office(client_for, caseworker):
    PlaceFactory(name="Village of the test")
    data = typed(born="about 1987", last_residence="Village of the test", nationality="xa")
    client = client_for("caseworker")
    response = client.post(adding(client), data, follow=True)
    person = Person.objects.get()
    assert response.redirect_chain == [(person.get_absolute_url(), 302)]
    assert (person.office, person.created_by, person.nationality) == (caseworker.office, caseworker, "XA")
    assert person.born.edtf == "1987~"
    assert person.last_residence.name == "Village of the test"


def test_a_form_that_is_sent_twice_makes_one_person(client_for):
    client, data = client_for("caseworker"), typed()
    url = adding(client)
    assert client.post(url, data).url == client.post(url, data).url
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write a name, or how we speak of the person while no name is known."),
        ({"nationality": "X1"}, "Write the two letters of the state"),
        ({"last_residence": "Nowhere"}, "Nothing is found by “Nowhere”"),
        ({"retention_until": "soon"}, "Write the day as year, month and day"),
        ({"born": "the day before"}, "born"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client_for, wrong, sentence):
    client = client_for("caseworker")
    response = client.post(adding(client), typed(father_name="Павел", **wrong))
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert 'value="Павел"' in page
    assert not Person.objects.exists()


def test_a_person_is_changed_and_the_change_is_kept(client_for, office):
    person = PersonFactory(office=office, name="Orlova")
    client = client_for("caseworker")
    client.post(f"{person.get_absolute_url()}edit/", typed(version=person.version))
    assert Person.objects.get().name == "Орлова Наталья"
    assert "from Orlova to Орлова Наталья" in client.get(person.get_absolute_url()).content.decode()


def test_a_stale_form_is_refused_and_keeps_what_was_typed(client_for, office):
    person = PersonFactory(office=office, name="Orlova", rank="private")
    Person.objects.filter(pk=person.pk).update(rank="corporal")
    response = client_for("caseworker").post(
        f"{person.get_absolute_url()}edit/", typed(version=person.version)
    )
    assert response.status_code == 422
    assert "Somebody changed this record while you were writing." in response.content.decode()
    assert 'value="Орлова Наталья"' in response.content.decode()
    assert Person.objects.get().name == "Orlova"


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_other_roles_record_and_change_nobody(client_for, office, role):
    person = PersonFactory(office=office)
    client = client_for(role)
    for url in ("/people/add/", f"{person.get_absolute_url()}edit/"):
        assert client.get(url).status_code == 403
        assert client.post(url, typed()).status_code == 403


def test_nobody_puts_a_person_on_a_level_that_hides_them(client_for):
    for role, status in (("caseworker", 422), ("coordinator", 302)):
        client = client_for(role)
        response = client.post(adding(client), typed(confidentiality=Confidentiality.STRICT))
        assert response.status_code == status


def test_only_people_of_the_own_office_can_look_after_somebody(client_for, office):
    other = UserFactory(office=OfficeFactory())
    client = client_for("caseworker")
    assert client.post(adding(client), typed(owner=f"@{other.username}")).status_code == 422


def test_posting_what_the_form_does_not_have_changes_nothing(client_for, office):
    person = PersonFactory(office=office)
    data = typed(version=1, office=OfficeFactory().pk, synthetic="on", reference="PER-1", status="released")
    client_for("caseworker").post(f"{person.get_absolute_url()}edit/", data)
    after = Person.objects.get()
    assert (after.office, after.synthetic, after.reference) == (office, False, person.reference)
