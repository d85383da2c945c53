"""All rows that hold something of one record: found by the registry, so that a new table is found as well."""

from django.apps import apps
from django.db.models import Q

from cases.lib.registry import registry
from cases.models import Evacuee, Person, RepatriationCase, Statement
from cases.models.event import Event

#: Records of their own that are of one person and nobody else, and go with the person.
OF_THE_PERSON = (Evacuee, RepatriationCase)


def parts():
    """The tables whose rows go with the record that they are of."""
    return [
        apps.get_model("cases", name)
        for name, table in registry().tables.items()
        if table.period.name == "record" and "." not in name and name not in _BY_THEMSELVES
    ]


#: Caches that are made anew from names, and rows that are known by a number alone.
_BY_THEMSELVES = frozenset({"nametoken", "persontokens", "nameindexdue", "importrow"})


def family(*records, shared=False):
    """The rows that hold something of records of one kind, as {model: numbers}; with their statements, also `shared` ones, if others rest on them."""
    found = {type(records[0]): {record.pk for record in records}}
    if Person in found:
        for model in OF_THE_PERSON:
            _put(found, model, model._base_manager.filter(person__in=records))
    models, grows = parts(), True
    while grows:
        grows = False
        for model in models:
            links = _links(model, found)
            if links:
                asked = Q()
                for name, target in links:
                    asked |= Q(**{f"{name}__in": found[target]})
                grows |= _put(found, model, model._base_manager.filter(asked))
    _put(found, Statement, _statements(found, shared))
    return {model: sorted(numbers) for model, numbers in found.items() if numbers}


def _links(model, found):
    """The foreign keys of a table to what is found so far; a row's link to another of its own kind is none."""
    return [
        (field.name, field.related_model)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in found and field.related_model is not model
    ]


def _put(found, model, rows):
    before = found.setdefault(model, set())
    new = set(rows.order_by().values_list("pk", flat=True)) - before
    before |= new
    return bool(new)


def _statements(found, shared):
    claims = apps.get_model("cases", "Claim")
    ours = {model: found.get(model, ()) for model in (claims, Event)}
    rows = Statement.objects.filter(Q(claims__in=ours[claims]) | Q(events__in=ours[Event])).distinct()
    if shared:
        return rows
    others = claims.objects.exclude(pk__in=ours[claims]).filter(statement__in=rows.order_by().values("pk"))
    theirs = Event.objects.exclude(pk__in=ours[Event]).filter(statement__in=rows.order_by().values("pk"))
    return rows.exclude(pk__in=others.order_by().values("statement")).exclude(
        pk__in=theirs.order_by().values("statement")
    )
