"""The people who can be meant, by the words of their names alone.

Exact first, fuzzy only when weak: other spellings are looked up at once; words some letters away, and words that only
begin as typed, when nothing fits well; words further away, and one word dropped, when still nothing does.
"""

from functools import reduce
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
    meant = dictionary.strong(asked.telling)
    found = _bearing(user, meant, 0)
    if best(found) < GOOD and len(meant) > 2:
        found |= _bearing(user, meant, 1)
        if best(found) >= GOOD * (1 - 1 / len(meant)):
            return found, meant
    if best(found) < GOOD:
        meant = dictionary.weak(asked.telling)
        found = _bearing(user, meant, 0)
    if best(found) < FAIR:
        wider = dictionary.wide(asked.telling)
        meant = [one.and_those_of(other) for one, other in zip(meant, wider, strict=True)]
        found |= _bearing(user, meant, 0)
        if best(found) < POOR and len(meant) > 1:
            found |= _bearing(user, meant, 1)
    return found, meant


def best(found):
    """How well the words of the best of them fit."""
    return max((fits for fits, _tok in found.values()), default=0.0)


def _bearing(user, meant, without):
    """The people who have a word for each typed one, or for all but one."""
    chosen = [word.best(MOST if len(meant) == 1 else 50 * MOST) for word in meant]
    sets = [chosen] if not without else [chosen[:i] + chosen[i + 1 :] for i in range(len(chosen))]
    sets = [some for some in sets if some and all(some)]
    if not sets:
        return {}
    look = _all_of_office if user.confidentiality_levels is None else _visible
    return {pk: (_fit(meant, tok), tok) for pk, tok in look(user, sets, MOST // len(sets))}


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


def _fit(meant, tok):
    """How well the typed words fit the words of a person, on average."""
    best = [word.among(tok) for word in meant]
    return sum(entry.fits for entry in best if entry) / len(best)
