"""People by their names: any script and spelling, parts, slips of the hand, any order, initials.

Whoever can be meant (`candidates`) is compared name by name (`cases.lib.names.compare`), on a scale that depends on the
two names alone: a weak best hit stays weak.
"""

from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cases.finding.asked import Asked
from cases.finding.candidates import ENOUGH, GOOD, POOR, best, candidates
from cases.finding.known import Known, known
from cases.finding.places import place_in, within
from cases.finding.reasons import phrases
from cases.lib.names import compare, sound, words
from cases.lib.names.distance import distance

COMPARED = 20  # people whose names are compared at once
MORE = 100  # where nobody has all words, or birth or place have to tell those of one name apart
WEAK = 0.69  # the most for what only the dictionary finds alike
LEAST = 0.4  # what is shown at all
TOLD_APART = (
    0.03  # for each of year and place: more than another spelling takes away, less than another letter
)
_compared = lru_cache(maxsize=20_000)(compare)  # those of one name are many


@dataclass(frozen=True)
class Hit:
    """Somebody found: how well the name fits (0 to 1, whatever else was found), which name, and why."""

    known: Known
    score: float
    name: str
    reasons: tuple[str, ...]
    fits: float  # how well the words fit, whatever name they are of

    @property
    def pk(self):
        return self.known.pk

    @cached_property
    def person(self):
        return self.known.person()


class Search:
    """One search for people: who can be meant, how well, and why.

    Where the whole text fits nobody well and has the name of a place in it (`place_name`), whoever fits the other words and is of
    that place can be meant too: `of_place` is the search for these. Somebody else of that name is never likely.
    """

    def __init__(self, user, text, *, exact=False, born=None, place=None, most=ENOUGH):
        self.user, self.of_place, self.place_name, self.is_shortened = user, None, "", False
        self.places = within([place.pk]) if place else frozenset()
        self.asked = Asked.read(text, born)
        self.found, self.meant = candidates(user, self.asked, exact, most)
        if not place and best(self.found) < GOOD and (placed := place_in(text)):
            self._look_in(placed, Asked.read(placed.rest, born), exact, most)

    def _look_in(self, placed, rest, exact, most):
        """Look among the people of the place for the other words; and among all, where the whole text fits nobody at all."""
        search = copy(self)
        search.asked, search.places = rest, placed.places
        search.found, search.meant = candidates(self.user, rest, exact, most, placed.places)
        self.of_place, self.place_name = search if search.found else None, placed.name
        if best(self.found) < POOR:
            found, meant = candidates(self.user, rest, exact, most)
            if best(found) > best(self.found):
                self.asked, self.found, self.meant, self.is_shortened = rest, found, meant, True

    @cached_property
    def told_apart(self):
        """Does something besides the name say who is meant?"""
        return bool(self.asked.born or self.places or self.of_place)

    @cached_property
    def order(self):
        """Who can be meant: those whose words fit best, then those of the place, then the others."""
        own = sorted(self.found, key=lambda pk: (-self.found[pk][0], pk))
        placed = self.of_place.order if self.of_place else []
        return list(dict.fromkeys([*own[:COMPARED], *placed, *own[COMPARED:]]))

    @cached_property
    def ids(self):
        """The numbers of those who can be meant, the best first; some of them the user may not see."""
        least = min(POOR, best(self.found) - 0.2)
        placed = self.of_place.found if self.of_place else {}
        fit = [pk for pk in self.order if pk in placed or self.found[pk][0] >= least]
        most = MORE if self.told_apart else COMPARED
        first = [hit.pk for hit in self.explain(fit[:most])]
        return first + fit[most:]

    def hits(self, limit):
        """The best of them, whom the user may see."""
        sure = best(self.found) >= GOOD and not self.told_apart
        most = max(COMPARED if sure else MORE, limit)
        for start in range(
            0, len(self.order), most
        ):  # a second time only where none of the first may be seen
            if hits := self.explain(self.order[start : start + most]):
                return hits[:limit]
        return []

    def explain(self, pks):
        """The hits among some of those found, the best first, each by the name of theirs that fits best."""
        hits = [
            self._hit(each, *self.found[each.pk])
            for each in known(self.user, [pk for pk in pks if pk in self.found])
        ]
        hits += self.of_place.explain(pks) if self.of_place else []
        ranked: dict[int, Hit] = {}
        for hit in sorted(hits, key=_rank):
            ranked.setdefault(hit.pk, hit)
        return [hit for hit in ranked.values() if hit.score >= LEAST]

    def why(self, pks):
        """{person: why they fit, in words}, for some people of a list."""
        hits = self.explain(pks)
        return {hit.pk: ", ".join(phrases(hit.reasons)) for hit in hits}

    def _hit(self, found, fits, tok):
        if not found.names:
            return Hit(found, min(fits, WEAK), found.facts["label"], ("label",), fits)
        entries = [word.among(tok) for word in self.meant]
        score, name, reasons = self._likeness(found.names, entries)
        nearly = [
            entry.fits if entry else _closeness(word, found.names)
            for entry, word in zip(entries, self.asked.telling, strict=True)
        ]
        worth = min(0.85 * sum(nearly) / len(nearly), WEAK)
        if all(nearly) and score < worth:
            score = worth
            reasons = (*(code for code in reasons if not code.endswith("_differs")), "several_letters_differ")
        if self.is_shortened or not all(nearly):
            reasons = (*reasons, "word_not_found")
            score = min(score, WEAK) if self.place_name else score  # the word is no patronymic: it is a place
        score, reasons = _weighed_by_birth(found.facts, self.asked.born, score, reasons)
        if self.places.intersection(found.places):
            reasons = (*reasons, "same_place")
        return Hit(found, round(score, 3), name, reasons, fits)

    def _likeness(self, names, entries):
        """The best comparison with one of the names; where a typed word is only a beginning, with the whole word."""
        begun = [entry for entry in entries if entry and entry.begun]
        typed = [
            entry.fold if entry in begun else word
            for entry, word in zip(entries, self.asked.telling, strict=True)
        ]
        typed = " ".join([*typed, *self.asked.initials])
        found = [(_compared(typed, name), name) for name in names]
        likeness, name = max(found, key=lambda each: each[0].score)
        if not begun:
            return likeness.score, name, likeness.reasons
        reasons = (code for code in likeness.reasons if code != "same_letters")
        return min(likeness.score, *(entry.fits for entry in begun)), name, ("begins_so", *reasons)


