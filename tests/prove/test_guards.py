"""The guards that `make prove` takes out: each has a switch, and none is said to stand before another that is gone."""

import ast

from tests.prove import switches
from tests.prove.__main__ import BEHIND_ANOTHER, SENTENCES, key_of
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
            if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("__guard")
        }
    assert numbers == set(range(len(found)))


def test_a_guard_is_out_for_a_moment_and_says_when_it_is_met():
    switches.met.clear()
    assert not switches.is_out(3)
    with switches.without(3):
        assert switches.is_out(3)
        assert not switches.is_out(4)
    assert not switches.is_out(3)
    assert switches.met == {3, 4}


def test_what_stands_behind_another_guard_is_a_guard_and_has_a_reason():
    known = {key_of(mutant) for mutant in mutants()}
    assert sorted(set(BEHIND_ANOTHER) - known) == []
    assert all(len(reason) > 20 for reason in BEHIND_ANOTHER.values())


def test_a_guard_that_a_sentence_is_for_is_one_and_the_sentence_is_written():
    known = {key_of(mutant) for mutant in mutants()}
    assert sorted(set(SENTENCES) - known) == []
    for test in SENTENCES.values():
        path, _, name = test.partition("::")
        assert f"def {name}" in (ROOT / path).read_text()
