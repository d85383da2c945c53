"""Which record stands for the person whom a row names, kept beside the name: lists of people ask without reading every person.

`stands` is a cache of `Person.joined_into`, written by these triggers alone and proved by ``manage.py check_ledger``.
"""

import pgtrigger

from cases.models.counterpart import CounterpartLine
from cases.models.person import Person
from cases.models.visit import Visited

#: The person is held while the row is written, so that a join beside it waits and then finds the row.
_OF_THE_PERSON = pgtrigger.Trigger(
    name="stand_for_person",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id"),
    when=pgtrigger.Before,
    func="""
        SELECT COALESCE(joined_into_id, id) INTO NEW.stands FROM cases_person WHERE id = NEW.person_id FOR SHARE;
        RETURN NEW;
    """,
)
for _model in (Visited, CounterpartLine):
    pgtrigger.register(_OF_THE_PERSON)(_model)

pgtrigger.register(
    pgtrigger.Trigger(
        name="stand_in_rows",
        operation=pgtrigger.UpdateOf("joined_into_id"),
        when=pgtrigger.After,
        condition=pgtrigger.AnyChange("joined_into"),
        func="""
            UPDATE cases_visit_visited SET stands = COALESCE(NEW.joined_into_id, NEW.id) WHERE person_id = NEW.id;
            UPDATE cases_counterpartline SET stands = COALESCE(NEW.joined_into_id, NEW.id) WHERE person_id = NEW.id;
            RETURN NULL;
        """,
    )
)(Person)
