"""Whom the words of a list name: by reference, or by the whole name; who is not found so is never guessed."""

from typing import NamedTuple

from django.db.models.functions import Coalesce

from cases.lib import codes
from cases.lib.text import sort_key
from cases.models import Person

_SUGGESTED = 5


class Who(NamedTuple):
    """A person or a group, or why nobody is meant (a key of `sentences.CELL`)."""

    kind: str = ""
    pk: int | None = None
    why: str = ""
    hint: str = ""


class Named:
    """Learns some hundred words at a time, so that no row asks the database by itself."""

    def __init__(self, user, models):
        self.user, self.models = user, models
        self.known: dict[str, Who] = {}

    def learn(self, asked):
        if asked := asked - self.known.keys():
            self.known |= self._by_reference(asked)
            self.known |= self._by_name(asked - self.known.keys())

    def of(self, words):
        return self.known[words]

    def _by_reference(self, asked):
        named = {words: reference for words in asked if (reference := reference_in(words))}
        found: dict[str, Who] = {}
        for model in self.models:
            rows = model.objects.visible_to(self.user).filter(reference__in=named.values())
            found |= {reference: Who(model.kind, pk) for reference, pk in rows.values_list("reference", "pk")}
        return {words: found.get(reference, Who(why="no_person")) for words, reference in named.items()}

    def _by_name(self, asked):
        """By the whole name in either order of its words; of records joined as one person the one that stands for them."""
        spelled = {words: {sort_key(each) for each in _orders(words)} for words in asked}
        keys = {key for found in spelled.values() for key in found}
        rows = Person.objects.visible_to(self.user).filter(superseded_by=None, sort_key__in=keys)
        rows = rows.annotate(
            stands=Coalesce("joined_into", "pk"), stands_as=Coalesce("joined_into__reference", "reference")
        )
        people: dict[str, list] = {}
        for key, pk, reference in rows.order_by("pk").values_list("sort_key", "stands", "stands_as"):
            people.setdefault(key, []).append((pk, reference))
        return {
            words: _one_of([who for key in keys for who in people.get(key, [])])
            for words, keys in spelled.items()
        }


def reference_in(words):
    """The reference that these words are; "" where they are none."""
    try:
        code = codes.decode(words)
    except codes.BadCode:
        return ""
    return codes.encode(code.prefix, code.number)


def _orders(words):
    """A name as it is written, and with its last word first or its first word last: Ukrainian lists do either."""
    parts = words.split()
    if not 2 <= len(parts) <= 3:
        return (words,)
    return (words, " ".join([parts[-1], *parts[:-1]]), " ".join([*parts[1:], parts[0]]))


def _one_of(people):
    people = list(dict.fromkeys(people))
    if len(people) == 1:
        return Who("person", people[0][0])
    if not people:
        return Who(why="nobody")
    return Who(why="several", hint=" · ".join(reference for _pk, reference in people[:_SUGGESTED]))
