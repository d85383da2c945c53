"""Propose pairs of records that may be of one person; people judge them, nothing else follows from a proposal.

Who could be one person is looked for by the keys of names: two words of the one name meet two of the other, in any
script and spelling, one of them neither a given name nor a patronymic, and the births do not exclude each other. What is found is compared field by field
(`cases.lib.matching`), and proposed where it is at least possible. A pair that was judged is proposed again only when
something that is known of the two has changed.
"""

from contextlib import suppress
from itertools import combinations

from django.db import DatabaseError, transaction
from django.db.models import Q

from cases.actions import pairs
from cases.lib import matching
from cases.models import IdentityLink, NameToken, Person, PersonTokens

HANDFUL = 5  # as many as one record may bring to the queue when it is saved
_LOOKED_AT = 200  # candidates of one record that are compared
_CHUNK = 2000

State = IdentityLink.State


def propose_all(make_pairs=pairs.blocks.make):
    """Propose what no one has judged yet among all people; yields how many pairs were compared and proposed so far.

    All in the database (`cases.actions.pairs`), among the pairs that `make_pairs` makes; pairs that are in the queue already are compared again one by one, because
    what was judged comes back only where something is known that was not.
    """
    found = pairs.propose_new(make_pairs)
    known, proposed = found.known, found.proposed
    yield {"compared": found.compared, "proposed": proposed}
    for start in range(0, len(known), _CHUNK):
        proposed += propose(known[start : start + _CHUNK])
        yield {"compared": found.compared, "proposed": proposed}


def propose_for(person):
    """Propose the few records that are most like this one; whatever goes wrong, the record is saved without."""
    with suppress(DatabaseError), transaction.atomic():
        return propose([(person.pk, other) for other in candidates(person)], at_most=HANDFUL)
    return 0


def candidates(person):
    """The records of the same office that share two words of the name with this one, by the index on their words."""
    tokens = PersonTokens.objects.filter(pk=person.pk).values_list("tok", flat=True).first() or []
    words = _alike(list(NameToken.objects.filter(pk__in=tokens).order_by("pk")))
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


def _alike(words):
    """(word, the words of the dictionary that can be other spellings of it) for each of these: asked for at once."""
    keys = {word: {key for key in word.keys if key[0] not in "~'"} for word in words}
    asked = sorted(set().union(*keys.values()))
    rows = list(NameToken.objects.filter(keys__overlap=asked).values_list("pk", "keys")) if asked else []
    return [(word, [pk for pk, theirs in rows if not keys[word].isdisjoint(theirs)]) for word in words]


def _is_plain(word):
    """Is it neither a given name nor a patronymic, as far as is known? Those alone tell nobody from others."""
    return not any(key[0] in "@'" for key in word.keys)


@transaction.atomic
def propose(keys_of_pairs, *, at_most=None):
    """Compare these pairs of keys, and put into the queue what is possible and not judged; how many were new to it."""
    several = sorted({tuple(sorted(pair)) for pair in keys_of_pairs})
    keys = {pk for pair in several for pk in pair}
    people = Person.objects.described().in_bulk(keys)
    among = (
        IdentityLink.objects.filter(first__in=keys, second__in=keys)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    known = {(link.first_id, link.second_id): link for link in among}
    told = {pk: person.description() for pk, person in people.items()}
    new, changed = [], []
    for pair in several:
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
