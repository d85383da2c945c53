"""What is compared of each person, as a temporary table: the words of all names by what they are, and the other fields."""

from cases.lib.names import equivalents
from cases.lib.names.equivalents import PARTICLES, TITLES
from cases.lib.papers import CYRILLIC, LATIN

WORK_MEM = "32MB"  # for each sort and hash: what does not fit goes to disk

# A word: `heard` is one number for all words that sound the same; a given name in all languages, a patronymic of whom, or plain.
_WORDS = """
    CREATE TEMPORARY TABLE pair_word ON COMMIT DROP AS
    SELECT id, heard, fold, bones, given, patronymic,
           nullif(array_to_string(given, ' '), '') AS given_text, nullif(array_to_string(known, ' '), '') AS known_text,
           CASE WHEN patronymic THEN nullif(array_to_string(father, ' '), '') END AS father_text, cardinality(given) = 0 AND NOT patronymic AS plain
      FROM (SELECT *, cardinality(father) > 0 OR ends_so AND cardinality(given) = 0 AS patronymic FROM (
        SELECT t.id, t.fold, min(t.id) OVER (PARTITION BY t.sound) AS heard,
               ARRAY(SELECT key FROM unnest(t.keys) AS key WHERE key !~ '^[~@'']') AS bones,
               ARRAY(SELECT key FROM unnest(t.keys) AS key WHERE key LIKE '@%%') AS given,
               ARRAY(SELECT key FROM unnest(t.keys) AS key WHERE key LIKE '@%%' AND '~' || key = ANY(t.keys)) AS known,
               ARRAY(SELECT key FROM unnest(t.keys) AS key WHERE key LIKE '''%%') AS father,
               length(t.sound) > 6 AND t.sound ~ %(fathers)s AS ends_so
          FROM cases_nametoken t
         WHERE length(t.fold) > 1 AND t.fold <> ALL(%(silent)s)
      ) AS read) AS word
"""
# A person: words of all names together, so that Бондаренко and Bondarenko are one; a second name adds nothing that is missed.
_PEOPLE = """
    CREATE TEMPORARY TABLE pair_person ON COMMIT DROP AS
    SELECT p.id, p.office_id, p.synthetic, coalesce(p.joined_into_id, p.id) AS top, p.born, p.born_basis,
           p.born_earliest AS since, p.born_latest AS until,
           CASE WHEN p.born_earliest = p.born_latest AND regexp_replace(p.born, '^(\\d{4})\\?-', '\\1-') !~ '[?~%%]'
                THEN p.born_earliest END AS day,
           CASE WHEN extract(year FROM p.born_earliest) = extract(year FROM p.born_latest)
                THEN extract(year FROM p.born_earliest)::int END AS year,
           p.sex, p.father_name, p.mother_maiden_name, p.birth_place_id, p.last_residence_id,
           pg_temp.bare(p.nationality) AS nationality, pg_temp.bare(p.rank) AS rank,
           pg_temp.bare(p.service_number) AS service_number, number.schemes, number.numbers, word.*,
           cardinality(word.plain) + (word.given_heard <> '{}')::int + (word.father_heard <> '{}')::int AS words,
           (p.latin_name <> '' AND p.latin_name <> p.name)::int + 1
             + (SELECT count(*)::int FROM cases_personname n WHERE n.person_id = p.id) AS names
      FROM cases_person p
      JOIN (
        SELECT t.person_id,
               coalesce(array_agg(DISTINCT w.heard) FILTER (WHERE w.plain), '{}') AS plain,
               coalesce(array_agg(w.id) FILTER (WHERE w.plain), '{}') AS plain_written,
               coalesce(array_agg(w.id) FILTER (WHERE NOT w.plain AND NOT w.patronymic), '{}') AS given_written,
               coalesce(array_agg(w.heard) FILTER (WHERE NOT w.plain AND NOT w.patronymic), '{}') AS given_heard,
               coalesce(string_to_array(string_agg(w.given_text, ' ') FILTER (WHERE NOT w.patronymic), ' '), '{}') AS given,
               coalesce(string_to_array(string_agg(w.known_text, ' ') FILTER (WHERE NOT w.patronymic), ' '), '{}') AS known,
               coalesce(array_agg(w.heard) FILTER (WHERE w.patronymic), '{}') AS father_heard,
               coalesce(string_to_array(string_agg(w.father_text, ' '), ' '), '{}') AS father
          FROM cases_persontokens t CROSS JOIN unnest(t.tok) AS number JOIN pair_word w ON w.id = number
         GROUP BY t.person_id
     ) AS word ON word.person_id = p.id
      LEFT JOIN (
        SELECT person_id, array_agg(DISTINCT pg_temp.bare(scheme)) AS schemes,
               array_agg(DISTINCT pg_temp.bare(scheme) || ' ' || pg_temp.bare(value)) AS numbers
          FROM cases_personidentifier GROUP BY person_id
     ) AS number ON number.person_id = p.id
     WHERE p.name <> '' AND p.superseded_by_id IS NULL
"""
_BARE = f"""
    CREATE FUNCTION pg_temp.bare(value text) RETURNS text IMMUTABLE LANGUAGE sql
        AS $$ SELECT regexp_replace(translate(lower(value), '{CYRILLIC}', '{LATIN}'), '[^[:alnum:]]', '', 'g') $$
"""
_PLACES = """
    CREATE TEMPORARY TABLE pair_place ON COMMIT DROP AS
    WITH RECURSIVE within (place, around) AS (
        SELECT id, id FROM cases_place
         UNION SELECT w.place, p.parent_id FROM within w JOIN cases_place p ON p.id = w.around WHERE p.parent_id IS NOT NULL
    ) SELECT place, around, parent_id IS NULL AS outermost FROM within JOIN cases_place ON id = around
"""


_TABLES = ("word", "person", "place", "key", "block", "met", "like", "alike", "parent", "score")


def forget(cursor):
    """Drop the tables of an earlier run in the same transaction."""
    tables = ", ".join(["pg_temp.pair", *(f"pg_temp.pair_{name}" for name in _TABLES)])
    cursor.execute(f"DROP TABLE IF EXISTS {tables}; DROP FUNCTION IF EXISTS pg_temp.bare(text)")


def prepare(cursor):
    """Make the tables of words, people and places; they are gone at the end of the transaction."""
    forget(cursor)
    cursor.execute("SELECT set_config('work_mem', %s, true), set_config('jit', 'off', true)", [WORK_MEM])
    cursor.execute(_BARE)
    fathers = f"({'|'.join(equivalents.FATHERS)})$"
    cursor.execute(_WORDS, {"fathers": fathers, "silent": sorted(PARTICLES | TITLES)})
    cursor.execute("ANALYZE pair_word (id)")
    cursor.execute(_PEOPLE)
    cursor.execute("ANALYZE pair_person (id, office_id)")
    cursor.execute(_PLACES)
    cursor.execute("CREATE UNIQUE INDEX ON pair_place (place, around); ANALYZE pair_place")
