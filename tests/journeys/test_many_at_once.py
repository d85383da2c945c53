"""Three cases are picked in the list, given to a colleague and followed up; the list and their pages show it."""

import pytest
from playwright.sync_api import expect

from cases.models import FollowUp, RepatriationCase

pytestmark = pytest.mark.browser


def pick(page, references, button):
    page.goto("/cases/")
    for reference in references:
        page.get_by_label(f"Select {reference}").check()
    expect(page.locator(".bulk").get_by_text("selected")).to_be_visible()
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name=f"{len(references)} chosen").wait_for()


def test_pick_three_cases_assign_them_and_follow_them_up(page, sign_in, caseworker, coordinator):
    sign_in(page, caseworker)
    page.goto("/cases/")
    references = [tick.get_attribute("value") for tick in page.locator("tbody [name=pick]").all()[:3]]
    pick(page, references, "Assign to …")
    page.get_by_role("combobox", name="Assign to").fill(f"@{coordinator.username}")
    page.get_by_role("button", name="Assign all of them").click()
    page.get_by_role("heading", name="Done for 3 records").wait_for()
    chosen = RepatriationCase.objects.filter(reference__in=references)
    assert {case.owner for case in chosen} == {coordinator}

    pick(page, references, "Add a follow-up")
    page.get_by_label("What to do about each").fill("Ask the Red Cross for news")
    page.get_by_role("button", name="Add them").click()
    page.get_by_role("heading", name="Done for 3 records").wait_for()
    assert {row.about for row in FollowUp.objects.filter(text="Ask the Red Cross for news")} == set(chosen)
    page.goto("/follow-ups/?q=Red+Cross&owner=mine")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Finish").first.click()
    page.get_by_label("What came of it").fill("They are looking into it.")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator("#events").get_by_text("They are looking into it.")).to_be_visible()


def test_a_tick_in_the_head_picks_the_page(page, sign_in, caseworker):
    sign_in(page, caseworker)
    page.goto("/parcels/")
    page.locator("thead [type=checkbox]").check()
    ticks = page.locator("tbody [name=pick]")
    assert ticks.count() > 3
    expect(page.locator("tbody [name=pick]:checked")).to_have_count(ticks.count())
