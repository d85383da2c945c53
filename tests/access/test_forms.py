"""Forms: what one may choose in them, and that they change what they offer and nothing else (R02, R04)."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from cases import lookup
from cases.forms import LookupField
from cases.models import Person
from tests.access.addresses import address
from tests.access.routes import routes, row_of
from tests.access.whole import WHOLE
from tests.access.world import TABLES

pytestmark = WHOLE

PAGES = [
    route
    for route in routes()
    if route.table is None
    and row_of(route)
    and row_of(route).get("post") in {"add", "change", "record_event"}
]


def forms_in(context):
    """All forms that a page was made with."""
    for layer in context if isinstance(context, list) else [context]:
        for value in layer.flatten().values() if layer is not None else ():
            for each in value if isinstance(value, list | tuple) else [value]:
                if isinstance(each, forms.BaseForm):
                    yield each


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_no_form_offers_what_one_does_not_see(route, world, db, client):
    """Fields that look a record up find none of them; fields with a list of choices have none of them in it."""
    client.force_login(world.users["caseworker"])
    assert offers(client.get(address(route, world.ours)), world) == []


#: Tables that everybody reads.
OPEN = {"Party", "Actor", "Place", "Office", "User", "DeathNotice", "PersonHold"}


def offers(answer, world):
    """What the fields of a page offer, or take when it is typed, of what its reader does not see."""
    hidden = {
        model: {world.theirs[model].pk, world.strict[model].pk}
        for model in TABLES
        if model.__name__ not in OPEN
    }
    found = set()
    for form in forms_in(answer.context):
        for name, field in form.fields.items():
            if isinstance(field, LookupField):
                found |= {f"{name} takes {reference}" for reference in taken(field, world)}
            elif isinstance(field, forms.ModelChoiceField) and field.queryset.model in hidden:
                offered = set(field.queryset.values_list("pk", flat=True))
                if offered & hidden[field.queryset.model]:
                    found.add(f"{name} offers what is hidden")
    return sorted(found)


def taken(field, world):
    """References of hidden records that a field resolves all the same."""
    kind = lookup.KINDS.get(field.kind)
    for rows in (world.theirs, world.strict):
        row = rows.get(kind.model if kind else Person)
        if row is None or not hasattr(row, "reference"):
            continue
        try:
            found = field.clean(row.reference)
        except ValidationError:
            continue
        if not isinstance(found, str):  # words are kept as words where nobody is found by them
            yield row.reference


#: Columns that no form may change, whoever sends them.
NOBODYS = {
    "reference",
    "office",
    "synthetic",
    "status",
    "contested",
    "created_by",
    "created_at",
    "last_event",
    "version_of",
}


@pytest.mark.parametrize(
    "route", [route for route in PAGES if route.name.endswith("_edit")], ids=lambda route: route.name
)
def test_sending_every_column_changes_only_what_the_form_offers(route, world, db, client):
    client.force_login(world.users["caseworker"])
    there = address(route, world.ours)
    answer = client.get(there)
    form = next(
        (form for form in forms_in(answer.context) if hasattr(form, "instance") and form.instance.pk), None
    )
    if form is None:
        pytest.skip("it changes no row by a form of its own")
    row = form.instance
    columns = [
        column
        for column in row._meta.concrete_fields
        if column.name not in form.fields and not column.primary_key
    ]
    before = {column.attname: column.value_from_object(row) for column in columns}
    sent = {column.name: other_value(column, world) for column in columns}
    sent |= {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    client.post(there, sent)
    after = type(row)._default_manager.get(pk=row.pk)
    changed = {column.name for column in columns if column.value_from_object(after) != before[column.attname]}
    assert not changed & NOBODYS
    assert not [column.name for column in columns if column.name in changed and _is(after, column, sent)]
    assert changed <= FOLLOWS | TURNED.get(route.name, set()), changed


#: What an edit brings with it by trigger or action.
FOLLOWS = {"version", "sort_key", "changed_at"}


#: A relationship is written as its pages read it: the two of it may change places.
TURNED = {"relative_edit": {"person", "other"}}


def _is(row, column, sent):
    return str(column.value_from_object(row)) == str(sent[column.name])


def other_value(column, world):
    if column.is_relation:
        return getattr(world.theirs.get(column.related_model), "pk", world.elsewhere.pk)
    return {"BooleanField": "on", "DateField": "2001-01-01"}.get(column.get_internal_type(), "7")
