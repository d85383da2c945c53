"""What a search reads of those whom it found: names, births and places, by one statement that is put together once.

As a queryset it costs Django more to put together than the whole search costs the database.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from cases.finding.plan import rows_by_index
from cases.finding.scope import numbered, somebody
from cases.models import Person

_READ = {
    "id", "reference", "name", "latin_name", "label", "sex", "synthetic", "birth_place_id", "last_residence_id",
    "joined_into_id", "born", "born_words", "born_earliest", "born_latest", "born_basis", "born_sort",
}  # fmt: skip
#: What is held of somebody found, in the order of the table; the rest of a person is fetched when somebody asks.
_COLUMNS = [field.attname for field in Person._meta.concrete_fields if field.attname in _READ]
_OTHER_NAMES = RawSQL(
    'ARRAY(SELECT n."full" FROM cases_personname n WHERE n.person_id = cases_person.id)', ()
)
_THESE = ["these people"]  # stands in the statement for the numbers that each search asks for
_AMONG_THESE = RawSQL("cases_person.id = ANY(%s)", (_THESE,), output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody found: the columns that are read, by their names, and all that they are called."""

    facts: dict
    names: list[str]

    @property
    def pk(self):
        return self.facts["id"]

    @property
    def places(self):
        """Where they were born and where they lived last."""
        return self.facts["birth_place_id"], self.facts["last_residence_id"]

    def person(self):
        return Person.from_db(connection.alias, _COLUMNS, self.facts.values())


def known(user, pks):
    """Those of these people whom the user may see, no replaced placeholder among them; in no order."""
    statement = _statement(user.role, user.office_id, user.is_active)
    if not statement or not pks:
        return []
    sql, values = statement
    rows = rows_by_index(sql, [pks if value is _THESE else value for value in values])
    return [_known(row) for row in rows]


@lru_cache(maxsize=1000)
def _statement(role, office, active):
    """The statement and its values for all who have this role in this office; None where they may see nobody."""
    people = Person.objects.visible_to(somebody(role, office, active)).filter(
        _AMONG_THESE, superseded_by=None
    )
    try:
        sql, values = people.order_by().values_list(*_COLUMNS, _OTHER_NAMES).query.sql_with_params()
    except EmptyResultSet:
        return None
    return numbered(sql), values


def _known(row):
    facts = dict(zip(_COLUMNS, row[:-1], strict=True))
    names = [name for name in (facts["name"], facts["latin_name"], *row[-1]) if name]
    return Known(facts, names)
