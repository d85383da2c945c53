"""Scored pairs into the queue: a pair that is new to it is written, one that is in it already is left to `proposals`."""

from cases.lib.matching import POSSIBLE

_INSERT = """
    INSERT INTO cases_identitylink (office_id, first_id, second_id, state, score, reasons, fingerprint, again)
    SELECT s.office_id, s.first, s.second, 'open', s.score, s.reasons, '', false
      FROM pair_score s
     WHERE s.score >= %s AND NOT EXISTS (SELECT FROM cases_identitylink l WHERE l.first_id = s.first AND l.second_id = s.second)
     ORDER BY s.first, s.second
        ON CONFLICT DO NOTHING
"""
_KNOWN = """
    SELECT first, second FROM pair WHERE EXISTS (
        SELECT FROM cases_identitylink l WHERE l.first_id = pair.first AND l.second_id = pair.second AND NOT l.again)
"""


def known(cursor):
    """The pairs that are in the queue already, judged or not."""
    cursor.execute(_KNOWN)
    return cursor.fetchall()


def write(cursor):
    """Put the possible pairs into the queue; how many were new to it."""
    cursor.execute(_INSERT, [POSSIBLE])
    return cursor.rowcount
