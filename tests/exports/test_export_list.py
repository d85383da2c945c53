"""Who sees which exports: one's own, those of the office for coordinators, all for the auditor; the administrator none."""

import pytest

from cases.actions import audit
from tests import factories
from tests.audit.chains import FAR, seal

URL = "/exports/"


@pytest.fixture
def taken(office, caseworker, coordinator):
    mine = factories.ExportFactory(
        office=office, owner=caseworker, state="sent", sha256="0" * 64, reason="", rows=3
    )
    theirs = factories.ExportFactory(office=office, owner=coordinator)
    elsewhere = factories.ExportFactory()
    return mine, theirs, elsewhere


def seen(client):
    return {row.pk for row in client.get(URL).context["rows"]}


def test_each_role_sees_what_is_theirs_to_see(client_for, taken, caseworker, coordinator, auditor):
    mine, theirs, elsewhere = taken
    assert seen(client_for(caseworker)) == {mine.pk}
    assert seen(client_for(coordinator)) == {mine.pk, theirs.pk}
    assert seen(client_for(auditor)) == {mine.pk, theirs.pk, elsewhere.pk}
    assert client_for(caseworker).get(theirs.get_absolute_url()).status_code == 404
    assert client_for(coordinator).get(elsewhere.get_absolute_url()).status_code == 404
    for role in ("viewer", "administrator"):
        assert client_for(role).get(URL).status_code == 403
        assert client_for(role).get(mine.get_absolute_url()).status_code == 403


def test_the_list_says_who_took_what_and_why(client_for, office, coordinator):
    factories.ExportFactory(
        office=office, owner=coordinator, reason="For the ministry", said="late", rows=12_345
    )
    page = client_for(coordinator).get(URL).content.decode()
    assert "For the ministry" in page
    assert "12,345" in page
    assert client_for(coordinator).get(f"{URL}?owner=mine").context["rows"]


def test_the_page_that_asks_leads_to_what_one_took_before(client_for, office):
    assert "/exports/?owner=mine" in client_for("caseworker").get("/parcels/export/").content.decode()


def test_the_head_of_the_audit_is_printed_where_a_list_leaves_the_house(client_for, taken, coordinator):
    """An anchor that leaves with the file shows later that nobody cut off the end of the audit (safety.md §2, R37)."""
    mine = taken[1]
    client = client_for(coordinator)
    assert "Head of the audit" not in client.get("/parcels/export/").content.decode()  # nothing is sealed yet
    seal(horizon=FAR)
    anchor = audit.head().anchor
    for address in ("/parcels/export/", mine.get_absolute_url()):
        shown = client.get(address).content.decode()
        assert f"<code>{anchor}</code>" in shown, address


@pytest.mark.django_db
def test_whoever_is_of_no_office_takes_no_list_out(client_for):
    homeless = client_for(factories.UserFactory(role="caseworker", office=None))
    assert homeless.post("/people/export/", {"format": "csv"}).status_code == 403
