"""Letters in a series: what they share stays, Enter goes on."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cases.models import Correspondence
from tests import factories


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def test_what_the_letters_share_stays_for_the_next(client, office):
    person = factories.PersonFactory(office=office)
    shared = {"person": person.reference, "type": "letter", "direction": "to_person", "received": "2026-01-20",
              "language": "uk", "confidentiality": "ordinary"}  # fmt: skip
    answer = client.post(
        "/mail/series/", shared | {"correspondent": "Mother, Sumy", "written": "early January 2026"}
    )
    assert answer.status_code == 302
    kept = {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
    assert kept == shared
    page = client.get(answer["Location"])
    assert "autofocus" in str(page.context["form"]["correspondent"])
    assert page.context["form"]["correspondent"].value() is None
    letter = Correspondence.objects.get()
    assert (letter.person, letter.correspondent, letter.written.words) == (
        person,
        "Mother, Sumy",
        "early January 2026",
    )
    assert letter in page.context["last"]


def test_a_letter_that_became_a_coordinators_alone_is_no_more_among_the_last(client, office, caseworker):
    seen, strict = (
        factories.CorrespondenceFactory(office=office, created_by=caseworker, confidentiality=level)
        for level in ("ordinary", "strict")
    )
    assert list(client.get("/mail/series/").context["last"]) == [seen]
    assert strict.reference not in client.get("/mail/series/").content.decode()


def test_what_is_refused_keeps_everything_that_was_typed(client):
    answer = client.post("/mail/series/", {"correspondent": "Mother", "written": "the day of nonsense"})
    assert answer.status_code == 422
    assert 'value="Mother"' in answer.content.decode()
    assert not Correspondence.objects.exists()


def test_only_who_adds_letters_has_the_form(client_for):
    assert client_for("viewer").get("/mail/series/").status_code == 403
