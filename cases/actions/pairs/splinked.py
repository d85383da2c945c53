"""The pairs as Splink finds them: a model that learns its weights from the list itself, on DuckDB or wherever Splink runs.

Needs the extra `[linkage]`; nothing else imports this module. Splink is given our folded columns, and what it finds is
scored, put into the queue and judged as every other pair. `backend` is the dotted path of what makes a Splink database API:
for lists beyond one machine that is a function of one's own that gives a `SparkAPI`, on which the same code runs.
"""

import csv
import os
import tempfile

from django.utils.module_loading import import_string
from splink import Linker, SettingsCreator, block_on
from splink import comparison_library as comparisons

from cases.actions.pairs import blocks

DUCKDB = "splink.backends.duckdb.DuckDBAPI"
LEAST = 0.5  # from this probability on a pair is compared on our own scale
_MOST = 1_000_000  # pairs that the weights are learnt from

_COLUMNS = """
    SELECT p.id AS unique_id, p.office_id || ' ' || p.synthetic AS scope,
           (SELECT min(t.sound) FROM cases_nametoken t WHERE t.id = ANY(p.plain)) AS surname,
           (SELECT min(bone) FROM pair_word w CROSS JOIN unnest(w.bones) AS bone WHERE w.id = ANY(p.plain)) AS bones,
           coalesce(p.known[1], (SELECT min(t.sound) FROM cases_nametoken t WHERE t.id = ANY(p.given_heard))) AS given,
           p.father[1] AS father, p.day::text AS day, nullif(p.sex, '') AS sex
      FROM pair_person p
"""
BLOCKS = (("scope", "bones", "given"), ("scope", "day", "given"), ("scope", "day", "bones"))


def make(cursor, backend=DUCKDB):
    """Make the table of the pairs that Splink thinks are of one person; how many."""
    cursor.execute("CREATE TEMPORARY TABLE pair (first bigint, second bigint) ON COMMIT DROP")
    with tempfile.TemporaryDirectory() as folder:
        people, found = (os.path.join(folder, name) for name in ("people.csv", "pairs.csv"))
        write(cursor, people)
        predict(import_string(backend)(), people).to_csv(found, overwrite=True)
        with open(found, newline="") as file, cursor.copy("COPY pair FROM STDIN") as copy:
            for row in csv.DictReader(file):
                copy.write_row(sorted((int(row["unique_id_l"]), int(row["unique_id_r"]))))
    return blocks.settle(cursor)


def write(cursor, path):
    """Write the columns that Splink is given to a file; `people.prepare` was there before."""
    cursor.execute("CREATE INDEX ON pair_word (id)")  # it is asked for the words of each person
    with open(path, "wb") as file, cursor.copy(f"COPY ({_COLUMNS}) TO STDOUT (FORMAT csv, HEADER)") as copy:
        for part in copy:
            file.write(part)


def predict(api, path, least=LEAST):
    """Learn from a file of people what tells them apart, and give the pairs that are likely one."""
    linker = Linker(api.register_from_csv(path), _settings(), log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("bones", "given", "day")], recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=_MOST, seed=1)
    for rule in (("bones", "given"), ("day", "given"), ("day", "bones")):
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule), max_pairs=_MOST)
    return linker.inference.predict(threshold_match_probability=least)


def _settings():
    """Surname by letters, given name and patronymic by their meaning, the day of birth by days, sex."""
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        comparisons=[
            comparisons.LevenshteinAtThresholds("surname", [1, 2]).configure(term_frequency_adjustments=True),
            comparisons.ExactMatch("given").configure(term_frequency_adjustments=True),
            comparisons.ExactMatch("father"),
            comparisons.DateOfBirthComparison("day", input_is_string=False),
            comparisons.ExactMatch("sex"),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
