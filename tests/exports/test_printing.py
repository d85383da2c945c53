"""What is printed and names people is asked for, shown when it is sent, and kept among the exports (R38, R40)."""

import pytest

from cases.models import Export
from tests import factories


@pytest.fixture
def sheets(office):
    """Each sheet that names people, and the record that it is of."""
    case = factories.RepatriationCaseFactory(office=office)
    operation = factories.RepatriationEventFactory(office=office)
    consignment = factories.ConsignmentFactory(office=office)
    return {
        f"/cases/{case.reference}/dossier/": case,
        f"{operation.get_absolute_url()}manifest/": operation,
        f"{consignment.get_absolute_url()}manifest/": consignment,
    }


def test_asking_for_a_sheet_writes_nothing_and_showing_it_leaves_a_row(client_for, caseworker, sheets):
    client = client_for(caseworker)
    for number, (url, record) in enumerate(sheets.items()):
        asked = client.get(url)
        assert asked.status_code == 200
        assert "kept with your name" in asked.content.decode()
        assert Export.objects.count() == number
        assert client.post(url).status_code == 200
        trace = Export.objects.latest("pk")
        assert (trace.owner, trace.format, trace.path, trace.office) == (
            caseworker,
            "print",
            url,
            record.office,
        )
        assert str(record) in trace.title
        assert (
            "On paper" in client.get(trace.get_absolute_url()).content.decode()
            or "on paper" in client.get("/exports/").content.decode()
        )


def test_a_sheet_of_another_office_is_not_there(client_for, caseworker):
    case = factories.RepatriationCaseFactory()
    for method in ("get", "post"):
        answer = getattr(client_for(caseworker), method)(f"/cases/{case.reference}/dossier/")
        assert answer.status_code == 404
    assert not Export.objects.exists()


def test_an_auditor_of_no_office_leaves_a_trace_in_that_of_the_record(client_for, user_in, sheets):
    auditor = user_in("auditor", None)
    url, record = next(iter(sheets.items()))
    client = client_for(auditor)
    client.post(f"/record/{record.reference}/open/", {"reason": "A sample"})
    assert client.post(url).status_code == 200
    assert Export.objects.get().office == record.office
