"""What each pair comes to, on the scale of `cases.lib.matching` and with its weights."""

from cases.actions.pairs.words import GIVEN, LETTERS, SHORT, SOUND
from cases.lib import matching
from cases.lib.matching import DIFFERS, LASTING, MATCH, NEAR, POSSIBLE, UNKNOWN
from cases.lib.names.compare import LIKELY as LIKELY_NAME
from cases.lib.names.compare import MISSING_WEIGHT, REASONS
from cases.lib.names.compare import POSSIBLE as POSSIBLE_NAME
from cases.lib.names.compare import SAME as SAME_NAME

# A pair: how many words meet and what they are worth together; of those left, the ones that are alike (`likeness`) meet as well.
_MET = """
    SELECT first, second, a.office_id, met.plain_worth, met.given_worth, met.father_worth,
           met.plain_met + (met.given_worth IS NOT NULL)::int + (met.father_worth IS NOT NULL)::int + coalesce(alike.number, 0) AS met,
           coalesce(met.plain_worth * met.plain_met, 0) + coalesce(met.given_worth, 0) + coalesce(met.father_worth, 0)
             + coalesce(alike.worth, 0) AS got,
           coalesce(alike.codes, '{{}}') AS codes,
           CASE WHEN a.names > 1 AND met.plain_met > 0 AND NOT a.plain <@ b.plain THEN 0
                ELSE cardinality(met.one_left) - coalesce(alike.number, 0) END AS one_left,
           CASE WHEN b.names > 1 AND met.plain_met > 0 AND NOT b.plain <@ a.plain THEN 0
                ELSE cardinality(met.other_left) - coalesce(alike.number, 0) END AS other_left,
           met.one_left && a.father_heard AND NOT coalesce(alike.ones && a.father_heard, false) AS one_father,
           met.other_left && b.father_heard AND NOT coalesce(alike.others && b.father_heard, false) AS other_father,
           met.one_left && a.given_heard AND met.other_left && b.given_heard AS givens,
           least(a.words, b.words) = 1 AND greatest(a.words, b.words) > 1 AS one_word_only,
           {findings},
           coalesce(a.day = b.day, false) AS same_day
      FROM pair_met met JOIN pair_person a ON a.id = met.first JOIN pair_person b ON b.id = met.second
      LEFT JOIN pair_alike alike USING (first, second)
"""
_EQUAL = f"""CASE WHEN coalesce(a.{{0}}, '') = '' OR coalesce(b.{{0}}, '') = '' THEN '{UNKNOWN}'
                WHEN a.{{0}} = b.{{0}} THEN '{MATCH}' ELSE '{DIFFERS}' END"""
_PARENT = f"""CASE WHEN a.{{0}} = '' OR b.{{0}} = '' THEN '{UNKNOWN}' WHEN a.{{0}} = b.{{0}} THEN '{MATCH}'
                ELSE (SELECT found FROM pair_parent p WHERE p.one = a.{{0}} AND p.other = b.{{0}} LIMIT 1) END"""
_WITHIN = "SELECT outermost FROM pair_place p WHERE p.place = {0}.{2}_id AND p.around = {1}.{2}_id"
_PLACE = f"""CASE WHEN a.{{0}}_id IS NULL OR b.{{0}}_id IS NULL THEN '{UNKNOWN}'
                WHEN a.{{0}}_id = b.{{0}}_id THEN '{MATCH}'
                ELSE (SELECT CASE bool_or(outermost) WHEN true THEN '{NEAR}' WHEN false THEN '{MATCH}' ELSE '{DIFFERS}' END
                        FROM ({_WITHIN.format("a", "b", "{0}")} UNION ALL {_WITHIN.format("b", "a", "{0}")}) AS wide) END"""
_BORN = f"""CASE WHEN a.born = '' OR b.born = '' THEN '{UNKNOWN}'
                WHEN 'unknown' IN (a.born_basis, b.born_basis) THEN '{UNKNOWN}'
                WHEN coalesce(a.since <= b.until, true) AND coalesce(b.since <= a.until, true) THEN '{MATCH}'
                WHEN greatest(a.since - b.until, b.since - a.until) <= {matching.SLIP}
                  OR extract(year FROM a.day) = extract(year FROM b.day) AND extract(month FROM a.day) = extract(day FROM b.day)
                     AND extract(day FROM a.day) = extract(month FROM b.day) THEN '{NEAR}' ELSE '{DIFFERS}' END"""
_NUMBERS = f"""CASE WHEN a.numbers && b.numbers THEN '{MATCH}' WHEN a.schemes && b.schemes THEN '{DIFFERS}' ELSE '{UNKNOWN}' END"""
_FINDINGS = {
    "born": _BORN, "sex": _EQUAL, "nationality": _EQUAL, "rank": _EQUAL, "service_number": _EQUAL, "father_name": _PARENT,
    "mother_maiden_name": _PARENT, "birth_place": _PLACE, "last_residence": _PLACE, "identifiers": _NUMBERS,
}  # fmt: skip

