"""Propose pairs of records that may be of one person; people judge them, nothing else follows from a proposal.

Who could be one person is looked for by the keys of names: two words of the one name meet two of the other, in any
script and spelling, one of them neither a given name nor a patronymic, and the births do not exclude each other. What is found is compared field by field
(`cases.lib.matching`), and proposed where it is at least possible. A pair that was judged is proposed again only when
something that is known of the two has changed.
"""

from contextlib import suppress
from itertools import combinations, islice

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from cases.lib import matching
from cases.models import IdentityLink, NameToken, Person, PersonTokens

HANDFUL = 5  # as many as one record may bring to the queue when it is saved
_LOOKED_AT = 200  # candidates of one record that are compared
_CHUNK = 2000
_TOO_COMMON = (
    200  # records with the same two words of a name, beyond which only those born in the same year meet
)
_YEAR = 366

State = IdentityLink.State

_PAIRS = """
    WITH words AS MATERIALIZED (
        SELECT id, key, NOT bool_or(key ~ '^[@'']') OVER (PARTITION BY id) AS plain
          FROM cases_nametoken CROSS JOIN unnest(keys) AS key WHERE key !~ '^~'
    ), borne AS (
        SELECT p.id, p.office_id, p.synthetic, p.born_earliest AS since, p.born_latest AS until, word.id AS word, key, plain
          FROM cases_person p JOIN cases_persontokens t ON t.person_id = p.id
         CROSS JOIN unnest(t.tok) AS number JOIN words word ON word.id = number
         WHERE p.name <> '' AND p.superseded_by_id IS NULL AND key !~ '^'''
    ), blocks AS MATERIALIZED (
        SELECT DISTINCT a.id, a.office_id, a.synthetic, a.since, a.until, a.key || ' ' || b.key AS block
          FROM borne a JOIN borne b ON b.id = a.id AND b.word <> a.word AND a.key < b.key AND (a.plain OR b.plain)
    ), sized AS MATERIALIZED (
        SELECT *, count(*) OVER (PARTITION BY office_id, block) AS size FROM blocks
    )
    SELECT DISTINCT a.id, b.id
      FROM sized a JOIN sized b USING (office_id, synthetic, block)
     WHERE a.id < b.id
       AND (a.since IS NULL OR b.until IS NULL OR a.since - b.until <= %(year)s)
       AND (b.since IS NULL OR a.until IS NULL OR b.since - a.until <= %(year)s)
       AND (a.size <= %(common)s OR (a.since IS NOT NULL AND b.since IS NOT NULL))
"""


def propose_all():
    """Propose what no one has judged yet among all people; yields how many pairs were compared and proposed so far."""
    compared = proposed = 0
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"year": _YEAR, "common": _TOO_COMMON})
        rows = iter(cursor.fetchall())
    while some := list(islice(rows, _CHUNK)):
        compared += len(some)
        proposed += propose(some)
        yield {"compared": compared, "proposed": proposed}


def propose_for(person):
    """Propose the few records that are most like this one; whatever goes wrong, the record is saved without."""
    with suppress(DatabaseError), transaction.atomic():
        return propose([(person.pk, other) for other in candidates(person)], at_most=HANDFUL)
    return 0


def candidates(person):
    """The records of the same office that share two words of the name with this one, by the index on their words."""
    tokens = PersonTokens.objects.filter(pk=person.pk).values_list("tok", flat=True).first() or []
    words = [(word, _alike(word)) for word in NameToken.objects.filter(pk__in=tokens).order_by("pk")]
    sharing = Q()
    for (one, like_one), (other, like_other) in combinations(words, 2):
        if like_one and like_other and (_is_plain(one) or _is_plain(other)):
            sharing |= Q(tokens__tok__overlap=like_one) & Q(tokens__tok__overlap=like_other)
    if not sharing or not person.is_named:
        return []
    rows = Person.objects.filter(sharing, tokens__office=person.office_id, synthetic=person.synthetic).named()
    rows = rows.filter(superseded_by=None).exclude(pk=person.pk)
    if person.born:
        rows = rows.possibly_born_with(person.born)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:_LOOKED_AT])


def _alike(word):
    """The words of the dictionary that can be other spellings of this one."""
    keys = [key for key in word.keys if key[0] not in "~'"]
    return list(NameToken.objects.filter(keys__overlap=keys).values_list("pk", flat=True)) if keys else []


def _is_plain(word):
    """Is it neither a given name nor a patronymic, as far as is known? Those alone tell nobody from others."""
    return not any(key[0] in "@'" for key in word.keys)


@transaction.atomic
def propose(pairs, *, at_most=None):
    """Compare these pairs of keys, and put into the queue what is possible and not judged; how many were new to it."""
    pairs = sorted({tuple(sorted(pair)) for pair in pairs})
    keys = {pk for pair in pairs for pk in pair}
    people = Person.objects.described().in_bulk(keys)
    among = (
        IdentityLink.objects.filter(first__in=keys, second__in=keys)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    known = {(link.first_id, link.second_id): link for link in among}
    told = {pk: person.description() for pk, person in people.items()}
    new, changed = [], []
    for pair in pairs:
        one, other = (people[pk] for pk in pair)
        if (one.joined_into_id or one.pk) == (other.joined_into_id or other.pk):
            continue
        found = matching.match(told[one.pk], told[other.pk])
        if pair not in known and found.score >= matching.POSSIBLE:
            new.append(
                IdentityLink(
                    first=one, second=other, office_id=one.office_id, score=found.score, reasons=found.reasons
                )
            )
        elif pair in known and _is_news(known[pair], found, told[one.pk], told[other.pk]):
            changed.append(_renewed(known[pair], found))
    new = sorted(new, key=lambda link: -link.score)[:at_most]
    IdentityLink.objects.bulk_create(new, ignore_conflicts=True)
    IdentityLink.objects.bulk_update(changed, ["again", "score", "reasons"])
    return len(new) + sum(link.again for link in changed)


def _is_news(link, found, one, other):
    """Does the comparison say something else than when the pair was last looked at, or judged?"""
    if link.state in (State.UNSURE, State.NOT_SAME):
        if link.again or found.score < matching.POSSIBLE:
            return False
        return link.fingerprint != matching.fingerprint(one, other)
    return (link.score, tuple(link.reasons)) != (found.score, found.reasons)


def _renewed(link, found):
    link.again = link.state in (State.UNSURE, State.NOT_SAME)
    link.score, link.reasons = found.score, list(found.reasons)
    return link
