"""Forms: what one may choose in them, and that they change what they offer and nothing else (R02, R04)."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from cases import lookup
from cases.forms import LookupField
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
    for layer in context or ():
        for value in layer.values() if isinstance(layer, dict) else ():
            if isinstance(value, forms.BaseForm):
                yield value


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_no_form_offers_what_one_does_not_see(route, world, db, client):
    """Fields that look a record up find none of them; fields with a list of choices have none of them in it."""
    client.force_login(world.users["caseworker"])
    answer = client.get(address(route, world.ours))
    hidden = {
        model: {world.theirs[model].pk, world.strict[model].pk}
        for model in TABLES
        if model.__name__ not in OPEN
    }
    for form in forms_in(answer.context):
        for name, field in form.fields.items():
            if isinstance(field, LookupField):
                refuses(field, world, name)
            elif isinstance(field, forms.ModelChoiceField) and field.queryset.model in hidden:
                offered = set(field.queryset.values_list("pk", flat=True))
                assert not offered & hidden[field.queryset.model], name


#: Tables that everybody reads.
OPEN = {"Party", "Actor", "Place", "Office", "User", "DeathNotice", "PersonHold"}


def refuses(field, world, name):
    kind = lookup.KINDS.get(field.kind)
    model = kind.model if kind else TABLES[0]
    for rows in (world.theirs, world.strict):
        row = rows.get(model)
        if row is None or not hasattr(row, "reference"):
            continue
        with pytest.raises(ValidationError):
            field.clean(row.reference)


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
    assert changed <= FOLLOWS, changed


#: What an edit brings with it by trigger or action.
FOLLOWS = {"version", "sort_key", "changed_at"}


def other_value(column, world):
    if column.is_relation:
        return getattr(world.theirs.get(column.related_model), "pk", world.elsewhere.pk)
    return {"BooleanField": "on", "DateField": "2001-01-01"}.get(column.get_internal_type(), "7")
