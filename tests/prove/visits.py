"""The visits of the proof, not yet made, those that find a missing guard soonest first."""

import re
import sys
from functools import partial
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases import lookup
from tests.access.actors import Actor
from tests.access.addresses import address, is_about_a_row, posted, row_for
from tests.access.routes import Route, routes, row_of
from tests.access.test_forms import PAGES, offers
from tests.access.test_lists_of_others import filters_of, leaks, twins
from tests.access.test_matrix import faults
from tests.access.visitor import undone
from tests.access.world import LURE, OURS, STRICT, THEIRS
from tests.prove.switches import beyond
from tests.prove.typing import typed
from tests.test_lists import LISTS

NEAR = (
    "caseworker",
    "viewer",
    "administrator",
    "auditor",
    "coordinator",
    "auditor without an office",
    "stranger",
)
#: What a caseworker does by a form.
WRITTEN = {"add", "change", "record_event", "declare_wrong"}


def visits(world, actors, rooms):
    """All visits, each a function that gives what is wrong, in words: those of some rooms first."""
    actors = {actor.name: actor for actor in actors}
    some = [route for route in routes() if not (route.table and "history" in route.table[0])]
    near = [route for route in some if room_of(route) in rooms]
    for there in (near, [route for route in some if route not in near]):
        pages = [route for route in there if not route.table]
        yield from of_pages(world, actors, pages)
        yield from of_pages(
            world, actors, [route for route in pages if is_about_a_row(route)], (THEIRS, STRICT)
        )
        yield from of_links(world, actors, there)
        yield from of_routes(world, actors, pages, NEAR)
        yield from of_routes(world, actors, [route for route in there if route.table], NEAR)
        yield from of_lists(
            world, actors, there
        )  # these and the next are many visits each, so they come last
        yield from of_forms(world, actors, there)
        yield from of_questions(world, actors, pages)
    yield from of_suggestions(world, actors)


def sort_of(visit):
    """Who comes, how, where and to whose records: visits of one sort meet a guard alike. A list, or a form, is a sort of its own."""
    parts = [getattr(part, "name", part) for part in visit.args if isinstance(part, Actor | str)]
    parts += [room_of(part) for part in visit.args if isinstance(part, Route)]
    return (visit.func.__name__, *parts) if visit.func not in ONES else (visit, *parts)


def made(visit):
    """What is wrong at a visit; that it could not be made is a fault as well."""
    try:
        with transaction.atomic():
            return list(visit())
    except Exception as error:
        return [f"{type(error).__name__}: {error}"[:300]]


def room_of(route):
    parts = route.handler.__module__.split(".")
    return parts[1] if parts[0] == "cases" else parts[0]


def of_pages(world, actors, some, scopes=(OURS,)):
    """Pages of ours, to which records that one does not see may point, or of such records themselves."""
    rows = {OURS: world.ours, THEIRS: world.theirs, STRICT: world.strict}
    for route in some:
        for scope in scopes:
            if scope == OURS or row_for(route, rows[scope]) is not None:
                for name in (
                    "caseworker",
                    "coordinator",
                ):  # who is asked for levels, and who for the office alone
                    yield partial(at, world, actors[name], route, "get", scope, rows[scope])


def of_questions(world, actors, some):
    """Pages of ours, asked with the references of records that one does not see."""
    for route in some:
        if names := asked_for(route):
            yield partial(asked, world, actors["caseworker"], route, names)


def asked_for(route):
    """The names that the file of a page reads from an address."""
    source = Path(sys.modules[route.handler.__module__].__file__).read_text()
    return re.findall(r"""get(?:list)?\("(\w+)"|GET\["(\w+)"\]""", source) if ".GET" in source else []


def asked(world, actor, route, names):
    there, found = address(route, world.ours).partition("?")[0], []
    rows = [
        row for rows in (world.theirs, world.strict) for row in rows.values() if hasattr(row, "reference")
    ]
    with beyond(lambda: actor.visitor.visit("get", there)):
        for row in rows:
            answer = actor.visitor.visit(
                "get", there, data={one or other: row.reference for one, other in names}
            )
            told = leaks(world, actor.role, answer, row.reference)
            found += [f"{actor.name}: GET {there} asked for {row.reference} tells {each}" for each in told]
    return found


