"""Each address, as each actor, with each method: what the table says, and nothing of what is somebody else's (R01, R02, R07)."""

import pytest

from tests.access.actors import ANYTHING
from tests.access.addresses import address, is_about_a_row, posted, row_for
from tests.access.routes import routes
from tests.access.whole import ALWAYS, IS_WHOLE, WHOLE
from tests.access.world import CLOSED, STRICT, THEIRS

#: Of what rows were before there is one page for all tables: the whole proof visits them all.
TRIED = [route for route in routes() if IS_WHOLE or not (route.table and "history" in route.table[0])]
ROUTES = pytest.mark.parametrize("route", TRIED, ids=lambda route: route.name)
SAFE = {"get", "head", "options"}


def fits(answer, expected):
    if expected is None or expected == ANYTHING:
        away = answer.to_the_door or answer.to_the_workshops_door or answer.to_the_second_factor
        return away or bool(expected and answer.status in expected)
    if answer.to_the_workshops_door:
        return 403 in expected and 200 not in expected
    return answer.status in expected and not answer.to_the_door and not answer.to_the_second_factor


def told_by_register(path):
    """The register of places names each place, also the one where somebody is of whom one does not read it."""
    return {CLOSED} if path.startswith("/admin/cases/place/") else set()


def faults(actor, method, path, expected, hidden=frozenset(), *, data=None, htmx=False):
    """What is wrong with one visit, in words."""
    answer = actor.visitor.visit(method, path, data=data, htmx=htmx)
    found = []
    if expected is not Ellipsis and not fits(answer, expected):
        found.append(f"answers {answer.status}, not {sorted(expected) if expected else 'the door'}")
    if heard := [word for word in actor.canaries - told_by_register(path) if word in answer.everything]:
        found.append(f"tells {heard}")
    if told := {code for code in answer.references & hidden if code not in path}:
        found.append(f"tells {sorted(told)[:5]}")
    if answer.writes and (method in SAFE or expected is None or answer.status in {403, 404, 405}):
        found.append(f"writes {answer.writes} rows")
    return [f"{actor.name}: {method.upper()} {path}{' (htmx)' if htmx else ''}: {each}" for each in found]


#: The tables of what rows were before have one class: at their many addresses fewer try.
FEWER = {"stranger", "administrator", "coordinator", "auditor"}


def who_tries(route, actors):
    few = FEWER if route.table and route.table[0].endswith("history") else None
    some = few if IS_WHOLE else ALWAYS
    return [actor for actor in actors if some is None or actor.name in some]


@ROUTES
def test_an_address_answers_as_the_table_says(route, world, actors, db):
    here, sent, wrong = address(route, world.ours), posted(route, world.ours), []
    for actor in who_tries(route, actors):
        hidden = world.hidden_from(actor)
        wrong += faults(actor, "get", here, actor.expects(route, "get"), hidden)
        wrong += faults(actor, "post", here, actor.expects(route, "post"), hidden, data=sent)
    assert wrong == []


@pytest.mark.parametrize(
    "route", [route for route in TRIED if is_about_a_row(route)], ids=lambda route: route.name
)
def test_what_is_somebody_elses_does_not_exist(route, world, actors, db):
    wrong = []
    for scope, rows in ((THEIRS, world.theirs), (STRICT, world.strict)):
        if row_for(route, rows) is None:
            continue
        there = address(route, rows)
        sent = posted(route, rows)
        for actor in (actor for actor in who_tries(route, actors) if actor.role and actor.has_office):
            hidden = world.hidden_from(actor)
            wrong += faults(actor, "get", there, actor.expects(route, "get", scope), hidden)
            wrong += faults(actor, "post", there, actor.expects(route, "post", scope), hidden, data=sent)
    assert wrong == []


@WHOLE
@ROUTES
def test_what_a_colleague_looks_after_is_behind_glass(route, world, actors, db):
    """Where somebody is held, health and contacts: on no page that a caseworker opens without breaking the glass (R03)."""
    if row_for(route, world.closed) is None:
        pytest.skip("not about a person")
    there = address(route, world.ours | world.closed)
    wrong = []
    for actor in (actor for actor in actors if actor.name in {"viewer", "caseworker", "auditor"}):
        wrong += faults(actor, "get", there, ..., world.hidden_from(actor))
        wrong += faults(actor, "post", there, ..., world.hidden_from(actor))
    assert wrong == []


@pytest.mark.parametrize(
    "route",
    [route for route in TRIED if is_about_a_row(route) and not route.table],
    ids=lambda route: route.name,
)
def test_a_record_that_points_to_a_hidden_one_says_nothing_of_it(route, world, actors, db):
    """Its own page, and each page about it, in the same office: what is on a level above the reader stays there (R02)."""
    if row_for(route, world.linked) is None:
        pytest.skip("not about a record that points to others")
    there, wrong = address(route, world.ours | world.linked), []
    for actor in (actor for actor in actors if actor.name in {"viewer", "caseworker"}):
        wrong += faults(actor, "get", there, ..., world.hidden_from(actor))
        wrong += faults(actor, "post", there, ..., world.hidden_from(actor))
    assert wrong == []
