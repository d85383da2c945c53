"""People by their names: any script and spelling, parts, slips of the hand, any order, initials.

Whoever can be meant (`candidates`) is compared name by name (`cases.lib.names.compare`), on a scale that depends on the
two names alone: a weak best hit stays weak.
"""

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
_compared = lru_cache(maxsize=20_000)(compare)  # those of one name are many


@dataclass(frozen=True)
class Hit:
    """Somebody found: how well the name fits (0 to 1, whatever else was found), which name, and why."""

    known: Known
    score: float
    name: str
    reasons: tuple[str, ...]

    @property
    def pk(self):
        return self.known.pk

    @cached_property
    def person(self):
        return self.known.person()


class Search:
    """One search for people: who can be meant, how well, and why."""

    def __init__(self, user, text, *, exact=False, born=None, place=None, most=ENOUGH):
        self.user, self.place_name = user, ""
        self.places = within([place.pk]) if place else frozenset()
        self.asked = Asked.read(text, born)
        self.found, self.meant = candidates(user, self.asked, exact, most)
        if not place and best(self.found) < GOOD and (placed := place_in(text)):
            self._without(placed, born, exact, most)

    def _without(self, placed, born, exact, most):
        """Take the name of a place out of what was typed, where people fit the other words better."""
        asked = Asked.read(placed.rest, born)
        found, meant = candidates(self.user, asked, exact, most)
        if best(found) > best(self.found):
            self.asked, self.found, self.meant = asked, found, meant
            self.places, self.place_name = placed.places, placed.name

    @property
    def told_apart(self):
        """Whether something besides the name says who is meant."""
        return bool(self.asked.born or self.places)

    @cached_property
    def order(self):
        """Who can be meant, those first whose words fit best."""
        return sorted(self.found, key=lambda pk: (-self.found[pk][0], pk))

    @cached_property
    def ids(self):
        """The numbers of those who can be meant, the best first; some of them the user may not see."""
        least = min(POOR, best(self.found) - 0.2)
        fit = [pk for pk in self.order if self.found[pk][0] >= least]
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
        hits = [self._hit(each, *self.found[each.pk]) for each in known(self.user, pks)]
        hits = [hit for hit in hits if hit.score >= LEAST]
        return sorted(hits, key=self._rank)

    def _rank(self, hit):
        told_apart = len({"same_year", "same_place"} & {*hit.reasons})
        return -hit.score, -told_apart, -self.found[hit.pk][0], hit.pk

    def why(self, pks):
        """{person: why they fit, in words}, for some people of a list."""
        hits = self.explain([pk for pk in pks if pk in self.found])
        return {hit.pk: ", ".join(phrases(hit.reasons)) for hit in hits}

    def _hit(self, found, fits, tok):
        if not found.names:
            return Hit(found, min(fits, WEAK), found.facts["label"], ("label",))
        entries = [word.among(tok) for word in self.meant]
        score, name, reasons = self._likeness(found.names, entries)
        nearly = [
            entry.fits if entry else _closeness(word, found.names)
            for entry, word in zip(entries, self.asked.telling, strict=True)
        ]
        worth = min(0.85 * sum(nearly) / len(nearly), WEAK)
        if not all(nearly):
            reasons = (*reasons, "word_not_found")
        elif score < worth:
            score = worth
            reasons = (*(code for code in reasons if not code.endswith("_differs")), "several_letters_differ")
        score, reasons = _weighed_by_birth(found.facts, self.asked.born, score, reasons)
        if self.places.intersection(found.places):
            reasons = (*reasons, "same_place")
        return Hit(found, round(score, 3), name, reasons)

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
