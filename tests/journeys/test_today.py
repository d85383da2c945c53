"""The morning: from the page of today to whoever is stuck, and the question kept for tomorrow."""

import pytest
from playwright.sync_api import expect

from cases.models import SavedView

pytestmark = pytest.mark.browser


def test_three_clicks_find_what_only_the_other_side_says_and_the_view_is_saved(
    page, sign_in, caseworker, six
):
    sign_in(page, caseworker).goto("/")
    page.get_by_role("link", name="Cases", exact=True).click()
    page.get_by_role("link", name="Stalled 20 days or more").click()
    page.get_by_role("link", name="Refusal only said by another").click()
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text=six.reference)).to_have_count(1)
    page.get_by_role("link", name="Save this view").click()
    page.get_by_label("Name", exact=True).fill("Stuck on another's word")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("is saved.").wait_for()
    page.get_by_role("button", name="Mark as seen").click()
    page.get_by_text("0 new since").wait_for()
    page.goto("/")
    row = page.get_by_role("row").filter(has_text="Stuck on another's word")
    row.get_by_role("link").click()
    expect(rows.filter(has_text=six.reference)).to_have_count(1)
    assert SavedView.objects.filter(owner=caseworker, name="Stuck on another's word").exists()


def test_each_tile_opens_a_list_of_as_many(page, sign_in, caseworker):
    sign_in(page, caseworker).goto("/")
    tiles = [
        (link.get_attribute("href"), link.locator("b").inner_text())
        for link in page.locator(".tiles a").all()
    ]
    assert len(tiles) == 6
    for url, number in tiles:
        page.goto(url)
        expect(page.locator("#found b")).to_have_text(number)


def test_today_by_keyboard_at_360_pixels(page, sign_in, caseworker):
    sign_in(page, caseworker)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the bar
    met = []
    for _key in range(12):
        page.keyboard.press("Tab")
        met.append(
            page.evaluate("document.activeElement.closest('.tiles') ? document.activeElement.href : ''")
        )
    assert len({url for url in met if url}) == 6
    page.locator(".tiles a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/?quiet=30")


def test_without_scripts_a_view_is_saved_and_marked(chromium, server, caseworker, sign_in):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = sign_in(context.new_page(), caseworker)
    page.goto("/parcels/?idle=14")
    page.get_by_role("link", name="Save this view").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Mark as seen").click()
    expect(page.get_by_text("Marked as seen.")).to_be_visible()
    context.close()
