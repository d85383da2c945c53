"""Methods that no form sends, HEAD, htmx, and forms without their token (R01, R07, R23)."""

import pytest

from tests.access.addresses import address, is_about_a_row, posted
from tests.access.routes import routes
from tests.access.test_matrix import ROUTES, faults
from tests.access.visitor import Visitor
from tests.access.whole import WHOLE

pytestmark = WHOLE

TRY = ("put", "patch", "delete", "options", "head")
BY = {"stranger", "viewer", "coordinator", "auditor"}


@ROUTES
def test_other_methods_show_and_change_nothing(route, world, actors, db):
    """A method that the table does not name is refused, and OPTIONS and HEAD tell nothing that GET would not."""
    here, wrong = address(route, world.ours), []
    for actor in (actor for actor in actors if actor.name in BY):
        for method in TRY:
            if method == "head" and actor.name != "coordinator":
                continue
            answer = actor.visitor.visit(method, here)
            if answer.writes or any(word in answer.everything for word in actor.canaries):
                wrong.append((actor.name, method, answer.status, answer.writes))
            turned_away = answer.status == 405 or answer.to_the_door or answer.to_the_workshops_door
            if answer.status >= 500 or (method in {"put", "patch", "delete"} and not turned_away):
                wrong.append((actor.name, method, answer.status))
    assert wrong == []


@pytest.mark.parametrize(
    "route", [route for route in routes() if route.table is None], ids=lambda route: route.name
)
def test_an_answer_to_htmx_is_no_other_answer(route, world, actors, db):
    here, sent, wrong = address(route, world.ours), posted(route, world.ours), []
    for actor in (actor for actor in actors if actor.name in {"stranger", "viewer", "caseworker"}):
        hidden = world.hidden_from(actor)
        wrong += faults(actor, "get", here, actor.expects(route, "get"), hidden, htmx=True)
        wrong += faults(actor, "post", here, actor.expects(route, "post"), hidden, data=sent, htmx=True)
    assert wrong == []


@pytest.fixture(scope="package")
def careful(world):
    """The coordinator, whose browser sends no token."""
    return Visitor(world.users["coordinator"], enforce_csrf=True)


@ROUTES
def test_nothing_is_sent_without_the_token_of_its_form(route, world, careful, db):
    here = address(route, world.ours)
    statuses = {method: careful.visit(method, here).status for method in ("post", "put", "patch", "delete")}
    assert set(statuses.values()) <= {403, 405}
    assert statuses["post"] == 403


def test_every_address_was_tried():
    """Each of them has an address here; what is about a row has one in each scope."""
    assert len(routes()) > 700
    assert sum(is_about_a_row(route) for route in routes()) > 400