def of_routes(world, actors, some, names):
    scopes = ((OURS, world.ours), (THEIRS, world.theirs), (STRICT, world.strict))
    for route in some:
        for name in names:
            for scope, rows in scopes:
                if scope == OURS or (is_about_a_row(route) and row_for(route, rows) is not None):
                    yield partial(at, world, actors[name], route, "get", scope, rows)
                    yield partial(at, world, actors[name], route, "post", scope, rows)


def at(world, actor, route, method, scope, rows):
    sent = posted(route, rows) if method == "post" else None
    return faults(
        actor, method, address(route, rows), actor.expects(route, method, scope), world.hidden_from(actor), data=sent
    )  # fmt: skip


def of_links(world, actors, some):
    """Records that point to what is hidden, and people whom a colleague looks after."""
    for route in some:
        for rows, names in ((world.closed, ("caseworker",)), (world.linked, ("viewer", "caseworker"))):
            if row_for(route, rows) is not None and not route.table:
                for name in names:
                    yield partial(shows, world, actors[name], route, "get", world.ours | rows)
                    yield partial(shows, world, actors[name], route, "post", world.ours | rows)


def shows(world, actor, route, method, rows):
    return faults(actor, method, address(route, rows), ..., world.hidden_from(actor))


def of_forms(world, actors, some):
    for route in some:
        if route in PAGES:
            yield partial(choices, world, actors["caseworker"].visitor.user, route)
        if not route.table and (row_of(route) or {}).get("post") in WRITTEN:
            yield partial(typed, world, actors["caseworker"], route)


def choices(world, user, route):
    with undone():
        client = Client()
        client.force_login(user)
        return offers(client.get(address(route, world.ours)), world)


def of_lists(world, actors, some):
    there = {route.name for route in some}
    for name in (name for name in LISTS if name in there):
        for role in ("caseworker", "coordinator", "viewer", "auditor", "administrator"):
            for words in (LURE, ""):
                yield partial(listed, world, actors[role], name, words)
        if name != "duplicates":
            yield partial(as_file, world, actors["caseworker"], name)


def listed(world, actor, name, words):
    """A list, asked by each of its filters, or as it is."""
    visit, found = actor.visitor.visit, []
    asked = filters_of(name, world.users[actor.role]) if words else {"": None}
    with beyond(lambda: words and visit("get", reverse(name))):
        for key, field in asked.items():
            kind = getattr(field, "kind", "")
            for value in [words, *(row.reference for row in (twins(world, kind) if kind else ()))]:
                answer = visit("get", reverse(name), data={key: value} if key else None)
                found += [f"{actor.name}: {name}?{key}={value} tells {each}" for each in leaks(world, actor.role, answer, value)]  # fmt: skip
                if answer.status >= 500:
                    found.append(f"{actor.name}: {name}?{key}={value} answers {answer.status}")
    return found


def as_file(world, actor, name):
    sent = {"format": "csv", "reason": "The proof"}
    answer = actor.visitor.visit("post", f"{reverse(name)}export/", data=sent)
    return [f"{name} as a file tells {each}" for each in leaks(world, actor.role, answer)]


def of_suggestions(world, actors):
    for role in ("caseworker", "viewer"):
        for kind in [*lookup.KINDS, lookup.RECORD]:
            for words in [LURE, *(row.reference for row in twins(world, kind))]:
                yield partial(suggested, world, actors[role], f"/lookup/{kind}/", words)
        yield partial(suggested, world, actors[role], "/search/", LURE)


def suggested(world, actor, there, words):
    answer = actor.visitor.visit("get", there, data={"q": words})
    told = leaks(world, actor.role, answer, words + str(answer.headers.get("Location")))
    return [f"{actor.name}: {there}?q={words} tells {each}" for each in told]


#: Visits of which no two are alike.
ONES = {asked, choices, typed, listed, as_file}
