"""Ledger and cache tables: rows are added by the actions, or not at all, and never changed."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from cases.admin.base import Page
from cases.admin.browsing import reference
from cases.admin.forms import AboutForm, RecordForm, find
from cases.admin.lists import column
from cases.admin.scope import Scoped
from cases.admin.words import change_url
from cases.models.about import KINDS, model_of

#: What the name of a record of each kind is made of, so that a list reads it at once.
_NAMED_BY = {
    "undertaking": ("party", "agreement"),
    "parcel": ("addressee", "addressee_group"),
    "correspondence": ("person",),
    "evacuee": ("person", "evacuation"),
}


class LedgerPage(Page):
    """Insert-only: a new row goes through the action `record`; an existing one is shown in words."""

    changes = None
    form = RecordForm
    ordering = ("-id",)

    def record(self, by, **facts):
        """Call the action. `facts` are the clean values of the form."""
        raise NotImplementedError

    def save_form(self, request, form, change):
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return self.record(request.user, **facts)

    def save_model(self, request, obj, form, change):
        """The action has saved it."""

    def save_related(self, request, form, formsets, change):
        """The action has saved them."""


class CachePage(Page):
    """What the actions keep from the ledger: to be read only."""

    adds = changes = None
    ordering = ("id",)


about = column("about_record", _("about"), lambda row: f"{row.about.reference} · {row.about}")


class About(Scoped):
    """Rows about one record: found by its reference, shown with its name."""

    form = AboutForm
    exclude = tuple(KINDS)
    search_fields = ("pk__exact",)
    search_help_text = _("The reference of the record, such as PCL-4K7QX.")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*named_records())

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        record = find(reference(search_term), request)
        return (queryset.about(record) if record else queryset.none()), False

    def told(self, obj):
        return [field for field in super().told(obj) if field.name not in KINDS]

    def get_fieldsets(self, request, obj=None):
        """What it is about comes first: as a reference to type, and in words once it is recorded."""
        sets = super().get_fieldsets(request, obj)
        first = about if obj else "about"
        sets[0][1]["fields"] = [first, *(name for name in sets[0][1]["fields"] if name != first)]
        return sets

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *((about,) if obj else ()))

    def links_of(self, row, request):
        record = row.about
        return [(_("To %(reference)s") % {"reference": record.reference}, change_url(record))]


def named_records():
    return [
        Prefetch(kind, model_of(kind)._default_manager.select_related(*_NAMED_BY.get(kind, ())))
        for kind in KINDS
    ]
