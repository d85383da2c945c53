"""The workshop in Chromium: nothing is blocked, nothing is broken, and an event is recorded by hand."""

import pytest

from cases.models import Agreement, Claim, Event, Parcel, Person, RepatriationCase, User
from tests import factories
from tests.admin.conftest import address

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_db")]


def test_an_event_is_recorded_in_the_workshop(page, sign_in, coordinator, office):
    factories.ActorFactory(name="Ministry of the North")
    parcel = factories.ParcelFactory(office=office)
    sign_in(page, coordinator).goto(f"{address(Parcel, 'changelist')}?q={parcel.reference}")
    page.get_by_role("link", name=parcel.reference).click()
    page.get_by_role("link", name="Record an event").click()
    page.get_by_label("What happened").select_option("packed")
    page.get_by_label("When").fill("late November 2025")
    page.locator(".field-to_custodian .select2-selection").click()
    page.locator(".select2-search__field").fill("ministry")
    page.get_by_role("option", name="Ministry of the North").click()
    page.get_by_label("Evidence").select_option("own_observation")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()
    parcel.refresh_from_db()
    assert (parcel.status, parcel.custodian.name) == ("packed", "Ministry of the North")
    assert parcel.events.get().occurred.edtf == "[2025-11-21..2025-11-30]"


def test_each_sort_of_page_keeps_to_the_policy(page, sign_in, coordinator, administrator, office):
    """The fixture fails on any violation of the policy, any error of a script and any other host."""
    name = factories.PersonNameFactory(person__office=office)
    case = factories.RepatriationCaseFactory(office=office)
    claim = factories.ClaimFactory(about=case.group)
    agreement = factories.UndertakingFactory(office=office).agreement
    sign_in(page, coordinator)
    for url in (
        "/admin/", address(Person, "changelist"), address(Person, "add"),
        address(Person, "history", name.person_id), address(RepatriationCase, "change", case.pk),
        address(Agreement, "change", agreement.pk), address(Agreement, "changelist"), address(Event, "add"),
        address(Claim, "change", claim.pk), address(Claim, "changelist"),
    ):  # fmt: skip
        page.goto(url)
    page.goto(address(Person, "change", name.person_id))
    page.get_by_text("Add another Person name").click()
    page.locator("#id_names-1-full").fill("Another name")
    sign_in(page, administrator)
    for url in (address(User, "changelist"), address(User, "add"), address(User, "change", coordinator.pk)):
        page.goto(url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_telephone(page, sign_in, coordinator, office, scheme):
    person = factories.PersonNameFactory(person__office=office).person
    page.set_viewport_size({"width": 360, "height": 700})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, coordinator)
    for url in (
        "/admin/",
        address(Person, "changelist"),
        address(Person, "change", person.pk),
        address(Event, "add"),
    ):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
