"""Who sees which exports: one's own, those of the office for coordinators, all for the auditor; the administrator none."""

import pytest

from tests import factories

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
