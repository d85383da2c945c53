"""The people who can be meant, by the words of their names alone.

Exact first, fuzzy only when weak: other spellings are looked up at once; words some letters away, and words that only
begin as typed, when nothing fits well; words further away, and one word dropped, when still nothing does.
"""

from itertools import count, repeat

from cases.finding import dictionary
from cases.finding.plan import rows_by_index
from cases.finding.scope import those_seen_by

MOST = 2000  # people who are weighed by their words
ENOUGH = 200  # people with one word, of whom the best are shown
GOOD = 0.93  # nothing weaker is looked for
POOR = 0.75  # fits nobody
DOUBTFUL = 0.82  # one word may be wrong altogether
FAIR = 0.86  # words further away are not looked for


def candidates(user, asked, exact=False, most=ENOUGH, places=()):
    """{person: (how well the words fit, their words)}, looked for as weakly as needed; and what the words can mean.

    With `places`, only those who were born or last lived in one of them.
    """
    if not asked.telling or not those_seen_by(user, 1):
        return {}, []
    whom = user, places
    if exact:
        meant = dictionary.exact(asked.telling)
        return _bearing(whom, meant, 0, most), meant
    meant, found = _strong(whom, asked.telling, most)
    if best(found) < GOOD and len(meant) > 2:
        found |= _bearing(whom, meant, 1, most)
        if best(found) >= GOOD * (1 - 1 / len(meant)):
            return found, meant
    if best(found) < GOOD:
        meant = dictionary.weak(asked.telling, meant)
        found = _bearing(whom, meant, 0, most)
    if best(found) < FAIR:
        meant = dictionary.wide(asked.telling, meant)
        found |= _bearing(whom, meant, 0, most)
        if best(found) < DOUBTFUL and len(meant) > 1:
            found |= _bearing(whom, meant, 1, most)
    return found, meant


def best(found):
    """How well the words of the best of them fit."""
    return max((fits for fits, _tok in found.values()), default=0.0)


def _strong(whom, words, most):
    """What the words can mean by other spellings, and who has one for each, at once.

    One word alone can be borne by more people than are looked at: there the words that fit best come first.
    """
    if len(words) > 1:
        user, places = whom
        meant, people = dictionary.strong_with_people(user, words, MOST, places)
        return meant, _weighed(meant, people)
    meant = dictionary.strong(words)
    return meant, _bearing(whom, meant, 0, most)


def _weighed(meant, people):
    ways = [word.fits for word in meant]
    return {pk: (_fit(ways, tok), tok) for pk, tok in people}


def _bearing(whom, meant, without, most):
    """The people who have a word for each typed one, or for all but one; where it is one word, with the best for so many people."""
    _user, places = whom  # of the people of a place few bear any word
    chosen = [word.best(most if len(meant) == 1 and not places else 50 * MOST) for word in meant]
    sets = [chosen] if not without else [chosen[:i] + chosen[i + 1 :] for i in range(len(chosen))]
    sets = [some for some in sets if some and all(some)]
    if not sets:
        return {}
    return _weighed(meant, _people(whom, sets, MOST // len(sets)))


def _people(whom, sets, most):
    """Those whom the user may see, of the places, who have a word of each array of one of the sets; so many for each set."""
    arrays = [array for some in sets for array in some]
    user, places = whom
    seen, values = those_seen_by(user, len(arrays) + 1, places)
    numbers = count(1)
    each = [
        f"(SELECT person_id, tok FROM cases_persontokens t WHERE {' AND '.join(f'tok && ${next(numbers)}::int[]' for _ in some)}"  # noqa: S608
        f" AND {seen} LIMIT {most})"
        for some in sets
    ]
    return rows_by_index(" UNION ALL ".join(each), [*arrays, *values])


def _fit(ways, tok):
    """How well the typed words fit the words of a person, on average; `ways`: for each word how well which number fits."""
    best = [max(map(fits.get, tok, repeat(0.0)), default=0.0) for fits in ways]
    return sum(best) / len(best)
