"""The main jobs, as a person does them in a browser."""

import csv
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.demo.logins import PASSWORD
from cases.models import Event, FamilyCall
from tests.factories import PersonFactory

pytestmark = pytest.mark.browser


def enter(page, username):
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Needs me today").wait_for()


def test_sign_in_filter_to_the_six_record_an_event_and_find_it_everywhere(page, six):
    enter(page, "caseworker")
    page.get_by_role("link", name="Cases", exact=True).click()
    page.get_by_label("Yes").check()
    page.get_by_label("Days stalled, at least").fill("20")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name=six.reference).click()
    board = page.locator(".board")
    expect(board.get_by_text("no own statement recorded")).to_have_count(2)
    expect(board.get_by_text("said by Moskalkova: not accepting")).to_have_count(1)  # in another's words
    page.wait_for_load_state("networkidle")
    page.keyboard.press("e")
    page.get_by_label("What happened").select_option("checked_for_news")
    page.get_by_label("our office, by its own observation or act").check()
    page.get_by_role("textbox", name="When").fill("16 December 2025")
    page.get_by_text("Read as 16 Dec 2025").wait_for()
    page.locator("#record textarea").fill("Looked in three languages.")
    page.get_by_role("button", name="Record event").click()
    page.get_by_text("Recorded: Checked for news.").wait_for()
    expect(page.locator("#events").get_by_text("Looked in three languages.")).to_be_visible()
    page.goto(f"/cases/?q={six.reference}")
    expect(page.locator("tbody")).to_contain_text(re.compile("Checked for news|by 18 Nov"))
    page.get_by_role("link", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    with open(download.value.path(), encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["Reference"] for row in rows] == [six.reference]
    assert Event.objects.about(six).filter(type="checked_for_news").count() == 1


def test_the_same_through_the_workshop(page, sign_in, six, coordinator):
    sign_in(page, coordinator)
    page.goto(reverse("admin:cases_repatriationcase_changelist") + "?q=Six+residents")
    page.get_by_role("link", name=six.title).click()
    page.goto(reverse("admin:cases_event_add") + f"?about={six.reference}")
    page.locator("[name=type]").select_option("noted")
    page.locator("[name=evidence]").select_option("own_observation")
    page.locator("[name=note]").fill("From the workshop.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    page.goto(six.get_absolute_url())
    expect(page.locator("#events").get_by_text("From the workshop.")).to_be_visible()


def test_without_scripts_an_event_is_recorded_all_the_same(chromium, server, six):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, "caseworker")
    page.goto(reverse("record_event", args=[six.reference]))
    page.get_by_label("What happened").select_option("asked")
    page.get_by_label("our office, by its own observation or act").check()
    page.get_by_label("With whom").fill("International Committee of the Red Cross")
    page.get_by_role("button", name="Record event").click()
    expect(page.get_by_text("Recorded: Asked a counterpart.")).to_be_visible()
    context.close()


def test_back_after_recording_and_sending_again_makes_no_second_event(page, sign_in, six, caseworker):
    sign_in(page, caseworker)
    page.goto(reverse("record_event", args=[six.reference]))
    page.get_by_label("What happened").select_option("noted")
    page.get_by_label("our office, by its own observation or act").check()
    page.locator("textarea[name=note]").fill("Once.")
    page.get_by_role("button", name="Record event").click()
    page.get_by_text("Recorded: Note for the file.").wait_for()
    before = Event.objects.about(six).count()
    page.go_back()
    page.get_by_role("button", name="Record event").click()
    page.get_by_text("You recorded exactly this a moment ago").first.wait_for()
    assert Event.objects.about(six).count() == before


def test_everything_typed_is_there_after_a_mistake(page, sign_in, six, caseworker):
    sign_in(page, caseworker)
    page.goto(reverse("record_event", args=[six.reference]))
    page.get_by_role("textbox", name="When").fill("31 February 2025")
    page.locator("textarea[name=note]").fill("Мої слова")
    page.get_by_role("button", name="Record event").click()
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.get_by_role("textbox", name="When")).to_have_value("31 February 2025")
    expect(page.locator("textarea[name=note]")).to_have_value("Мої слова")


def test_a_family_call_from_the_search_box_with_its_follow_up_by_keyboard_alone(page, sign_in, caseworker):
    person = PersonFactory(office=caseworker.office, name="Орлова Наталья", owner=caseworker)
    sign_in(page, caseworker)
    page.goto("/people/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    page.keyboard.insert_text("Orlova")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    page.locator(f"a[href$='about={person.reference}']").press("Enter")
    page.get_by_role("heading", name="Family call").wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.locator(":focus")).to_have_attribute("name", "who")
    page.keyboard.insert_text("A sister in Sumy")
    for words in ("", "Is she well?", "Nothing new is known.", "in 2 weeks"):
        page.keyboard.press("Enter")
        page.keyboard.insert_text(words) if words else None
    page.keyboard.press("Control+Enter")
    page.get_by_text("The call is recorded, and the next call is due on").wait_for()
    call = FamilyCall.objects.get(event__person=person)
    assert (call.caller_name, call.event.note, call.told) == (
        "A sister in Sumy",
        "Is she well?",
        "Nothing new is known.",
    )
    assert call.event.follow_ups.get().owner == caseworker
    page.wait_for_load_state("networkidle")
    page.keyboard.press("c")
    page.get_by_role("heading", name="Family call").wait_for()
    expect(page.locator(":focus")).to_have_attribute("name", "asked")
