"""How the words of two names meet: those that are the same by sound, by language or as a short form, and what is left."""

from cases.lib.names.compare import WORTH

LETTERS, SOUND, GIVEN, SHORT = (
    WORTH[code] for code in ("same_letters", "same_after_romanisation", "given_name_equivalent", "short_form")
)

# A pair: what common words are worth, and the words of each that the other lacks.
_MET = f"""
    CREATE TEMPORARY TABLE pair_met ON COMMIT DROP AS
    SELECT first, second, plain_met, plain_worth, given_worth, father_worth,
           CASE WHEN plain_same THEN '{{}}' WHEN plain_met = 0 THEN one_plain
                ELSE ARRAY(SELECT unnest(one_plain) EXCEPT SELECT unnest(other_plain)) END
             || CASE WHEN given_worth IS NULL THEN one_given ELSE '{{}}' END
             || CASE WHEN father_worth IS NULL THEN one_father ELSE '{{}}' END AS one_left,
           CASE WHEN plain_same THEN '{{}}' WHEN plain_met = 0 THEN other_plain
                ELSE ARRAY(SELECT unnest(other_plain) EXCEPT SELECT unnest(one_plain)) END
             || CASE WHEN given_worth IS NULL THEN other_given ELSE '{{}}' END
             || CASE WHEN father_worth IS NULL THEN other_father ELSE '{{}}' END AS other_left
      FROM (
        SELECT pair.first, pair.second, a.plain = b.plain AS plain_same,
               a.plain AS one_plain, a.given_heard AS one_given, a.father_heard AS one_father,
               b.plain AS other_plain, b.given_heard AS other_given, b.father_heard AS other_father,
               CASE WHEN a.plain = b.plain THEN cardinality(a.plain) WHEN NOT a.plain && b.plain THEN 0
                    ELSE cardinality(ARRAY(SELECT unnest(a.plain) INTERSECT SELECT unnest(b.plain))) END AS plain_met,
               CASE WHEN a.plain_written && b.plain_written THEN {LETTERS} WHEN a.plain && b.plain THEN {SOUND} END AS plain_worth,
               CASE WHEN a.given_written && b.given_written THEN {LETTERS} WHEN a.given_heard && b.given_heard THEN {SOUND}
                    WHEN a.known && b.known THEN {GIVEN} WHEN a.given && b.given THEN {SHORT} END AS given_worth,
               CASE WHEN a.father_heard && b.father_heard THEN {SOUND} WHEN a.father && b.father THEN {GIVEN} END AS father_worth
          FROM pair JOIN pair_person a ON a.id = pair.first JOIN pair_person b ON b.id = pair.second
     ) AS each
"""


def make(cursor):
    """The table `pair_met`: for each pair how its words meet, and those that do not."""
    cursor.execute(_MET)
    cursor.execute("ANALYZE pair_met (first, second)")
