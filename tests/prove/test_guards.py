"""The guards that `make prove` takes out: each can be, and none is said to stand before another that is gone."""

from tests.prove.__main__ import BEHIND_ANOTHER, SENTENCES, key_of
from tests.prove.mutants import ROOT, mutants, without


def test_each_guard_can_be_taken_out():
    found = list(mutants())
    assert len(found) > 300
    for mutant in found[::9]:
        without(mutant)


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
