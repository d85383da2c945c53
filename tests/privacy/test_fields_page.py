"""The registry as staff read it."""

import pytest

from cases.lib.registry import registry

PAGE = "/privacy/fields/"


@pytest.mark.parametrize("role", ["caseworker", "coordinator", "administrator", "auditor"])
def test_staff_read_what_is_kept_and_how_long(client_for, role):
    page = client_for(role).get(PAGE)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Person to be informed" in text
    assert "life-critical" in text
    assert "10 years after the last event of a record that is closed" in text


def test_a_viewer_does_not(client_for):
    client = client_for("viewer")
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/people/").content.decode()


def test_each_page_leads_there(client_for):
    assert PAGE in client_for("caseworker").get("/people/").content.decode()


def test_each_table_of_the_registry_is_on_the_page(client_for):
    tables = client_for("coordinator").get(PAGE).context["tables"]
    assert len(tables) == len(registry().tables)


def test_one_class_alone(client_for):
    tables = client_for("coordinator").get(f"{PAGE}?class=life_critical").context["tables"]
    assert {column["class"] for table in tables for column in table["columns"]} == {"life-critical"}
    assert {str(table["title"]) for table in tables} >= {"People", "Custody periods", "Events"}


def test_a_class_that_there_is_not_is_not_found(client_for):
    assert client_for("coordinator").get(f"{PAGE}?class=secret").status_code == 404
