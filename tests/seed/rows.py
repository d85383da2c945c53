"""Seeded rows by their keys in the data files."""

from django.apps import apps

from cases.models import Claim, Source, Statement, Thread
from cases.models.about import model_of
from cases.models.fields import UncertainDateField
from cases.seed.book import form_key
from cases.seed.load import claim_words


def record(about):
    kind, _, key = about.partition(".")
    return model_of(kind).objects.get(form_key=form_key(kind, key))


def source(key):
    return Source.objects.get(form_key=form_key("source", key))


def statement(key):
    return Statement.objects.get(form_key=form_key("statement", key))


def claim(statement, about, aspect, **more):
    row = {"about": about, "aspect": aspect, **more}
    return Claim.objects.get(form_key=form_key("claim", claim_words(statement, row)))


def thread(about, aspect, **more):
    return Thread.objects.about(record(about)).get(aspect=aspect, **more)


def said(about, aspect, **more):
    """The claims of a record that answer a question, in the order of recording."""
    return Claim.objects.about(record(about)).filter(aspect=aspect, **more).order_by("sequence")


def numbers(about, aspect, **more):
    return [claim.number for claim in said(about, aspect, **more)]


def dates():
    """Every uncertain date that is stored, with its row."""
    for model in apps.get_app_config("cases").get_models():
        if model.__name__.endswith("History"):
            continue
        names = [field.name for field in model._meta.fields if isinstance(field, UncertainDateField)]
        for row in model.objects.order_by("pk") if names else ():
            yield from ((row, getattr(row, name)) for name in names if getattr(row, name))