# What that comes to, as `compare` has it: words that both have and the other lacks tell them apart, of one alone they are missing.
_NAME = f"""
    SELECT *, CASE WHEN met = 0 THEN 0 ELSE least(
             CASE WHEN apart THEN got / (met + greatest(one_left, other_left))
                  ELSE got / met * (1 - {MISSING_WEIGHT["patronymic_missing"]}::float8 / met) ^ fathers_left
                       * (1 - {MISSING_WEIGHT["word_missing"]}::float8 / met) ^ (one_left + other_left - fathers_left) END,
             CASE WHEN apart AND (met > 1 OR differs = 'patronymic_differs') THEN {LIKELY_NAME - 0.1}
                  WHEN apart THEN {POSSIBLE_NAME - 0.01} WHEN one_word_only THEN {LIKELY_NAME - 0.1}
                  WHEN one_left + other_left > fathers_left OR codes <> '{{{{}}}}' OR given_worth = {SHORT} THEN {SAME_NAME - 0.01}
                  ELSE 1 END
           ) END AS name
      FROM (
        SELECT *, one_left > 0 AND other_left > 0 AS apart, least((one_father OR other_father)::int, one_left + other_left) AS fathers_left,
               CASE WHEN one_father AND other_father THEN 'patronymic_differs' WHEN givens THEN 'given_name_differs'
                    ELSE 'family_name_differs' END AS differs
          FROM ({{met}}) AS met
     ) AS left_over
"""
_SCORES = f"""
    CREATE TEMPORARY TABLE pair_score ON COMMIT DROP AS
    SELECT first, second, office_id, score, array_remove(ARRAY[{{reasons}}], NULL)::varchar(40)[] AS reasons
      FROM (
    SELECT *,
           round(greatest(0, least(100, {{worth}} + {matching.NAME} * round(name::numeric, 3)::float8,
             CASE WHEN name < {POSSIBLE_NAME} AND '{MATCH}' IN (service_number, identifiers) THEN {matching.NAMES_APART_BUT_NUMBER}
                  WHEN name < {POSSIBLE_NAME} THEN {matching.NAMES_APART}
                  WHEN name < {LIKELY_NAME} OR {" OR ".join(f"{field} = '{DIFFERS}'" for field in LASTING)}
                  THEN {matching.NOT_LIKELY} ELSE 100 END)))::int AS score
      FROM ({{name}}) AS named OFFSET 0
     ) AS scored WHERE score >= {{least}}
"""
_CODES = {
    "same_letters": f"{LETTERS} IN (plain_worth, given_worth)",
    "same_after_romanisation": f"{SOUND} IN (plain_worth, given_worth, father_worth)",
    "given_name_equivalent": f"{GIVEN} IN (given_worth, father_worth)",
    "short_form": f"given_worth = {SHORT}",
    "patronymic_missing": "fathers_left > 0 AND NOT apart",
    "word_missing": "one_left + other_left > fathers_left AND NOT apart",
    "one_word_only": "one_word_only",
} | {
    code: f"apart AND differs = '{code}'"
    for code in ("patronymic_differs", "given_name_differs", "family_name_differs")
}


def make(cursor, *, all_pairs=False):
    """The table `pair_score` of the pairs: score and reasons; of those alone that are possible, unless all are wanted."""
    findings = ", ".join(f"{sql.format(field)} AS {field}" for field, sql in _FINDINGS.items())
    met = _MET.format(findings=findings)
    least = 0 if all_pairs else POSSIBLE  # why two are proposed is put together for those that are
    cursor.execute(
        _SCORES.format(worth=_worth(), reasons=_reasons(), name=_NAME.format(met=met), least=least)
    )


def _worth():
    """What the fields add to the score, from the table of `matching`."""
    fields = [
        f"CASE {field} WHEN '{MATCH}' THEN {same} WHEN '{NEAR}' THEN {near} WHEN '{DIFFERS}' THEN {other} ELSE 0 END"
        for field, (same, near, other) in matching.WORTH.items()
    ]
    return " + ".join(
        [*fields, f"CASE WHEN born = '{MATCH}' AND same_day THEN {matching.SAME_DAY} ELSE 0 END"]
    )


def _reasons():
    """Why, in the codes of `compare` and `matching`, in their order."""
    likely = [
        f"CASE WHEN {_CODES.get(code, 'false')} OR '{code}' = ANY(codes) THEN '{code}' END"
        for code in REASONS
    ]
    fields = [f"CASE WHEN {field} <> '{UNKNOWN}' THEN '{field}_' || {field} END" for field in _FINDINGS]
    return ", ".join(likely + fields)
