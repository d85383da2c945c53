"""Propose pairs of records that may be of one person; people judge them, nothing else follows from a proposal.

Who could be one person is looked for by the keys of names: two words of the one name meet two of the other, in any
script and spelling, one of them neither a given name nor a patronymic, and the births do not exclude each other. What is found is compared field by field
(`cases.lib.matching`), and proposed where it is at least possible. A pair that was judged is proposed again only when
something that is known of the two has changed.
"""

from contextlib import suppress

from django.db import DatabaseError, transaction

from cases.actions import pairs
from cases.finding.meeting import meeting
from cases.finding.told import told_of
from cases.lib import matching
from cases.models import IdentityLink

HANDFUL = 5  # as many as one record may bring to the queue when it is saved
_CHUNK = 2000

State = IdentityLink.State


def propose_all(make_pairs=pairs.blocks.make):
    """Propose what no one has judged yet among all people; yields how many pairs were compared and proposed so far.

    All in the database (`cases.actions.pairs`), among the pairs that `make_pairs` makes; pairs that are in the queue already are compared again one by one, because
    what was judged comes back only where something is known that was not.
    """
    waiting = _ends(IdentityLink.objects.to_be_judged())  # before: what is proposed now is compared already
    found = pairs.propose_new(make_pairs)
    proposed, known = found.proposed, list({*found.known, *waiting})
    yield {"compared": found.compared, "proposed": proposed}
    for start in range(0, len(known), _CHUNK):
        proposed += propose(known[start : start + _CHUNK])
        yield {"compared": found.compared, "proposed": proposed}


def propose_for(person):
    """Propose the few records that are most like this one, and compare anew those that wait; whatever goes wrong, the
    record is saved without."""
    with suppress(DatabaseError), transaction.atomic():
        if not person.is_named:
            return 0
        told = meeting(person)
        waiting = _ends(IdentityLink.objects.of([person.pk]).to_be_judged())
        if unmet := {pk for pair in waiting for pk in pair} - told.keys():
            told |= told_of(unmet)
        meet = [(person.pk, other) for other in told if other != person.pk]
        return _into_queue(told, meet, HANDFUL)
    return 0


def propose_again(people):
    """Compare anew the pairs in which these people stand, judged or not, as something known of them was changed."""
    return propose(_ends(IdentityLink.objects.of(people))) if people else 0


def _ends(links):
    return list(links.order_by("pk").values_list("first", "second"))


@transaction.atomic
def propose(keys_of_pairs):
    """Compare these pairs of keys, and put into the queue what is possible and not judged; how many were new to it."""
    return _into_queue(told_of({pk for pair in keys_of_pairs for pk in pair}), keys_of_pairs)


def _into_queue(told, keys_of_pairs, at_most=None):
    several = [
        pair
        for pair in sorted({tuple(sorted(pair)) for pair in keys_of_pairs})
        if told[pair[0]].stands != told[pair[1]].stands
    ]
    if not several:
        return 0
    new, changed, gone, returned, known = [], [], [], 0, _known(several)
    for pair in several:
        one, other = (told[pk].description for pk in pair)
        found = matching.match(one, other)
        if pair not in known and found.score >= matching.POSSIBLE:
            first, second = pair
            new.append(
                IdentityLink(
                    first_id=first,
                    second_id=second,
                    office_id=told[first].office,
                    score=found.score,
                    reasons=found.reasons,
                )
            )
        elif pair in known and found.score < matching.POSSIBLE and known[pair].is_nobodys:
            gone.append(known[pair].pk)
        elif pair in known and _is_news(known[pair], found, one, other):
            was_there = known[pair].again
            changed.append(_renewed(known[pair], found))
            returned += known[pair].again and not was_there
    new = sorted(new, key=lambda link: -link.score)[:at_most]
    IdentityLink.objects.bulk_create(new, ignore_conflicts=True)
    IdentityLink.objects.bulk_update(changed, ["again", "score", "reasons"])
    IdentityLink.objects.filter(pk__in=gone).delete()
    return len(new) + returned


def _known(several):
    """The pairs of these that stand in the queue, locked: {(first, second): link}."""
    firsts, seconds = zip(*several, strict=True)
    among = IdentityLink.objects.filter(first__in=set(firsts), second__in=set(seconds))
    links = among.select_for_update(of=("self",)).order_by("pk")
    return {(link.first_id, link.second_id): link for link in links}


def _is_news(link, found, one, other):
    """Does the comparison say something else than when the pair was last looked at, or judged?"""
    if link.state in (State.UNSURE, State.NOT_SAME) and not link.again:
        return found.score >= matching.POSSIBLE and link.fingerprint != matching.fingerprint(one, other)
    return (link.score, tuple(link.reasons)) != (found.score, found.reasons)


def _renewed(link, found):
    link.again = link.state in (State.UNSURE, State.NOT_SAME) and found.score >= matching.POSSIBLE
    link.score, link.reasons = found.score, list(found.reasons)
    return link
