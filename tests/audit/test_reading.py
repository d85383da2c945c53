"""Who saw what is written down, and who was refused; a page costs one statement more for it (D35, R38)."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import AuditEntry
from tests import factories as make
from tests.admin.conftest import address

Deed = AuditEntry.Deed


def read():
    """What was written down of reading and of the door, the latest last."""
    return list(
        AuditEntry.objects.filter(version=None).exclude(deed__in=("columns", "update")).order_by("id")
    )


def last():
    return read()[-1]


@pytest.fixture
def person(office):
    return make.PersonFactory(office=office, name="Ostap Vyshnya")


def test_an_opened_record_is_written_down(client_for, caseworker, person):
    client_for(caseworker).get(person.get_absolute_url())
    entry = last()
    assert (entry.deed, entry.actor, entry.subject, entry.row) == (Deed.VIEW, caseworker, "person", person.pk)
    assert (entry.reference, entry.page, entry.office) == (person.reference, "person", person.office)


def test_a_list_is_written_down_as_a_list_with_its_filter(client_for, person):
    client_for("viewer").get("/people/", {"sex": "female"})
    assert (last().deed, last().subject, last().facts) == (Deed.LIST, "person", {"query": "sex=female"})
    client_for("viewer").get("/people/", {"q": "Vyshnya"})
    assert (last().deed, last().facts) == (Deed.SEARCH, {"query": "q=Vyshnya"})


def test_a_page_costs_one_statement_more(client_for, person):
    client = client_for("caseworker")
    for url in ("/people/", person.get_absolute_url()):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        assert sum("audit" in query["sql"] for query in queries) == 1
        assert "INSERT" not in " ".join(query["sql"] for query in queries)


def test_searches_of_all_kinds_are_written_down(client_for, person):
    client = client_for("caseworker")
    client.get("/search/", {"q": "Vyshnya"})
    assert (last().deed, last().page) == (Deed.SEARCH, "search")
    client.get(reverse("lookup", args=["person"]), {"q": "Vys"})
    assert (last().deed, last().page) == (Deed.SEARCH, "lookup")
    assert last().facts == {"query": "q=Vys", "path": "/lookup/person/"}


def test_an_export_is_written_down_with_its_reason(client_for, person):
    client = client_for("coordinator")
    client.get("/people/export/")
    assert read() == []
    client.post("/people/export/", {"reason": "For the delegate"})
    assert (last().deed, last().subject, last().facts) == (
        Deed.EXPORT,
        "person",
        {"reason": "For the delegate"},
    )


def test_what_is_made_for_paper_is_written_down_as_printed(client_for, office):
    case = make.RepatriationCaseFactory(office=office)
    client_for("caseworker").get(reverse("repatriation_case_dossier", args=[case.reference]))
    assert (last().deed, last().reference) == (Deed.PRINT, case.reference)


def test_a_record_of_another_office_is_a_refused_try(client_for, caseworker):
    other = make.PersonFactory()
    assert client_for(caseworker).get(other.get_absolute_url()).status_code == 404
    entry = last()
    assert (entry.deed, entry.actor, entry.reference, entry.subject) == (
        Deed.DENIED,
        caseworker,
        other.reference,
        "person",
    )
    assert entry.office == caseworker.office


def test_a_deed_beyond_the_role_is_a_refused_try_although_all_else_is_rolled_back(client_for, viewer, person):
    client_for(viewer).post(reverse("person_edit", args=[person.reference]), {})
    assert (last().deed, last().actor, last().reference) == (Deed.DENIED, viewer, person.reference)


def test_the_workshop_is_read_under_the_same_eyes(client_for, coordinator, person):
    client = client_for(coordinator)
    client.get(address(type(person), "change", person.pk))
    assert (last().deed, last().reference) == (Deed.VIEW, person.reference)
    client.get(address(type(person), "changelist"), {"q": "Vyshnya"})
    assert (last().deed, last().subject) == (Deed.SEARCH, "person")
    client.get(address(type(person), "changelist"))
    assert last().deed == Deed.LIST
    client.get(address(type(person), "change", make.PersonFactory().pk))
    assert last().deed == Deed.DENIED


def test_the_door_is_written_down_without_what_was_typed(db, office):
    user = make.UserFactory(
        office=office, username="olha", password=make_password("correct horse battery staple")
    )
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "olha", "password": "my secret typed into the wrong field"})
    assert (last().deed, last().actor, last().facts) == (Deed.NOT_IN, None, None)
    client.post("/accounts/login/", {"login": "olha", "password": "correct horse battery staple"})
    assert (last().deed, last().actor) == (Deed.SIGN_IN, user)
    client.post("/accounts/logout/")
    assert (last().deed, last().actor) == (Deed.SIGN_OUT, user)


@pytest.mark.parametrize("path", ["/live", "/ready", "/accounts/login/", "/nowhere/"])
def test_a_stranger_leaves_no_entry(db, path):
    Client().get(path)
    assert read() == []


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", f"q={'x' * 5000}", "q=%E2%80%AE%0A%1B"])
def test_no_hostile_address_breaks_the_log(client_for, person, query):
    before = len(read())
    assert client_for("caseworker").get(f"/people/?{query}").status_code in {200, 400}
    assert len(read()) == before + 1


def test_where_the_audit_cannot_be_written_nothing_is_shown(client_for, person):
    """Fail closed: the function is gone, so that the page is a failure and not the record."""
    client = client_for("caseworker")
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION audit_read RENAME TO audit_lost")
    answer = client.get(person.get_absolute_url())
    assert answer.status_code == 500
    assert "Vyshnya" not in answer.content.decode()
