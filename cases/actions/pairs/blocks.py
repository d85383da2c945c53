"""Who is compared with whom: two words of the one name meet two of the other, or one word and the day of birth, or the
surname by its sound and the year of birth.

Words meet by the keys that all spellings of them have; at least one of the two is neither a given name nor a patronymic,
and births that are known do not lie more than a year apart.
"""

COMMON = 200  # records with the same two words of a name, beyond which only those born in the same year meet
YEAR = 366

_KEYS = """
    CREATE TEMPORARY TABLE pair_key ON COMMIT DROP AS
    SELECT DISTINCT p.id, p.office_id, p.synthetic, p.since, p.until, p.day, p.year, w.heard, w.plain, hashtextextended(key, 0) AS key
      FROM pair_person p JOIN cases_persontokens t ON t.person_id = p.id
     CROSS JOIN unnest(t.tok) AS number JOIN pair_word w ON w.id = number
     CROSS JOIN unnest(w.bones || w.given) AS key
     WHERE NOT w.patronymic
"""
_BLOCKS = """
    CREATE TEMPORARY TABLE pair_block ON COMMIT DROP AS
    SELECT *, count(*) OVER (PARTITION BY office_id, synthetic, block) AS size
      FROM (
        SELECT DISTINCT a.id, a.office_id, a.synthetic, a.since, a.until, hashint8extended(a.key, b.key) AS block
          FROM pair_key a JOIN pair_key b ON b.id = a.id AND b.heard <> a.heard AND a.key < b.key AND (a.plain OR b.plain)
      ) AS each
"""
_PAIRS = """
    CREATE TEMPORARY TABLE pair ON COMMIT DROP AS
    SELECT DISTINCT first, second FROM (
        SELECT a.id AS first, b.id AS second
          FROM pair_block a JOIN pair_block b USING (office_id, synthetic, block)
         WHERE a.size > 1 AND a.id < b.id
           AND (a.since IS NULL OR b.until IS NULL OR a.since - b.until <= %(year)s)
           AND (b.since IS NULL OR a.until IS NULL OR b.since - a.until <= %(year)s)
           AND (a.size <= %(common)s OR (a.since IS NOT NULL AND b.since IS NOT NULL))
         UNION ALL
        SELECT a.id, b.id
          FROM pair_key a JOIN pair_key b USING (office_id, synthetic, day, key)
         WHERE a.id < b.id
         UNION ALL
        SELECT a.id, b.id
          FROM pair_key a JOIN pair_key b USING (office_id, synthetic, year, heard)
         WHERE a.id < b.id AND a.plain
    ) AS found
"""
_ONE_ALREADY = """
    DELETE FROM pair USING pair_person a, pair_person b
     WHERE a.id = pair.first AND b.id = pair.second AND a.top = b.top
"""


def make(cursor):
    """The pairs to compare, each once, the older record first, without those that are joined already; how many."""
    cursor.execute(_KEYS)
    cursor.execute("ANALYZE pair_key (id, key, day, year, heard)")
    cursor.execute(_BLOCKS)
    cursor.execute("ANALYZE pair_block (id, block)")
    cursor.execute(_PAIRS, {"year": YEAR, "common": COMMON})
    cursor.execute("DROP TABLE pair_block, pair_key")
    return settle(cursor)


def settle(cursor):
    """Take out of the pairs those that are joined already; how many are left."""
    cursor.execute(_ONE_ALREADY)
    cursor.execute("ANALYZE pair")
    cursor.execute("SELECT count(*) FROM pair")
    return cursor.fetchone()[0]
