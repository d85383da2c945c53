"""What judgements of a pair come to, and who stands for whom: pure, so that very many can be tried."""

import random

import pytest

from cases.lib.joining import Standing, representatives, standing


@pytest.mark.parametrize(
    ("judgements", "expected"),
    [
        ([], Standing("open")),
        ([("same", 1)], Standing("same_proposed", 1)),
        ([("same", 1), ("same", 1)], Standing("same_proposed", 1)),
        ([("same", 1), ("same", 2)], Standing("same", 1, 2)),
        ([("same", 1), ("same", 2), ("same", 3)], Standing("same", 1, 2)),
        ([("same", 1), ("not_same", 2)], Standing("not_same")),
        ([("same", 1), ("not_same", 2), ("same", 2)], Standing("same_proposed", 2)),
        ([("same", 1), ("same", 2), ("undone", 3)], Standing("open")),
        ([("unsure", 1)], Standing("unsure")),
        ([("not_same", 1), ("undone", 1)], Standing("open")),
    ],
)
def test_the_last_judgements_count_and_the_same_takes_two(judgements, expected):
    assert standing(judgements) == expected


def by_search(members, links):
    """The same by looking: whoever can be reached, the smallest of them."""
    found = {}
    for start in members:
        reached, new = {start}, {start}
        while new:
            new = {b for pair in links for a, b in (pair, pair[::-1]) if a in new} - reached
            reached |= new
        found[start] = min(reached)
    return found


def test_joining_and_undoing_in_any_order_ends_where_the_links_say():
    dice, steps = random.Random(6), 0
    while steps < 200_000:
        members = range(dice.randint(2, 12))
        links = set()
        for _step in range(200):
            link = tuple(sorted(dice.sample(members, 2)))
            links ^= {link}
            steps += 1
        stands = representatives(members, links, rank=lambda pk: (pk,))
        assert stands == by_search(members, links)
        assert representatives(members, sorted(links, reverse=True), rank=lambda pk: (pk,)) == stands
        assert sum(over == one for one, over in stands.items()) == len(set(stands.values()))


def test_who_stands_is_the_first_by_rank_not_by_key():
    assert representatives([1, 2, 3], [(1, 2), (2, 3)], rank=lambda pk: (-pk,)) == {1: 3, 2: 3, 3: 3}
