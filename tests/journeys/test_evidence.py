"""Evidence as a person records, settles and finds it in a browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Assessment, Evacuation, NewsSearch, Source, Statement

pytestmark = pytest.mark.browser

QUOTE = "Готові будь-коли забрати шістьох мешканців"


@pytest.fixture
def evacuation(six):
    return Evacuation.objects.get(pk=six.evacuation_id)


def type_on(page, *texts):
    """Type into the fields one after another, as they follow by the Tab key."""
    for text in texts:
        page.keyboard.press("Tab")
        page.keyboard.type(text)


def test_record_a_statement_with_two_claims_by_keyboard(page, sign_in, six, caseworker):
    sign_in(page, caseworker)
    page.goto(f"{reverse('statement_add')}?about={six.reference}&aspect=position")
    page.get_by_label("Address (URL)").focus()
    page.keyboard.type("https://news.example/one")
    type_on(page, "A page of the journey", "TASS", "Press article", "13 Dec 2025", "uk")
    page.get_by_role("combobox", name="Speaker", exact=True).focus()
    page.keyboard.type("Lubinets")
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    type_on(page, "states", "11 December")
    page.get_by_text("11 Dec 2025 · year inferred").first.wait_for()
    page.get_by_label("What it says, in our own words").focus()
    page.keyboard.type("The commissioner says when the six can come.")
    type_on(page, QUOTE)
    page.locator("[name=claims-0-position]").focus()
    page.keyboard.type("considering")
    type_on(page, "Ukraine")
    page.get_by_text("own position.").first.wait_for()
    page.get_by_role("button", name="Add another claim").focus()
    page.keyboard.press("Enter")
    page.locator("[name=claims-1-aspect]").wait_for()
    page.wait_for_function("document.activeElement.name === 'claims-1-aspect'")
    page.keyboard.type("when it is planned")
    type_on(page, "late January 2026")
    page.keyboard.press("Control+Enter")
    page.get_by_text(re.compile("^Recorded: STM-.*with 2 claims")).wait_for()
    statement = Statement.objects.get(source__url="https://news.example/one")
    assert sorted(statement.claims.values_list("aspect", flat=True)) == ["date_planned", "position"]
    assert statement.claims.get(aspect="position").own
    page.goto(six.get_absolute_url())
    expect(page.locator("#positions").get_by_text("considering").first).to_be_visible()
    page.goto(reverse("statements"))
    page.get_by_role("searchbox", name="Words").fill("мешканець")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name=statement.reference)).to_be_visible()


def test_settle_a_conflict_and_find_it_settled(page, sign_in, evacuation, coordinator):
    sign_in(page, coordinator)
    page.goto(reverse("conflicts"))
    row = page.get_by_role("row").filter(has_text=evacuation.reference)
    row.get_by_role("link", name="Settle").click()
    page.get_by_role("radio", name=re.compile("by 18 November 2025")).check()
    page.get_by_label("Prefer one claim as the working value; the others stay visible").check()
    page.get_by_label("Why").fill("The notification came first.")
    page.get_by_role("button", name="Record").click()
    page.get_by_text("Recorded. All claims stay visible.").wait_for()
    panel = page.locator(":target")
    expect(panel).to_contain_text("The notification came first.")
    expect(panel).to_contain_text("late November")
    assert Assessment.objects.filter(reason="The notification came first.").count() == 1
    page.goto(reverse("conflicts"))
    expect(page.get_by_role("row").filter(has_text=evacuation.reference)).to_have_count(0)
    page.get_by_label("Settled").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("row").filter(has_text=evacuation.reference)).to_be_visible()


def test_record_a_search_and_see_when_it_was_last_checked(page, sign_in, six, caseworker):
    sign_in(page, caseworker)
    page.goto(six.get_absolute_url())
    page.locator("#positions article").filter(has_text="Russian Federation").get_by_role(
        "link", name="Record a search"
    ).click()
    asked_about = page.get_by_label("Whose own statement was looked for")
    expect(asked_about.locator(":checked")).to_have_text("Russian Federation")
    page.get_by_label("Sources looked at").fill("TASS\nThe commissioner’s channel")
    page.get_by_label("nothing new").check()
    page.get_by_role("button", name="Record the search").click()
    page.get_by_text("The search is recorded.").wait_for()
    expect(page.locator("#positions").get_by_text("2 sources").first).to_be_visible()
    expect(page.locator("#positions").get_by_text("Last checked for news: never")).to_have_count(0)
    assert NewsSearch.objects.get(event__repatriation_case=six).party.code == "RU"


def test_withdraw_a_source_and_see_its_claims_marked(page, sign_in, coordinator):
    source = Source.objects.filter(statements__claims__group__isnull=False).order_by("pk").first()
    group = source.statements.filter(claims__group__isnull=False).first().claims.first().about
    sign_in(page, coordinator)
    page.goto(source.get_absolute_url())
    page.get_by_role("link", name="Withdraw this source").click()
    page.get_by_label("Why").fill("It was a hoax.")
    page.get_by_role("button", name="Withdraw this source").click()
    page.get_by_text("Recorded, with your reason.").wait_for()
    expect(page.get_by_text("It was a hoax.").first).to_be_visible()
    page.goto(group.get_absolute_url())
    expect(page.locator("#claims").get_by_text("It was a hoax.").first).to_be_visible()
    page.goto(f"{reverse('statements')}?source={source.reference}")
    expect(page.get_by_text("withdrawn").first).to_be_visible()
