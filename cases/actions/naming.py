"""What people are found by: the words of their names, written here and nowhere else.

The database puts a person whose names change into `NameIndexDue`, whoever changes them; `index_names` takes them out.
Its row there is the lock: of two who name a person at once, the second reads what the first wrote.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from cases.lib import word_keys
from cases.lib.names import sound, words
from cases.models import NameIndexDue, NameToken, Person

CHUNK = 5000
_WORDS_MAY_GO = 6_009_725  # advisory lock: shared by who writes numbers of words, alone who deletes words

_NAMES = """
    SELECT p.id, p.office_id, p.name, p.latin_name, p.label,
           ARRAY(SELECT n.full FROM cases_personname n WHERE n.person_id = p.id)
      FROM cases_person p WHERE p.id = ANY(%s)
"""
_LOCK = "SELECT person_id FROM cases_nameindexdue WHERE person_id = ANY(%s) ORDER BY person_id FOR UPDATE"
_WRITE = """
    INSERT INTO cases_persontokens (person_id, office_id, tok)
    SELECT person, office, tok::int[] FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS t (person, office, tok)
        ON CONFLICT (person_id) DO UPDATE SET office_id = EXCLUDED.office_id, tok = EXCLUDED.tok
     WHERE (cases_persontokens.office_id, cases_persontokens.tok) IS DISTINCT FROM (EXCLUDED.office_id, EXCLUDED.tok)
"""


@transaction.atomic
def index_names(persons: Iterable[Person | int]) -> int:
    """Bring what these people are found by to their names of now, where these changed; how many it was."""
    ids = sorted({person.pk if isinstance(person, Person) else person for person in persons})
    return sum(_index(ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK))


def index_some_due() -> int:
    """The next few thousand people whose names nobody indexed yet; 0 when there are none."""
    with transaction.atomic():
        due = NameIndexDue.objects.select_for_update(skip_locked=True).order_by("pk")
        return _index(list(due.values_list("pk", flat=True)[:CHUNK]))


@transaction.atomic
def make_due(persons: Iterable[Person] | None = None) -> int:
    """Let these people, or all, be indexed anew."""
    chosen = "" if persons is None else "WHERE id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_nameindexdue (person_id) SELECT id FROM cases_person {chosen} ON CONFLICT DO NOTHING",  # noqa: S608
            None if persons is None else [[person.pk for person in persons]],
        )
        return cursor.rowcount


def words_of(name: str, latin_name: str, label: str, others: Iterable[str]) -> set[str]:
    """The words by which somebody is found: of all names, or of the label while there is none."""
    texts = [text for text in (name, latin_name, *others) if text] or [label]
    return {word for text in texts for word in words(text)}


def _index(ids: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [ids])
        ids = [pk for (pk,) in cursor.fetchall()]
        if not ids:
            return 0
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_WORDS_MAY_GO])
        cursor.execute(_NAMES, [ids])
        people = [(pk, office, words_of(*names)) for pk, office, *names in cursor.fetchall()]
        number = _numbers({word for _pk, _office, found in people for word in found})
        arrays = [
            ",".join(map(str, sorted(number[word] for word in found))) for _pk, _office, found in people
        ]
        columns = (
            [pk for pk, *_ in people],
            [office for _pk, office, _ in people],
            [f"{{{one}}}" for one in arrays],
        )
        cursor.execute(_WRITE, columns)
        cursor.execute("DELETE FROM cases_nameindexdue WHERE person_id = ANY(%s)", [ids])
    return len(ids)


def _numbers(found: set[str]) -> dict[str, int]:
    """The number of each word in the dictionary, which learns the new ones."""
    known = _known(found)
    if new := sorted(found - known.keys()):
        entries = [NameToken(fold=word, **dictionary_columns(word)) for word in new]
        NameToken.objects.bulk_create(entries, batch_size=1000, ignore_conflicts=True)
        known |= _known(set(new))
    return known


def _known(found: set[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold, id FROM cases_nametoken WHERE fold = ANY(%s)", [list(found)])
        return dict(cursor.fetchall())


def dictionary_columns(word: str) -> dict[str, Any]:
    """What the dictionary says of a word."""
    return {"sound": sound(word), "keys": list(word_keys.stored(word))}


def refresh_words() -> int:
    """Bring the keys of all words to what they are now, after the rules of spelling changed; how many differed."""
    changed, last = 0, 0
    while rows := list(NameToken.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        differing = []
        for row in rows:
            columns = dictionary_columns(row.fold)
            if columns != {"sound": row.sound, "keys": row.keys}:
                row.sound, row.keys = columns["sound"], columns["keys"]
                differing.append(row)
        changed += NameToken.objects.bulk_update(differing, ["sound", "keys"], batch_size=500)
    return changed


@transaction.atomic
def forget_unused_words() -> int:
    """Take the words that nobody bears any more out of the dictionary, and count how many bear the others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WORDS_MAY_GO])
        cursor.execute("CREATE TEMPORARY TABLE borne AS "
                       "SELECT unnest(tok) AS id, count(*) AS n FROM cases_persontokens GROUP BY 1")  # fmt: skip
        cursor.execute(
            "DELETE FROM cases_nametoken t WHERE NOT EXISTS (SELECT FROM borne b WHERE b.id = t.id)"
        )
        gone = cursor.rowcount
        cursor.execute("UPDATE cases_nametoken t SET n = b.n FROM borne b WHERE b.id = t.id AND t.n <> b.n")
        cursor.execute("DROP TABLE borne")
    return gone
