"""Rows that nobody edits here, in words: no raw codes, no names that the reader may not see."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.admin.scope import hidden_from, kept_from_you
from cases.admin.site import site
from cases.models.fields import UncertainDateField
from cases.templatetags.look import fuzzy, when

NOTHING = "–"
KEPT = (
    "reference",
    "office",
    "confidentiality",
    "synthetic",
    "created_at",
    "created_by",
    "owner",
    "retention_until",
)
COMPANIONS = tuple(f"_{suffix}" for suffix in UncertainDateField.companions)


def told(model):
    """The columns that say something to a reader: not the companions of a date, not the machinery, nor what is kept."""
    dates = {f.name for f in model._meta.concrete_fields if isinstance(f, UncertainDateField)}
    machinery = {"id", "version", "form_key", "sort_key", "last_event_sort", "sequence", "words"}
    machinery |= {f"{name}{companion}" for name in dates for companion in COMPANIONS}
    kept = {"enquirer_contact"}  # for the owner of the request and coordinators, on its own page
    columns = [f for f in model._meta.concrete_fields if f.name not in machinery | kept]
    return sorted(columns, key=lambda f: f.name in KEPT)


def in_words(obj, field):
    """One value as a reader would say it."""
    value = getattr(obj, field.name)
    if isinstance(field, UncertainDateField):
        return fuzzy(value) or NOTHING
    if value is None or value == "" or value == []:
        return NOTHING
    if field.name == "status" and hasattr(obj, "status_label"):
        return obj.status_label
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.choices or ())
        return ", ".join(str(labels.get(item, item)) for item in value)
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateField):
        return when(value)
    return value


class Told:
    """A read-only field of a page: in words, linked where the reader may follow."""

    def __init__(self, field, request):
        self.field, self.request = field, request
        self.__name__ = f"{field.name}_told"
        self.short_description = capfirst(field.verbose_name)

    def __call__(self, obj):
        if isinstance(self.field, models.ManyToManyField):
            there = getattr(obj, self.field.name).filter(
                pk__in=site.get_model_admin(self.field.related_model).get_queryset(self.request).values("pk")
            )
            return ", ".join(map(str, there)) or NOTHING
        if not isinstance(self.field, models.ForeignKey):
            return in_words(obj, self.field)
        if hidden_from(self.request, obj, self.field):
            return kept_from_you(obj)
        row = getattr(obj, self.field.name)
        return NOTHING if row is None else linked(row, self.request)


def linked(row, request):
    """A row by its name, as a link for those who may open its page."""
    page = site._registry.get(type(row))
    if page is None or not page.has_view_permission(request):
        return str(row)
    return format_html('<a href="{}">{}</a>', change_url(row), row)


def change_url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_url(model, **query):
    """The list of a table, or of those of its rows that the query names."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return url + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")
