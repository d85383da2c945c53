"""Lists, filters, searches, suggestions and files: nothing of what is somebody else's, whatever one asks for (R02, R03, R08, R35)."""

import pytest
from django.urls import reverse

from cases import lookup
from cases.forms import LookupField
from cases.generic.known import opened
from cases.models import Person
from tests.access.actors import HEARS
from tests.access.whole import WHOLE
from tests.access.world import LURE, STRICT, THEIRS
from tests.test_lists import LISTS

pytestmark = WHOLE

READERS = ("viewer", "caseworker", "coordinator", "auditor")


def leaks(world, role, answer, path=""):
    """Canaries, and references, that this role must not hear."""
    silent = {STRICT, THEIRS} - HEARS[role]
    heard = [word for word in silent if word in answer.everything]
    return heard + sorted(code for code in answer.references & world.references(*silent) if code not in path)


@pytest.fixture(scope="package")
def visitors(actors):
    return {actor.name: actor.visitor for actor in actors}


def filters_of(name, user):
    listing = opened(name, user)
    return listing.filterset.form.fields if listing else {}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", ["viewer", "caseworker"])
def test_no_filter_finds_what_one_does_not_see(name, role, world, visitors, db):
    """Each field is asked for the words of the canaries, and for the records themselves by their names and references."""
    found = []
    for key, field in filters_of(name, world.users[role]).items():
        asked = [LURE]
        if isinstance(field, LookupField):
            asked = [row.reference for row in twins(world, field.kind)]
        for value in asked:
            answer = visitors[role].visit("get", reverse(name), data={key: value})
            found += [(key, value, each) for each in leaks(world, role, answer, value)]
            if answer.status >= 500:
                found.append((key, value, answer.status))
    assert found == []


def twins(world, kind):
    model = lookup.KINDS[kind].model if kind in lookup.KINDS else Person
    rows = (world.theirs.get(model), world.strict.get(model))
    return [row for row in rows if row is not None and hasattr(row, "reference")]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", ["caseworker", "coordinator"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_holds_nothing_that_its_list_does_not(name, role, form, world, visitors, db):
    there = f"{reverse(name)}export/" if name != "duplicates" else ""
    if not there:
        pytest.skip("it has no file")
    answer = visitors[role].visit("post", there, data={"format": form, "reason": "The proof"})
    is_long = answer.headers.get("Location", "").startswith("/exports/")  # then it is made in the background
    assert is_long or answer.status in {200, 403, 404}
    assert leaks(world, role, answer) == []
    bad = visitors[role].visit(
        "post", f"{there}?no_such_filter=1", data={"format": form, "reason": "The proof"}
    )
    assert bad.status in {400, 403, 404}


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("kind", [*lookup.KINDS, lookup.RECORD])
def test_no_field_suggests_what_one_does_not_see(kind, role, world, visitors, db):
    asked = [LURE, "Zq", *(row.reference for row in twins(world, kind))]
    for words in asked:
        answer = visitors[role].visit("get", f"/lookup/{kind}/", data={"q": words})
        assert leaks(world, role, answer, words) == []


@pytest.mark.parametrize("role", READERS)
def test_the_search_finds_nothing_that_one_does_not_see(role, world, visitors, db):
    asked = [
        LURE,
        *(
            row.reference
            for rows in (world.theirs, world.strict)
            for row in rows.values()
            if hasattr(row, "reference")
        ),
    ]
    for words in asked:
        answer = visitors[role].visit("get", "/search/", data={"q": words})
        assert leaks(world, role, answer, words + str(answer.headers.get("Location"))) == [], words
        assert answer.status < 500


@pytest.mark.parametrize("name", LISTS)
def test_a_key_that_is_given_twice_breaks_nothing(name, world, visitors, db):
    """R35: the last one counts."""
    for query in ("page=1&page=2", "sort=x&sort=y", "q=a&q=b", "page[]=1", "q[$ne]=1", "view=1&view=2"):
        assert visitors["coordinator"].visit("get", f"{reverse(name)}?{query}").status < 500
