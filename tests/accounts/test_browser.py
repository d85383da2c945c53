"""A colleague is invited, sets up everything alone, and comes back with a code and with a recovery code: in Chromium."""

import pytest

from cases.models import User
from tests.accounts.members import code
from tests.browser import axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_db")]
PASSWORD = "quiet rivers under bridges"


def is_sound(page):
    """Nothing that axe finds, no sideways scroll on a telephone."""
    page.wait_for_load_state()  # a click ends where the next page begins
    assert axe_violations(page) == [], page.url
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)


def test_from_the_invitation_to_the_recovery_code(page, sign_in, coordinator):
    sign_in(page, coordinator).goto("/staff/invitations/add/")
    is_sound(page)
    page.get_by_label("Name").fill("Iryna Koval")
    page.get_by_label("Role").select_option("caseworker")
    page.get_by_label("Why").fill("Begins on Monday")
    page.get_by_role("button", name="Invite").click()
    is_sound(page)
    page.get_by_role("button", name="Make the link").click()
    is_sound(page)
    link = page.locator("p.mono").inner_text().strip()
    page.get_by_role("button", name="Sign out").click()

    page.goto(link)
    is_sound(page)
    page.get_by_label("Username").fill("iryna")
    page.get_by_label("First name").fill("Iryna")
    page.get_by_label("Last name").fill("Koval")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password once more").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_text("It cannot be scanned").click()
    is_sound(page)
    secret = page.locator("details code").inner_text().strip()
    page.get_by_label("Code that the app shows").fill(code(secret, -1))
    page.get_by_role("button", name="Done").click()
    is_sound(page)
    recovery = page.locator(".codes li").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    page.goto("/account/")
    is_sound(page)

    for typed in (code(secret), recovery):
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/accounts/login/")
        is_sound(page)
        page.get_by_label("Username").fill("iryna")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        is_sound(page)
        page.get_by_label("Code").fill(typed)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        page.goto("/account/")
    page.get_by_text("9", exact=True).wait_for()
    assert User.objects.get(username="iryna").role == "caseworker"
