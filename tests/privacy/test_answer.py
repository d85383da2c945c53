"""What we hold of a person and who looked, for that person: all of it, without third persons and sources (R41)."""

import json

import pytest

from cases.actions import identity, people
from cases.models import Export
from tests import factories as make


@pytest.fixture
def person(office):
    person = make.PersonFactory(
        office=office, name="Petrenko Olena", contact="Her aunt, 555-0199", address="Camp 9, hut 3"
    )
    make.PersonNameFactory(person=person, full="Petrenko Lena")
    make.EventFactory(
        about=person,
        type="noted",
        note="Asked for her glasses",
        place=make.PlaceFactory(name="Sumy hospital"),
    )
    make.FamilyCallFactory(
        about=person, office=office, caller_name="Aunt Halyna", contact="555-0188", told=True
    )
    make.RelationshipFactory(person=person, other=make.PersonFactory(office=office, name="Petrenko Taras"))
    source = make.SourceFactory(office=office, title="Informant in the camp")
    make.ClaimFactory(
        about=person,
        aspect="manner",
        words="carried on a stretcher",
        statement=make.StatementFactory(source=source),
    )
    return person


def ask(client, person, **typed):
    return client.post(
        f"/people/{person.reference}/answer/", {"reason": "Came with her passport", "format": "html"} | typed
    )


def test_it_has_what_is_kept_and_withholds_what_is_of_others(client_for, person):
    client = client_for("coordinator")
    client.get(person.get_absolute_url())
    answer = ask(client, person)
    text = answer.content.decode()
    for word in (
        "Petrenko Olena",
        "Petrenko Lena",
        "Asked for her glasses",
        "Sumy hospital",
        "Camp 9, hut 3",
        "carried on a stretcher",
    ):
        assert word in text, word
    for word in ("555-0199", "555-0188", "Halyna", "Taras", "Informant"):
        assert word not in text, word
    assert "withheld: it is of another person" in text
    assert "Coordinator" in text
    assert answer["Content-Disposition"].startswith("attachment")


def test_as_json_it_says_the_same(client_for, person):
    answer = json.loads(ask(client_for("coordinator"), person, format="json").content)
    assert answer["reference"] == person.reference
    cells = [cell for section in answer["sections"] for row in section["rows"] for cell in row]
    assert any(cell["value"] == "Petrenko Lena" for cell in cells)
    assert any(cell["withheld"] for cell in cells)


def test_it_is_written_down_as_what_left_the_house(client_for, person, coordinator):
    ask(client_for(coordinator), person)
    kept = Export.objects.get()
    assert (kept.owner, kept.list_name) == (coordinator, "person_answer")


def test_without_a_reason_nothing_is_made(client_for, person):
    assert ask(client_for("coordinator"), person, reason="").status_code == 422
    assert not Export.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "caseworker", "administrator", "auditor"])
def test_other_roles_make_none(client_for, person, role):
    assert ask(client_for(role), person).status_code == 403


def test_while_the_person_is_held_nothing_leaves(client_for, person):
    make.PersonHoldFactory(person=person)
    answer = ask(client_for("coordinator"), person)
    assert answer.status_code == 422
    assert "Held by the office" in answer.content.decode()


def test_of_another_office_it_is_not_found(client_for):
    assert ask(client_for("coordinator"), make.PersonFactory()).status_code == 404


def test_it_has_what_is_kept_under_all_records_of_the_person(client_for, person, caseworker, coordinator):
    joined = make.PersonFactory(office=person.office, name="Petrenko Helena")
    make.EventFactory(about=joined, type="noted", note="Wrote to her mother")
    make.RelationshipFactory(person=joined, other=make.PersonFactory(office=person.office))
    client_for("coordinator").get(joined.get_absolute_url())
    link = identity.pair(person, joined)
    for by in (caseworker, coordinator):
        identity.judge(link=link, verdict="same", reason="The same passport.", by=by)
    placeholder = make.PersonFactory(office=person.office, name="", label="unnamed, 3 of 6")
    make.EventFactory(about=placeholder, type="noted", note="Taken from the cellar")
    people.name_placeholder(placeholder=placeholder, person=joined, by=coordinator)
    for record in (person, joined):
        answer = json.loads(ask(client_for("coordinator"), record, format="json").content)
        text = json.dumps(answer, ensure_ascii=False)
        for words in ("Petrenko Olena", "Petrenko Helena", "Wrote to her mother", "Taken from the cellar"):
            assert words in text, words
        assert answer["looks"]
