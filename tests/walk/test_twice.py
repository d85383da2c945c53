"""Every form of every page is sent twice, and makes what it makes once (R46)."""

from collections import Counter

import pytest
from django.db import connection, transaction

from tests.demo.small import rows_of_tables
from tests.typed import forms_of
from tests.walk.filling import filled

#: Rows that a second sending may add, because they say that somebody looked or sent.
SAYS_WHO_LOOKED = ("cases_export", "cases_accessentry", "cases_audit", "pghistory_context", "django_session")
#: Forms without a key, and why twice is once: by the last part of their address, or the route.
WITHOUT_KEY = {
    "logout/": "who is out stays out",
    "export/": "gives a file and changes nothing",
    "pin/": "sets a mark that is set already",
    "seen/": "says that one looked",
    "delete/": "what is gone stays gone",
    "language/setlang/": "chooses a language",
    "recovery-codes/": "allauth's own: the newest codes count",
    "second-factor/": "allauth's own: one secret",
    "assign/": "whose it is already stays theirs; each row carries who had it (actions.bulk)",
    "answer/": "gives a file; what leaves is told each time",
    "dossier/": "gives a sheet; what leaves is told each time",
    "manifest/": "gives a sheet",
    "labels/": "gives a sheet",
    "print/": "gives a sheet",
    "card/": "a verdict that stands is not given again",
    "take-off/": "who is off the list is not on it",
    "readiness/": "each line carries its version",
    "people/": "who is on the list is not put on it again",
}


def forms_everywhere(walker, everywhere):
    """Each form of each page once: (address it goes to, form)."""
    known = set()
    for page in everywhere:
        answer = walker.get(page)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        for form in forms_of(answer.content.decode()):
            goal = form.action.partition("#")[0] or page
            mark = (goal, tuple(sorted({name for name, _value in form.fields})))
            if (
                form.method == "post"
                and mark not in known
                and not goal.endswith(("logout/", "password/change/"))
            ):
                known.add(mark)
                yield goal, form


def test_what_a_form_makes_is_made_once_however_often_it_is_sent(walker, forms_are, undone):
    made, without_key, added_again, faults = Counter(), set(), [], []
    for goal, form in list(forms_everywhere(walker, forms_are)):
        name = goal.rstrip("/").rsplit("/", 1)[-1]
        if not {"form_key", "version"} & set(form.controls) and not goal.endswith(tuple(WITHOUT_KEY)):
            without_key.add(goal)
        with transaction.atomic():
            data = filled(form) | dict(form.buttons[:1])
            before = rows_of_tables()
            first = walker.post(goal, data)
            between = rows_of_tables()
            second = walker.post(goal, data) if between != before else first
            after = rows_of_tables() if between != before else between
            transaction.set_rollback(True)
        faults += [f"{goal}: {answer.status_code}" for answer in (first, second) if answer.status_code >= 500]
        made[name] += before != between
        added_again += [
            f"{goal}: {table}"
            for table in after
            if after[table] > between[table] and not is_about_looking(table)
        ]
    assert faults == [], "\n".join(faults)
    assert added_again == [], "\n".join(added_again)
    assert without_key == set(), "\n".join(sorted(without_key))
    assert sum(made.values()) > 20, made


def is_about_looking(table):
    """Who looked or sent, and what was before, may be said twice."""
    return table.startswith(SAYS_WHO_LOOKED) or table.endswith("history")


@pytest.mark.usefixtures("world")
def test_the_world_is_sound():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_person")
        assert cursor.fetchone()[0] >= 30
