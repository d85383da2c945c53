"""The guards that `make prove` takes out: each has a switch, and none is said to stand before another that is gone."""

import ast

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import Person
from tests.factories import PersonFactory
from tests.prove import switches
from tests.prove.__main__ import BEHIND_ANOTHER, key_of
from tests.prove.mutants import ROOT, mutants


def test_each_guard_has_a_switch():
    found = list(mutants())
    assert len(found) > 300
    numbers = set()
    for path in {mutant.path for mutant in found}:
        tree = switches.Switched(path).visit(ast.parse((ROOT / path).read_text()))
        compile(ast.fix_missing_locations(tree), path, "exec")
        numbers |= {
            node.args[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("__guard_")
        }
    assert numbers == set(range(len(found)))


def test_a_guard_is_out_for_a_moment_and_says_where_it_decides(db):
    switches.met.clear()
    hidden, seen = PersonFactory(), PersonFactory()
    asked = (3, Person.objects.filter(pk=seen.pk), Person.objects.all())
    assert switches.value(1, False, True) is False
    assert switches.value(2, True, True) is True
    assert list(switches.rows(*asked)) == [seen]
    with switches.without(3):
        assert set(switches.rows(*asked)) == {hidden, seen}
        assert switches.value(1, False, True) is False
    assert switches.met == {1, 3}


def test_a_demand_that_is_out_refuses_nothing():
    switches.met.clear()
    switches.demanded(4, int, "1")
    with pytest.raises(PermissionDenied):
        switches.demanded(5, refuse)
    with switches.without(5):
        switches.demanded(5, refuse)
    assert switches.met == {5}


def refuse():
    raise PermissionDenied


def test_what_stands_behind_another_guard_is_a_guard_and_has_a_reason():
    known = {key_of(mutant) for mutant in mutants()}
    assert sorted(set(BEHIND_ANOTHER) - known) == []
    assert all(len(reason) > 20 for reason in BEHIND_ANOTHER.values())
