"""From a family list to explained losses: import, label, dispatch, scan in, explain; the account sums after every step."""

import re

import pytest
from playwright.sync_api import expect

from cases.actions.imports import work
from cases.models import Consignment, Parcel, Party
from tests.journeys.test_main_jobs import enter

pytestmark = pytest.mark.browser
NUMBER = 12
ARRIVED = 9
MANY, MANY_ARRIVED, LOST = 2000, 1985, 10


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
        page.locator(".verdict").get_by_text(reference).first.wait_for(timeout=60_000)
        expect(page.locator(".verdict")).to_have_attribute("data-kind", "recorded")


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
    page.get_by_text(f"Put into the consignment: {NUMBER} of {NUMBER} parcels.").wait_for()
    account(consignment, with_us=NUMBER)
    references = list(
        Parcel.objects.filter(consignment=consignment).order_by("pk").values_list("reference", flat=True)
    )

    page.goto(f"/labels/?consignment={consignment.reference}&endorsement=prisoner_of_war")
    page.get_by_role("button", name="Make the sheets").click()
    expect(page.locator(".label")).to_have_count(NUMBER)
    expect(page.get_by_text("Service des prisonniers de guerre · Franc de port")).to_have_count(NUMBER)

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
    expect(page.get_by_text("sums", exact=True)).to_be_visible()


# --- Two thousand -----------------------------------------------------------------------------------------


def balanced(page, consignment, said, **expected):
    """The account holds what is expected, its page says so in words and figures, and it sums."""
    consignment.refresh_from_db()
    assert consignment.account() == expected
    assert sum(expected.values()) == consignment.prepared == MANY
    page.goto(consignment.get_absolute_url())
    expect(page.get_by_text("sums", exact=True)).to_be_visible()
    expect(page.locator("svg title").first).to_contain_text(said)
    rows = page.locator("table.ledger tbody tr:not(.sum)").all()
    figures = [re.sub(r"\D", "", row.locator("td.end").inner_text()) for row in rows]
    assert sorted(map(int, figures)) == sorted(expected.values())


def working(page, heading):
    page.get_by_role("heading", name=heading).wait_for()
    work.work_off(report_to=lambda rows: None)


def of_consignment(page, consignment, event, *, with_its_parcels=False):
    page.goto(consignment.get_absolute_url())
    page.get_by_label("What happened").select_option(event)
    page.get_by_label("our office, by its own observation or act").check()
    if with_its_parcels:
        page.get_by_label("The same happened to its labelled parcels").check()
    page.get_by_role("button", name="Record event", exact=True).click()
    page.get_by_text("Recorded:").wait_for(timeout=60_000)


def pasted(page, event, references):
    page.goto("/record-many/")
    page.get_by_label("What happened to each").select_option(f"parcel:{event}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("words => navigator.clipboard.writeText(words)", "\n".join(references))
    page.get_by_label("References").press("Control+V")
    page.get_by_label("our office, by its own observation or act").check()
    page.get_by_role("button", name="Record for all of them").click()
    page.get_by_role("heading", name=f"Recorded on {len(references):,} records").wait_for(timeout=60_000)


def test_two_thousand_are_imported_labelled_sent_and_scanned_in_and_fifteen_explained(
    page, consignment, tmp_path
):
    Consignment.objects.filter(pk=consignment.pk).update(planned_quantity=MANY)
    enter(page, "coordinator")
    file = tmp_path / "list.csv"
    rows = "".join(f"{number};Родина {number}, Суми;4,5\n" for number in range(1, MANY + 1))
    file.write_text(f"№;Відправник;Вага, кг\n{rows}", encoding="utf-8-sig")
    page.goto(f"/imports/add/?consignment={consignment.reference}")
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    working(page, "Being checked")
    page.get_by_role("button", name="Record 2,000 rows").click()
    working(page, "Being recorded")
    page.get_by_role("button", name="Put 2,000 parcels into the consignment").click()
    working(page, "Being put into the consignment")
    balanced(page, consignment, "2,000 held by us", with_us=MANY)
    made = Parcel.objects.filter(consignment=consignment).order_by("pk")
    references = list(made.values_list("reference", flat=True))

    page.goto(f"/labels/?consignment={consignment.reference}&endorsement=prisoner_of_war")
    page.get_by_role("button", name="Make the sheets").click()
    expect(page.get_by_text(references[0]).first).to_be_visible()
    expect(page.get_by_text("2,000").first).to_be_visible()

    for event in ("collecting", "closed"):
        of_consignment(page, consignment, event)
    of_consignment(page, consignment, "dispatched", with_its_parcels=True)
    balanced(page, consignment, "2,000 held by us", with_us=MANY)
    of_consignment(page, consignment, "handed_over", with_its_parcels=True)
    balanced(page, consignment, "2,000 handed over", handed_over=MANY)

    scan(page, "received", references[:3])
    balanced(page, consignment, "1,997 handed over", received=3, handed_over=MANY - 3)
    pasted(page, "received", references[3:MANY_ARRIVED])
    balanced(page, consignment, "1,985 received", received=MANY_ARRIVED, handed_over=MANY - MANY_ARRIVED)

    pasted(page, "lost", references[MANY_ARRIVED : MANY_ARRIVED + LOST])
    balanced(
        page, consignment, "10 lost", received=MANY_ARRIVED, lost=LOST, handed_over=MANY - MANY_ARRIVED - LOST
    )
    scan(page, "returned", references[MANY_ARRIVED + LOST :])
    balanced(
        page, consignment, "5 returned", received=MANY_ARRIVED, lost=LOST, returned=MANY - MANY_ARRIVED - LOST
    )