def find_people(user, text, *, exact=False, born=None, place=None, limit=20):
    """The people whom a text can mean, among those whom the user may see, the best first.

    `born` is a year, `place` a place: they rank those of like names; both are read in the text as well. `exact`: the same letters only.
    """
    return Search(user, text, exact=exact, born=born, place=place).hits(limit)


def once_each(hits):
    """Of records joined as one person only the best."""
    found: dict[int, Hit] = {}
    for hit in hits:
        found.setdefault(hit.known.facts["joined_into_id"] or hit.pk, hit)
    return list(found.values())


def _rank(hit):
    """The best first: of names that are alike for the same reasons the one with fewer other letters is more often meant."""
    told_apart = len({"same_year", "same_place"} & {*hit.reasons})
    near = (hit.score + min(hit.score, hit.fits)) / 2
    return -near - TOLD_APART * told_apart, -hit.fits, hit.pk


def _closeness(typed, names):
    """How near a typed word that nobody bears comes to the words of somebody's names; 0 where it does not."""
    heard = sound(typed)
    apart = [
        (distance(heard, other, 3), max(len(heard), len(other)))
        for name in names
        for other in map(sound, words(name))
    ]
    return max(
        (0.9 * (1 - far / length) for far, length in apart if far < 4 and far * 2 <= length), default=0.0
    )


def _weighed_by_birth(facts, year, score, reasons):
    """Another year of birth than the one asked for makes it less likely; the same tells those of one name apart."""
    earliest, latest = facts["born_earliest"], facts["born_latest"]
    if not year or not earliest or not latest:
        return score, reasons
    if earliest.year <= year <= latest.year:
        return score, (*reasons, "same_year")
    near = earliest.year - 2 <= year <= latest.year + 2
    return score * (0.95 if near else 0.8), (*reasons, "other_year")
