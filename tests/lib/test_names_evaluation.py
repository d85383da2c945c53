"""The comparison measured on labelled pairs, beside the usual way."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.lib.names.evaluation import Pair, baseline_score, family_names, our_score, score

PAIRS = Path(__file__).parent / "data" / "name_pairs.csv"


@pytest.fixture(scope="module")
def pairs():
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [Pair(row["name1"], row["name2"], row["is_match"] == "true") for row in csv.DictReader(file)]


def test_labelled_pairs_are_judged_far_better_than_by_sorted_words(pairs):
    ours, (baseline, _) = our_score(pairs), baseline_score(pairs)
    assert ours.f1 >= 0.82
    assert ours.precision >= 0.9
    assert ours.f1 >= baseline.f1 + 0.15


def test_scores_are_shares():
    assert score([(True, True), (True, False), (False, True), (False, False)]) == (0.5, 0.5, 0.5)
    assert score([]) == (0, 0, 0)


def test_there_are_several_hundred_made_up_family_names():
    assert len(set(family_names())) > 500


def test_the_command_prints_both_scores(capsys):
    call_command("evaluate_names", str(PAIRS), errors=True, systems=True)
    said = capsys.readouterr().out
    assert "281 pairs, 117 of them one person's" in said
    assert "words sorted, ratio" in said
    assert "icao-rus" in said
    assert "missed  President Erdoğan" in said


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b"name1,name2,is_match\nx\n"])
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "pairs.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"cannot be read|needs the columns"):
        call_command("evaluate_names", str(path))


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_names", str(tmp_path / "none.csv"))
