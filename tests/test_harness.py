"""The harness itself: what it promises to refuse, it refuses."""

import re
import socket
import urllib.request
import warnings
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template, TemplateDoesNotExist, engines
from django.template.base import Origin
from django.template.loader import get_template
from django.utils import timezone

from cases import models
from tests import factories, guards


@pytest.mark.parametrize("address", ["192.0.2.1", "example.org"])
def test_another_machine_is_out_of_reach(address):
    with pytest.raises(guards.NetworkUsed), socket.socket() as door:
        door.connect((address, 80))


def test_another_machine_cannot_be_asked_for_by_name():
    with pytest.raises(guards.NetworkUsed):
        urllib.request.urlopen("http://example.org/")


def test_this_machine_can_be_reached():
    with socket.socket() as server, socket.socket() as door:
        server.bind(("127.0.0.1", 0))
        server.listen()
        door.connect(server.getsockname())


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def template(text, name):
    """Compile a template as if it stood in a file."""
    return engines["django"].engine.from_string(text) if not name else Template(text, Origin(name))


def test_an_unknown_variable_in_a_template_of_ours_fails_by_its_name():
    ours = template("{{ person.nickname }}", str(guards.OURS / "people" / "person.html"))
    with pytest.raises(
        guards.UnknownVariable, match=r"people/person.html: nothing is called .person\.nickname"
    ):
        ours.render(Context({"person": object()}))


def test_an_unknown_variable_in_a_template_of_django_is_empty_and_takes_its_default():
    assert template("{{ gone }}{{ gone|default:'-' }}", "/somewhere/else.html").render(Context()) == "-"


def test_a_variable_that_is_asked_for_in_a_condition_may_be_missing():
    assert template("{% if gone %}x{% endif %}", str(guards.OURS / "x.html")).render(Context()) == ""


def test_a_template_of_django_includes_nothing_that_fails():
    try:
        html = get_template("admin/404.html").render({})
    except TemplateDoesNotExist:
        pytest.skip("no admin")
    assert "<h2>" in html


def test_rows_without_an_order_never_come_as_they_are_stored(db):
    stored = [factories.PersonFactory().pk for _ in range(2)]
    people = models.Person.objects.all()
    assert [person.pk for person in people] == stored[::-1]
    assert list(people.values_list("pk", flat=True).iterator()) == stored[::-1]


def test_rows_with_an_order_keep_it(db):
    stored = [factories.PersonFactory().pk for _ in range(9)]
    assert [person.pk for person in models.Person.objects.order_by("pk")] == stored
    assert models.Person.objects.first().pk == stored[0]
    assert models.Person.objects.get(pk=stored[4]).pk == stored[4]


def test_prefetched_rows_stay_with_their_record(db):
    groups = [factories.GroupFactory() for _ in range(3)]
    for group in groups:
        factories.GroupMembershipFactory.create_batch(2, group=group)
    for group in models.Group.objects.prefetch_related("memberships__person"):
        assert {one.group_id for one in group.memberships.all()} == {group.pk}
        assert len({one.person.pk for one in group.memberships.all()}) == 2


def test_the_shared_cache_has_its_table(db):
    cache.set("asked", 1)
    assert cache.get("asked") == 1


def test_the_clock_can_be_stopped(stop_clock):
    moment = stop_clock(date(2025, 12, 11))
    assert timezone.now() == moment
    assert timezone.localdate().isoformat() == "2025-12-11"


def test_a_test_that_commits_leaves_an_empty_ledger_and_its_protection(committed_db):
    factories.EventErrorFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_event")
        assert cursor.fetchone() == (1,)
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)


def test_what_is_made_for_a_package_is_made_in_one():
    """In a folder that is none, pytest keeps it to the end of the run, and every later test meets its rows."""
    makers = {
        path.parent
        for path in Path(__file__).parent.rglob("*.py")
        if re.search(r"^@pytest\.fixture\(scope=.package", path.read_text(), re.M)
    }
    assert makers
    assert [folder.name for folder in makers if not (folder / "__init__.py").exists()] == []


HASTE = re.compile(
    r"assert .*\.(is_visible|is_hidden|is_checked|inner_text|text_content|input_value|title)\("
)


def test_what_a_journey_expects_of_a_page_is_waited_for():
    """After a click the next page is there in part; `expect` asks until it is so, a plain assertion asks once."""
    texts = {path: path.read_text("utf-8") for path in Path(__file__).parent.rglob("*.py")}
    journeys = {
        path: text for path, text in texts.items() if "pytest.mark.browser" in text and path != Path(__file__)
    }
    assert len(journeys) > 5
    assert [f"{path}: {found[0]}" for path, text in journeys.items() for found in HASTE.finditer(text)] == []
