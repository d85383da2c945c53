"""Scanning without a pause: what does not arrive is told apart, and nothing that was scanned is lost."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from cases.demo.logins import PASSWORD
from tests.factories import ConsignmentFactory, ParcelFactory
from tests.journeys.test_main_jobs import enter

pytestmark = pytest.mark.browser
STATION = "/scan/?event=added&evidence=own_observation&occurred=24+Jan+2026"


@pytest.fixture
def parcels(caseworker):
    """Two parcels that go into one consignment."""
    consignment = ConsignmentFactory(office=caseworker.office)
    return ParcelFactory.create_batch(2, office=caseworker.office, consignment=consignment)


@pytest.fixture
def station(page, sign_in, caseworker):
    sign_in(page, caseworker)
    page.goto(STATION)
    return page


def scan(page, code):
    page.locator("#code:focus").wait_for()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def verdict(page, code, kind="recorded"):
    page.locator(f".verdict[data-kind={kind}]").get_by_text(code).first.wait_for()


def statuses(parcels):
    for parcel in parcels:
        parcel.refresh_from_db()
    return [parcel.status for parcel in parcels]


def session_ends(page):
    """As it does after half an hour without a request."""
    (cookie,) = [each for each in page.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME]
    Session.objects.filter(session_key=cookie["value"]).delete()


def signed_out(page):
    page.locator("#unsent").get_by_text("You are signed out: sign in; the scans are kept.").wait_for()
    expect(page.get_by_text("The connection is lost")).to_be_hidden()


def test_whoever_is_signed_out_is_told_to_sign_in_and_the_scans_are_recorded_then(station, parcels):
    session_ends(station)
    for parcel in parcels:
        scan(station, parcel.reference)
    signed_out(station)
    expect(station.locator("#unsent li")).to_have_count(2)
    station.get_by_role("link", name="Sign in and go on").click()
    station.locator("[name=login]").fill("caseworker")
    station.locator("[name=password]").fill(PASSWORD)
    station.get_by_role("button", name="Sign in").click()
    station.wait_for_url(f"**{STATION}")
    verdict(station, parcels[1].reference)
    assert statuses(parcels) == ["in_consignment", "in_consignment"]
    expect(station.locator("#unsent")).to_be_hidden()


def test_after_a_sign_in_in_another_tab_the_old_page_is_opened_again_and_sends_its_scans(station, parcels):
    session_ends(station)
    other = station.context.new_page()
    enter(other, "caseworker")
    other.close()
    scan(station, parcels[0].reference)
    signed_out(station)
    station.get_by_role("link", name="Sign in and go on").click()
    verdict(station, parcels[0].reference)
    assert statuses(parcels) == ["in_consignment", "registered"]


def test_a_code_that_fails_is_put_aside_and_holds_up_no_other(station, parcels):
    first, second = parcels
    fails = [True]

    def answer(route):
        if fails and first.reference in (route.request.post_data or ""):
            route.fulfill(status=422, body="<p>No.</p>", content_type="text/html")
        else:
            route.continue_()

    station.route("**/scan/?*", answer)
    scan(station, first.reference)
    verdict(station, first.reference, "failed")
    scan(station, second.reference)
    verdict(station, second.reference)
    put_aside = station.locator("#session tr.refused")
    expect(put_aside).to_contain_text(first.reference)
    expect(put_aside).to_contain_text("Not recorded")
    station.reload()
    expect(put_aside).to_contain_text(first.reference)
    assert statuses(parcels) == ["registered", "in_consignment"]
    fails.clear()
    scan(station, first.reference)
    verdict(station, first.reference)
    expect(put_aside).to_have_count(0)
    assert statuses(parcels) == ["in_consignment", "in_consignment"]


def answers(status):
    return lambda route: route.fulfill(status=status, body="<p>Later.", content_type="text/html")


def test_what_a_lost_connection_or_a_house_that_is_away_holds_up_is_sent_again_by_itself(
    watched, sign_in, caseworker, parcels
):
    page, watch = watched
    sign_in(page, caseworker)
    page.goto(STATION)
    page.route("**/scan/?*", lambda route: route.abort())
    scan(page, parcels[0].reference)
    page.locator("#unsent").get_by_text("The connection is lost.").wait_for()
    page.unroute("**/scan/?*")
    verdict(page, parcels[0].reference)
    for status in (503, 200):  # the house is away; the network answers in its place
        page.route("**/scan/?*", answers(status))
        scan(page, parcels[1].reference)
        page.locator("#unsent").get_by_text("The connection is lost.").wait_for()
        page.unroute("**/scan/?*")
        page.locator("#unsent").wait_for(state="hidden")
    page.locator(".verdict").get_by_text(parcels[1].reference).first.wait_for()
    assert statuses(parcels) == ["in_consignment", "in_consignment"]
    expect(page.locator("#unsent")).to_be_hidden()
    assert all("Failed to load resource" in error for error in watch.errors), watch.errors
