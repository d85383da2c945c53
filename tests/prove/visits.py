"""The visits of the proof in the order in which a missing guard is found soonest: its own room first."""

import time

from django.urls import reverse

from tests.access.addresses import address, is_about_a_row, posted, row_for
from tests.access.routes import routes
from tests.access.test_lists_of_others import filters_of, leaks, twins
from tests.access.test_matrix import faults
from tests.access.world import LURE, OURS, STRICT, THEIRS
from tests.test_lists import LISTS

FIRST = ("viewer", "caseworker", "administrator", "auditor", "coordinator", "stranger")


class OutOfTime(Exception):
    """The time of one trial is over, and nothing was noticed."""


def first_fault(world, actors, room, until):
    """The first thing that is wrong, in words; empty where nothing is."""
    by_name = {actor.name: actor for actor in actors}
    for found in all_faults(world, by_name, room):
        if found:
            return found if isinstance(found, str) else str(found[0])
        if time.monotonic() > until:
            return ""
    return ""


def all_faults(world, actors, room):
    near = [route for route in routes() if room_of(route) == room]
    far = [
        route
        for route in routes()
        if room_of(route) != room and not (route.table and "history" in route.table[0])
    ]
    for some in (near, far):
        yield from of_routes(world, actors, some)
        yield from of_lists(world, actors, {name for name in LISTS if name in {route.name for route in some}})
        if some is near:
            yield from of_suggestions(world, actors)


def room_of(route):
    parts = route.handler.__module__.split(".")
    return parts[1] if parts[0] == "cases" else parts[0]


def of_routes(world, actors, some):
    scopes = ((OURS, world.ours), (STRICT, world.strict), (THEIRS, world.theirs))
    for route in some:
        for name in FIRST:
            for scope, rows in scopes:
                if scope == OURS or (
                    is_about_a_row(route) and row_for(route, rows) is not None and name not in {"stranger"}
                ):
                    yield of_one(world, actors[name], route, scope, rows)
        if row_for(route, world.closed) is not None:
            rows = world.ours | world.closed
            yield faults(actors["caseworker"], "get", address(route, rows), ...)
            yield faults(actors["caseworker"], "post", address(route, rows), ...)
        if row_for(route, world.linked) is not None and not route.table:
            rows = world.ours | world.linked
            for name in ("viewer", "caseworker"):
                yield faults(
                    actors[name], "get", address(route, rows), ..., world.references(*actors[name].canaries)
                )


def of_one(world, actor, route, scope, rows):
    there, hidden = address(route, rows), world.references(*actor.canaries)
    return [
        *faults(actor, "get", there, actor.expects(route, "get", scope), hidden),
        *faults(actor, "post", there, actor.expects(route, "post", scope), hidden, data=posted(route, rows)),
    ]


def of_lists(world, actors, names):
    for name in names:
        for role in ("caseworker", "viewer"):
            for key, field in filters_of(name, world.users[role]).items():
                kind = getattr(field, "kind", "")
                for words in [LURE, *(row.reference for row in (twins(world, kind) if kind else ()))]:
                    answer = actors[role].visitor.visit("get", reverse(name), data={key: words})
                    yield [
                        f"{name}?{key}={words}: tells {each}" for each in leaks(world, role, answer, words)
                    ]
        if name != "duplicates":
            sent = {"format": "csv", "reason": "The proof"}
            answer = actors["caseworker"].visitor.visit("post", f"{reverse(name)}export/", data=sent)
            yield [f"{name} as a file: tells {each}" for each in leaks(world, "caseworker", answer)]


def of_suggestions(world, actors):
    from cases import lookup

    for kind in [*lookup.KINDS, lookup.RECORD]:
        for words in [LURE, *(row.reference for row in twins(world, kind))]:
            answer = actors["caseworker"].visitor.visit("get", f"/lookup/{kind}/", data={"q": words})
            yield [
                f"lookup/{kind}?q={words}: tells {each}" for each in leaks(world, "caseworker", answer, words)
            ]
    answer = actors["caseworker"].visitor.visit("get", "/search/", data={"q": LURE})
    yield [f"search: tells {each}" for each in leaks(world, "caseworker", answer)]
