"""Whom a new record may be the same person as: the people of its office whose names meet its own by two words."""

from cases.finding.told import told_of_those

_LOOKED_AT = 200  # people who are compared with one record, the newest first
_YEAR = 366  # days; counted in the database, as no date lies a year before the first or after the last

# The words of the person, those that sound the same once, each with all words of the dictionary that can be other spellings of it.
_OWN = """
    WITH own AS MATERIALIZED (
        SELECT t.sound, array_agg(DISTINCT key) FILTER (WHERE left(key, 1) <> '''') AS keys,
               bool_and(left(key, 1) NOT IN ('@', '''')) AS plain
          FROM cases_persontokens p JOIN cases_nametoken t ON t.id = ANY(p.tok) CROSS JOIN unnest(t.keys) AS key
         WHERE p.person_id = $1 AND left(key, 1) <> '~'
         GROUP BY t.sound
    ), alike AS MATERIALIZED (
        SELECT sound, plain, ARRAY(SELECT t.id FROM cases_nametoken t WHERE t.keys && own.keys ORDER BY t.id) AS ids FROM own
    ), words AS MATERIALIZED (SELECT ids, bool_or(plain) AS plain FROM alike WHERE ids <> '{}' GROUP BY ids)
"""
# OFFSET 0: words are looked up in their index, then each person by number, however many are expected.
_MEETING = f"""
    , met AS MATERIALIZED (
        SELECT DISTINCT f.person_id
          FROM words a JOIN words b ON a.ids < b.ids AND (a.plain OR b.plain)
         CROSS JOIN LATERAL (
            SELECT t.person_id FROM cases_persontokens t
             WHERE t.tok && a.ids AND t.tok && b.ids AND t.office_id = $2::int AND t.person_id <> $1 OFFSET 0
         ) AS f
    ), meeting AS (
        SELECT f.id
          FROM met CROSS JOIN LATERAL (
            SELECT p.id FROM cases_person p
             WHERE p.id = met.person_id AND p.synthetic = $3 AND p.name <> '' AND p.superseded_by_id IS NULL
               AND ($4::date IS NULL OR p.born_latest IS NULL OR $4::date - p.born_latest <= {_YEAR})
               AND ($5::date IS NULL OR p.born_earliest IS NULL OR p.born_earliest - $5::date <= {_YEAR}) OFFSET 0
         ) AS f
         ORDER BY f.id DESC LIMIT {_LOOKED_AT}
    )
"""  # noqa: S608
_THESE = (_OWN + _MEETING, "ARRAY(SELECT id FROM meeting) || $1::bigint")


def meeting(person):
    """{number: what is told} of those who meet this record, and of itself."""
    born = person.born
    since, until = (born.earliest, born.latest) if born else (None, None)
    return told_of_those(_THESE, [person.pk, person.office_id, person.synthetic, since, until])
