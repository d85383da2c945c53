"""Pairs of records that may be of one person, among all people at once: blocked, compared and scored in the database.

The scale is that of `cases.lib.matching`, whose weights the statements are made of. What two words or two parents' names
are to each other is asked of `cases.lib.names.compare` itself, once for each two that occur. What remains written twice,
how the words of a name come together and how fields compare, a property test holds to `matching.match`.

In the order of use: `people` (what is compared of each), `blocks` (who is compared with whom), `words` (those that meet),
`likeness` (of those that do not, and of parents), `scores`, `links` (into the queue). All stand on temporary tables of one transaction, so that memory does not grow.
"""

from typing import NamedTuple

from django.db import connection, transaction

from cases.actions.pairs import blocks, likeness, links, people, scores, words


class Found(NamedTuple):
    """What came of comparing everybody: how many pairs, how many of them new in the queue, and those that were there."""

    compared: int
    proposed: int
    known: list[tuple[int, int]]


@transaction.atomic
def propose_new(make_pairs=blocks.make):
    """Put into the queue what is possible and new; `make_pairs` makes the table of the pairs to be compared."""
    with connection.cursor() as cursor:
        people.prepare(cursor)
        compared = make_pairs(cursor)
        known = links.known(cursor)
        words.make(cursor)
        likeness.make(cursor)
        scores.make(cursor)
        return Found(compared, links.write(cursor), known)
