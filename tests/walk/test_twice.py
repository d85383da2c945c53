"""Every form of every page is sent twice, and makes what it makes once (R46)."""

from collections import Counter

import pytest
from django.db import connection, transaction

from tests.demo.small import rows_of_tables
from tests.typed import forms_of
from tests.walk.filling import filled

#: Rows that a second sending may add, because they say that somebody looked or sent.
SAYS_WHO_LOOKED = ("cases_accessentry", "cases_audit", "pghistory_context", "django_session")
#: Forms without a key, and why twice is once: by the last part of their address, or the route.
WITHOUT_KEY = {
    "logout/": "who is out stays out",
    "export/": "gives a file and changes nothing",
    "pin/": "sets a mark that is set already",
    "seen/": "says that one looked",
    "delete/": "what is gone stays gone",
    "language/setlang/": "chooses a language",
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
            if form.method == "post" and mark not in known and not goal.endswith(("logout/", "password/change/")):
                known.add(mark)
                yield goal, form


def test_what_a_form_makes_is_made_once_however_often_it_is_sent(walker, everywhere, undone):
    made, added_again, faults, tried = Counter(), [], [], 0
    for goal, form in list(forms_everywhere(walker, everywhere)):
        button = dict(form.buttons[:1])
        for data in (filled(form) | button, form.data | button):
            with transaction.atomic():
                before = rows_of_tables()
                first = walker.post(goal, data)
                between = rows_of_tables()
                second = walker.post(goal, data)
                after = rows_of_tables()
                transaction.set_rollback(True)
            tried += 1
            faults += [
                f"{goal}: {answer.status_code}" for answer in (first, second) if answer.status_code >= 500
            ]
            if between != before:
                made[goal.rstrip("/").rsplit("/", 1)[-1]] += 1
            more = {table for table in after if after[table] > between[table]}
            added_again += [
                f"{goal}: {table}"
                for table in more
                if not table.startswith(SAYS_WHO_LOOKED) and not table.endswith("history")
            ]
    assert faults == []
    assert added_again == []
    assert tried > 150
    assert sum(made.values()) > 20, made


def test_every_form_that_makes_something_carries_a_key(walker, everywhere, undone):
    without = sorted(
        {goal for goal, form in forms_everywhere(walker, everywhere)
         if "form_key" not in form.controls and "version" not in form.controls and not goal.endswith(tuple(WITHOUT_KEY))}
    )  # fmt: skip
    assert without == [], "\n".join(without)


@pytest.mark.usefixtures("world")
def test_the_world_is_sound():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_person")
        assert cursor.fetchone()[0] >= 30
