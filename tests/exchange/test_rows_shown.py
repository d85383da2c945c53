"""Rows of a file tell what their giver may see: whoever sees less is shown the counts, and whom to ask."""

import pytest
from django.utils import timezone

from cases.lib.dates import parse
from cases.models import ImportBatch, ImportRow
from tests import factories
from tests.exchange.test_people_import_pages import checked, give, work_off

HIDDEN = ("Kept Secret", "Another Name", "Marked Strict", "Zqword", "Зоряна Тиха")


@pytest.fixture
def url(client_for, office):
    """A coordinator's list with what a caseworker may not see: the name of somebody strict, strict rows, a likeness to somebody strict."""
    person = factories.PersonFactory(office=office, name="Kept Secret", confidentiality="strict")
    factories.PersonFactory(office=office, name="Zoriana Tykha", born=parse("1987"), confidentiality="strict")
    return checked(
        client_for("coordinator"),
        "Reference;Name;Born;Sex;Confidentiality\n"
        f"{person.reference};Another Name;;;\n;Marked Strict;;Zqword;strict\n;Зоряна Тиха;14.03.1987;;strict\n",
    )


def told(client, address):
    """All that is read at an address, also where it sends on."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


PAGES = ("", "problems/", "people/")


@pytest.mark.parametrize("page", PAGES)
def test_who_sees_less_than_the_giver_sees_counts_and_whom_to_ask(client_for, coordinator, url, page):
    text = told(client_for("caseworker"), f"{url}{page}")
    assert [word for word in HIDDEN if word in text] == []
    assert f"Ask {coordinator}, who gave the file, or a coordinator to show you a row." in text
    assert client_for("caseworker").get(url).context["counts"][5][1] == 2


def test_who_sees_less_than_the_giver_decides_nothing(client_for, url):
    client_for("caseworker").post(f"{url}people/", {"row-4": "new"})
    assert ImportBatch.objects.get().undecided == 1


@pytest.mark.parametrize("who", ["the giver", "another coordinator"])
def test_who_sees_as_much_as_the_giver_sees_the_rows(client_for, user_in, coordinator, url, who):
    client = client_for(coordinator if who == "the giver" else user_in("coordinator"))
    text = told(client, url)
    assert "The person with this reference is Kept Secret" in text
    assert "Zqword" in text
    assert "who gave the file" not in text
    assert "Zqword" in told(client, f"{url}problems/")
    assert "Зоряна Тиха" in told(client, f"{url}people/")


def test_caseworkers_show_each_other_their_rows(client_for, user_in):
    url = checked(client_for("caseworker"), "Name;Sex\nSomebody Else;Zqword\n")
    for client in (client_for(user_in("caseworker")), client_for("coordinator")):
        assert "Zqword" in told(client, url)
        assert "Zqword" in told(client, f"{url}problems/")


def test_who_gave_a_file_sees_its_rows_with_a_lesser_role_too(client_for, coordinator, url):
    type(coordinator).objects.filter(pk=coordinator.pk).update(role="caseworker")
    coordinator.refresh_from_db()
    assert "Zqword" in told(client_for(coordinator), url)


def test_what_a_coordinator_gave_is_not_opened_to_caseworkers_by_their_new_role(client_for, coordinator, url):
    factories.RoleChangeFactory(
        user=coordinator, role="caseworker", allowed=True, decided_at=timezone.now(),
        decided_by=factories.UserFactory(office=None, role="administrator"),
    )  # fmt: skip
    type(coordinator).objects.filter(pk=coordinator.pk).update(role="caseworker")
    for page in PAGES:
        text = told(client_for("caseworker"), f"{url}{page}")
        assert [word for word in HIDDEN if word in text] == []
    assert client_for("caseworker").get("/admin/cases/importrow/").context["cl"].result_count == 0


def test_nothing_is_said_of_rows_where_nothing_is_wrong_with_any(client_for):
    url = checked(client_for("coordinator"), "Name\nSomebody Else\n")
    assert "who gave the file" not in told(client_for("caseworker"), url)


def test_the_workshop_shows_rows_to_the_same(client_for, user_in, url):
    give(client_for("caseworker"), "Name;Sex\nSomebody Else;Zqword\n")
    work_off()
    (own,) = ImportRow.objects.filter(batch=ImportBatch.objects.latest("pk"))
    for role, number in (("caseworker", 1), ("coordinator", 4)):
        page = client_for(user_in(role)).get("/admin/cases/importrow/")
        assert page.context["cl"].result_count == number
        assert client_for(role).get(f"/admin/cases/importrow/{own.pk}/change/").status_code == 200
    theirs = ImportRow.objects.exclude(pk=own.pk).first()
    assert client_for("caseworker").get(f"/admin/cases/importrow/{theirs.pk}/change/").status_code != 200
