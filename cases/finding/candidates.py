"""The people who can be meant, by the words of their names alone.

Exact first, fuzzy only when weak: other spellings are looked up at once; words some letters away, and words that only
begin as typed, when nothing fits well; words further away, and one word dropped, when still nothing does.
"""

from functools import reduce
from itertools import repeat
from operator import and_

from django.db.models import Q

from cases.finding import dictionary
from cases.finding.plan import by_index, rows_by_index
from cases.models import Person

MOST = 2000  # people who are weighed by their words
GOOD = 0.93  # nothing weaker is looked for
POOR = 0.75  # all words are asked for
FAIR = 0.86  # words further away are not looked for


def candidates(user, asked, exact=False):
    """{person: (how well the words fit, their words)}, looked for as weakly as needed; and what the words can mean."""
    if exact:
        meant = dictionary.exact(asked.telling)
        return _bearing(user, meant, 0), meant
    meant, found = _strong(user, asked.telling)
    if best(found) < GOOD and len(meant) > 2:
        found |= _bearing(user, meant, 1)
        if best(found) >= GOOD * (1 - 1 / len(meant)):
            return found, meant
    if best(found) < GOOD:
        meant = dictionary.weak(asked.telling, meant)
        found = _bearing(user, meant, 0)
    if best(found) < FAIR:
        meant = dictionary.wide(asked.telling, meant)
        found |= _bearing(user, meant, 0)
        if best(found) < POOR and len(meant) > 1:
            found |= _bearing(user, meant, 1)
    return found, meant


def best(found):
    """How well the words of the best of them fit."""
    return max((fits for fits, _tok in found.values()), default=0.0)


def _strong(user, words):
    """What the words can mean by other spellings, and who has one for each: at once where somebody may see everybody.

    One word alone can be borne by more people than are looked at: there the words that fit best come first.
    """
    if user.confidentiality_levels is None and len(words) > 1:
        office = None if user.role == user.Role.AUDITOR else user.office_id
        meant, people = dictionary.strong_with_people(words, office, MOST)
        return meant, _weighed(meant, people)
    meant = dictionary.strong(words)
    return meant, _bearing(user, meant, 0)


def _weighed(meant, people):
    ways = [word.fits for word in meant]
    return {pk: (_fit(ways, tok), tok) for pk, tok in people}


def _bearing(user, meant, without):
    """The people who have a word for each typed one, or for all but one."""
    chosen = [word.best(MOST if len(meant) == 1 else 50 * MOST) for word in meant]
    sets = [chosen] if not without else [chosen[:i] + chosen[i + 1 :] for i in range(len(chosen))]
    sets = [some for some in sets if some and all(some)]
    if not sets:
        return {}
    look = _all_of_office if user.confidentiality_levels is None else _visible
    return _weighed(meant, look(user, sets, MOST // len(sets)))


def _all_of_office(user, sets, most):
    """For those who may see everybody of their office, or of all offices; by hand, which halves the time of a search."""
    office, offices = ("", []) if user.role == user.Role.AUDITOR else ("office_id = %s AND", [user.office_id])
    each = [
        f"(SELECT person_id, tok FROM cases_persontokens WHERE {office} "  # noqa: S608
        f"{' AND '.join(['tok && %s::int[]'] * len(some))} LIMIT {most})"
        for some in sets
    ]
    parameters = [value for some in sets for value in (*offices, *some)]
    return rows_by_index(" UNION ALL ".join(each), parameters)


def _visible(user, sets, most):
    """For those who may not: whoever is hidden from them changes nothing in what they find."""
    people = (
        Person.objects.visible_to(user).filter(tokens__office=user.office_id, superseded_by=None).order_by()
    )
    found = []
    with by_index():
        for some in sets:
            every = reduce(and_, (Q(tokens__tok__overlap=ids) for ids in some))
            found += people.filter(every).values_list("pk", "tokens__tok")[:most]
    return found


def _fit(ways, tok):
    """How well the typed words fit the words of a person, on average; `ways`: for each word how well which number fits."""
    best = [max(map(fits.get, tok, repeat(0.0)), default=0.0) for fits in ways]
    return sum(best) / len(best)
