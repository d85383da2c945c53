"""Two records, one human being: what the judgements of a pair come to, and which record stands for those joined.

Nothing is merged: a join is a pair of records that two people judged the same, and it can be taken back. Who is joined
with whom follows from the pairs alone (their connected components), so that any order of joining and undoing ends
where the pairs that are left say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

OPEN: Final = "open"
UNSURE: Final = "unsure"
NOT_SAME: Final = "not_same"
SAME_PROPOSED: Final = "same_proposed"
SAME: Final = "same"
UNDONE: Final = "undone"

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """What was judged of a pair so far. `confirmed_by` is never `proposed_by`: *same* takes two people."""

    state: str = OPEN
    proposed_by: int | None = None
    confirmed_by: int | None = None

    def after(self, verdict: str, by: int) -> Standing:
        """The standing after one more judgement; nobody confirms their own proposal."""
        if verdict == UNDONE:
            return Standing()
        if verdict != SAME:
            return Standing(verdict)
        if self.state == SAME_PROPOSED and self.proposed_by != by:
            return Standing(SAME, self.proposed_by, by)
        return self if self.state in (SAME, SAME_PROPOSED) else Standing(SAME_PROPOSED, by)


def standing(judgements: Iterable[tuple[str, int]]) -> Standing:
    """What (verdict, by whom) in the order of recording come to."""
    result = Standing()
    for verdict, by in judgements:
        result = result.after(verdict, by)
    return result


def representatives(
    members: Iterable[int], links: Iterable[Pair], rank: Callable[[int], tuple[int, ...]]
) -> dict[int, int]:
    """For each member the one that stands for it: of all linked with it, directly or not, the first by `rank`."""
    over = {member: member for member in members}

    def top(member: int) -> int:
        while over[member] != member:
            over[member] = over[over[member]]
            member = over[member]
        return member

    for one, other in links:
        first, second = sorted((top(one), top(other)), key=rank)
        over[second] = first
    return {member: top(member) for member in over}


class NotPossible(Exception):
    """A judgement that the register does not take: why, as a code, and the pair that is in the way, if one is."""

    def __init__(self, code: str, pair: Pair | None = None) -> None:
        super().__init__(code)
        self.code, self.pair = code, pair


class Register:
    """Some people, the pairs of them as judged so far, and what may be judged next."""

    def __init__(self, ranks: Mapping[int, tuple[int, ...]], standings: dict[Pair, Standing]) -> None:
        self.ranks, self.standings = ranks, standings
        self._settle()

    def _settle(self) -> None:
        joined = [pair for pair, standing in self.standings.items() if standing.state == SAME]
        self.stands = representatives(self.ranks, joined, lambda member: self.ranks[member])

    def judge(self, pair: Pair, verdict: str, by: int, *, decides: bool) -> Standing:
        """Take a judgement; `decides` says whether this person may be the second who joins, and may undo that."""
        was = self.standings.get(pair, Standing())
        self._check(pair, was, verdict, by, decides)
        now = self.standings[pair] = was.after(verdict, by)
        if SAME in (was.state, now.state):
            self._settle()
        return now

    def _check(self, pair: Pair, was: Standing, verdict: str, by: int, decides: bool) -> None:
        if verdict == UNDONE:
            if was.state == OPEN:
                raise NotPossible("nothing_to_undo")
            if was.state == SAME and not decides:
                raise NotPossible("not_yours_to_undo")
        elif was.state == SAME:
            raise NotPossible("joined_already")
        elif verdict == SAME:
            if was.state == SAME_PROPOSED and was.proposed_by == by:
                raise NotPossible("said_already", pair)
            if was.state == SAME_PROPOSED and not decides:
                raise NotPossible("not_yours_to_confirm", pair)
            self._check_apart(pair)
        elif verdict == NOT_SAME and self.stands[pair[0]] == self.stands[pair[1]]:
            raise NotPossible("joined_through", self._joined_with(pair[0]))

    def _check_apart(self, pair: Pair) -> None:
        """Those joined with the one and those joined with the other become one: nobody may have told two of them apart."""
        both = {self.stands[pair[0]], self.stands[pair[1]]}
        for other, standing in self.standings.items():
            ends = {self.stands[other[0]], self.stands[other[1]]}
            if standing.state == NOT_SAME and other != pair and len(both) == 2 and ends == both:
                raise NotPossible("told_apart", other)

    def _joined_with(self, member: int) -> Pair:
        return next(
            pair for pair, standing in self.standings.items() if standing.state == SAME and member in pair
        )
