"""From a family list to explained losses: import, label, dispatch, scan in, explain; the account sums after every step."""

import pytest

from cases.actions.imports import work
from cases.models import Consignment, Parcel, Party
from tests.journeys.test_main_jobs import enter

pytestmark = pytest.mark.browser
NUMBER = 12
ARRIVED = 9


@pytest.fixture
def consignment(town, caseworker):
    first, second = Party.objects.order_by("pk")[:2]
    return Consignment.objects.create(
        office=caseworker.office, title="Journey", from_party=first, to_party=second, planned_quantity=NUMBER
    )  # fmt: skip


def account(consignment, **expected):
    """The account holds what is expected, and sums."""
    consignment.refresh_from_db()
    assert consignment.account() == expected
    assert consignment.prepared == sum(expected.values())


def scan(page, event, references):
    page.goto(f"/scan/?event={event}&evidence=own_observation")
    for reference in references:
        page.locator("#code:focus").wait_for()  # a scanner types wherever the cursor is
        page.keyboard.type(reference)
        page.keyboard.press("Enter")
        page.locator(".verdict").get_by_text(reference).first.wait_for(timeout=40_000)
        assert page.locator(".verdict").get_attribute("data-kind") == "recorded", page.inner_text(".verdict")


def test_import_label_dispatch_scan_in_and_explain_the_rest(page, consignment, tmp_path):
    enter(page, "coordinator")
    file = tmp_path / "list.csv"
    rows = "".join(f"{number};Родина, Суми;4,5\n" for number in range(1, NUMBER + 1))
    file.write_text(f"№;Відправник;Вага, кг\n{rows}", encoding="cp1251")
    page.goto(consignment.get_absolute_url())
    page.get_by_role("link", name="Import parcels").click()
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("heading", name="Being checked").wait_for()
    work.work_off(report_to=lambda rows: None)
    page.get_by_role("button", name=f"Record {NUMBER} rows").click()
    page.get_by_role("heading", name="Being recorded").wait_for()
    work.work_off(report_to=lambda rows: None)
    page.get_by_role("button", name=f"Put {NUMBER} parcels into the consignment").click()
    page.get_by_role("heading", name="Being put into the consignment").wait_for()
    work.work_off(report_to=lambda rows: None)
    page.get_by_text("Its parcels were put into the consignment.").wait_for()
    account(consignment, with_us=NUMBER)
    references = list(
        Parcel.objects.filter(consignment=consignment).order_by("pk").values_list("reference", flat=True)
    )

    page.goto(f"/labels/?consignment={consignment.reference}&endorsement=prisoner_of_war")
    page.get_by_role("button", name="Make the sheets").click()
    assert page.locator(".label").count() == NUMBER
    assert page.get_by_text("Service des prisonniers de guerre · Franc de port").count() == NUMBER

    scan(page, "dispatched", references)
    account(consignment, with_us=NUMBER)
    scan(page, "handed_over", references)
    account(consignment, handed_over=NUMBER)
    scan(page, "received", references[:ARRIVED])
    account(consignment, received=ARRIVED, handed_over=NUMBER - ARRIVED)
    scan(page, "lost", references[ARRIVED : ARRIVED + 2])
    scan(page, "returned", references[ARRIVED + 2 :])
    account(consignment, received=ARRIVED, lost=2, returned=NUMBER - ARRIVED - 2)
    page.goto(consignment.get_absolute_url())
    assert page.get_by_text("sums", exact=True).is_visible()
