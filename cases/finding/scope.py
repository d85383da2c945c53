"""Who may be found by whom: what `Person.objects.visible_to` says, put together once for each role and office."""

import re
from functools import lru_cache
from itertools import count

from django.core.exceptions import EmptyResultSet
from django.db.models.expressions import RawSQL

from cases.models import Person, User


def numbered(sql, first=1):
    """The statement with its values numbered, as it is prepared."""
    numbers = count(first)
    return re.sub("%s", lambda _placeholder: f"${next(numbers)}", sql)


def somebody(role, office, active):
    """Anybody who has this role in this office: all of them see the same people."""
    return User(role=role, office_id=office, is_active=active)


_OF_THE_PLACES = """ AND EXISTS (
    SELECT FROM cases_person p WHERE p.id = t.person_id AND (p.birth_place_id = ANY({0}::bigint[]) OR p.last_residence_id = ANY({0}::bigint[]))
)"""


def those_seen_by(user, first, places=()):
    """The words `t` of the people whom a user may see, as a condition whose values are numbered from `first`; None: of nobody.

    With `places`, only of those who were born or last lived in one of them.
    """
    condition = _condition(user.role, user.office_id, user.is_active)
    if condition is None:
        return None
    sql, values = numbered(condition[0], first), condition[1]
    if not places:
        return sql, values
    return sql + _OF_THE_PLACES.format(f"${first + len(values)}"), (*values, sorted(places))


@lru_cache(maxsize=1000)
def _condition(role, office, active):
    """Where somebody may not see everybody of the office, each person is asked for: whoever is hidden changes nothing."""
    user = somebody(role, office, active)
    people = Person.objects.visible_to(user).filter(superseded_by=None, pk=RawSQL("t.person_id", ()))
    try:
        sql, values = people.order_by().values_list(RawSQL("true", ())).query.sql_with_params()
    except EmptyResultSet:
        return None
    if user.role == User.Role.AUDITOR:
        return "true", ()
    if user.confidentiality_levels is None:
        return "t.office_id = %s::int", (office,)
    return f"t.office_id = %s::int AND ({sql})", (office, *values)
