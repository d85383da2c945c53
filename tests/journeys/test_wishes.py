"""From the survey of an evacuation to a case, as a person does it in a browser."""

import pytest
from playwright.sync_api import expect

from cases.models import RepatriationCase
from tests.factories import EvacuationFactory, EvacueeFactory, PersonFactory, PlaceFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def spring(caseworker):
    office = caseworker.office
    home, here = PlaceFactory(name="Home village", country="UA"), PlaceFactory(name="Shelter", country="RU")
    spring = EvacuationFactory(office=office, title="Evacuation in spring", place_from=home, place_to=here)
    for name in ("Adam", "Boris"):
        EvacueeFactory(office=office, evacuation=spring, person=PersonFactory(office=office, name=name))
    return spring


def test_who_wishes_to_return_gets_a_case(page, sign_in, spring, caseworker):
    sign_in(page, caseworker)
    page.goto(spring.get_absolute_url())
    page.get_by_role("link", name="Record wishes").click()
    page.get_by_label("How it was expressed").select_option("alone")
    page.get_by_label("Heard by", exact=True).fill("A delegate")
    page.get_by_role("row", name="Adam").get_by_label("Wish").select_option("return")
    page.get_by_role("button", name="Record these wishes").click()
    page.get_by_text("1 wish is recorded.").wait_for()
    expect(page.get_by_text("2 people on record: not known 1; wishes to return 1.")).to_be_visible()
    page.locator("#people").get_by_role("link", name="Adam").click()
    page.get_by_role("link", name="Open a case").click()
    page.get_by_role("button", name="Open the case").click()
    page.get_by_text("the wish is carried over").wait_for()
    case = RepatriationCase.objects.get(person__name="Adam")
    assert (case.wish, case.receiving_party.code) == ("return", "UA")
    expect(page.locator("#wish").get_by_text("Heard by A delegate.")).to_be_visible()
