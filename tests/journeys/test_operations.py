"""An operation from the plan to the arrival list, and one of its people undone, as a person does it in a browser."""

import pytest

from cases.lib.workflows import REPATRIATION_CASE
from cases.models import Party, RepatriationCase, RepatriationEvent
from tests import factories as make

pytestmark = pytest.mark.browser


@pytest.fixture
def cases(town, caseworker):
    """Two requested cases of persons, made up, from one state to the other."""
    start, end = Party.objects.order_by("pk")[:2]
    own = {"office": caseworker.office, "synthetic": True}
    made = [
        make.RepatriationCaseFactory(
            holding_party=start, receiving_party=end, group=None, person=make.PersonFactory(**own), **own
        ) for _number in range(2)
    ]  # fmt: skip
    for case in made:
        make.EventFactory(about=case, type="requested", note="")
    return made


@pytest.fixture
def operation(cases, caseworker):
    """An operation that serves them, with nobody on its list."""
    return RepatriationEvent.objects.create(
        office=caseworker.office, title="Return of the journey", synthetic=True,
        from_party=cases[0].holding_party, to_party=cases[0].receiving_party,
    )  # fmt: skip


def status(case):
    return RepatriationCase.objects.get(pk=case.pk).status


def test_plan_people_complete_and_undo_one(page, sign_in, operation, cases, caseworker):
    first, second = cases
    sign_in(page, caseworker)
    page.goto(operation.get_absolute_url())
    page.get_by_role("link", name="Change the list").click()
    page.get_by_label("Several cases").fill(f"{first.reference}\n{second.reference}")
    page.get_by_role("button", name="Put on the list").click()
    page.get_by_text("2 lines are on the list.").wait_for()

    page.get_by_role("link", name="Back to the operation").click()
    page.get_by_role("link", name="Plan, postpone or call off").click()
    page.get_by_label("What happened").select_option("scheduled")
    page.get_by_label("Planned for").fill("1 March 2030")
    page.get_by_label("testimony of a returnee").check()
    leave_out = page.get_by_label("Leave out cases that cannot take this step")
    leave_out.check()
    page.get_by_role("button", name="Record it for all").click()
    page.locator("#plans").get_by_text("stands").wait_for()

    page.get_by_role("link", name="Arrival list").click()
    page.get_by_label("When they arrived").fill("20 November 2026")
    page.get_by_label("signed receipt").check()
    page.get_by_label("came", exact=True).nth(0).check()  # everybody who is not marked
    page.get_by_role("button", name="See what this changes").click()
    page.get_by_text("2 people on the list came").wait_for()
    page.get_by_role("button", name="Record the arrival list").click()
    page.get_by_text("The arrival list is recorded").wait_for()
    assert [status(case) for case in cases] == ["returned", "returned"]

    page.locator("#travellers").get_by_role("link", name="Undo").first.click()
    page.get_by_label("It did not occur").check()
    page.get_by_label("Why").fill("Another person of the same name.")
    page.get_by_role("button", name="Declare wrong").click()
    page.get_by_text("Declared wrong. Both stay on record.").wait_for()
    after = sorted(status(case) == "returned" for case in cases)
    assert after == [False, True]
    assert all(status(case) in {*REPATRIATION_CASE.open_states, "returned"} for case in cases)
