"""A handful of rows that belong to a record, on its page."""

from django.contrib.admin import StackedInline, TabularInline
from django.contrib.admin.utils import flatten_fieldsets
from django.forms import ModelForm

from cases.admin.forms import HIDDEN, RowForm
from cases.admin.scope import Permitted, Scoped


class Rows(Permitted, Scoped):
    """Rows on the page of the record that they belong to; their rights are asked as on their own page."""

    form = RowForm
    extra = 0
    can_delete = False
    view_on_site = False
    show_change_link = True

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.order_by("pk")

    def get_formset(self, request, obj=None, **kwargs):
        if "fields" not in kwargs:
            names = flatten_fieldsets(self.get_fieldsets(request, obj))
            kwargs["fields"] = [name for name in names if name not in HIDDEN]
        if not self.has_change_permission(request, obj):
            kwargs["form"] = ModelForm
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.request = request
        return formset


class TableRows(Rows, TabularInline):
    pass


class StackedRows(Rows, StackedInline):
    pass
