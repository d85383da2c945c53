"""What all pages of the workshop share."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from cases.admin.browsing import Browsing
from cases.admin.editing import Editing
from cases.admin.forms import RecordForm, RowForm
from cases.admin.history import entries
from cases.admin.lists import CappedPaginator, column, moment
from cases.admin.scope import Permitted, Scoped


class Page(Permitted, Scoped, Browsing, Editing, ModelAdmin):
    """One table in the workshop. `subject` says where it stands on the first page."""

    subject: str
    form = RowForm
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def links(self, request, object_id):
        """(label, address) pairs above the form of a row."""
        row = self.get_object(request, unquote(object_id)) if object_id else None
        return [link for link in self.links_of(row, request) if link] if row else []

    def links_of(self, row, request):
        return []

    def view_on_site(self, obj):
        try:
            return obj.get_absolute_url()
        except (AttributeError, NoReverseMatch):
            return None

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, row):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(row),
            "entries": entries(row, request),
            "object": row,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    # The history is kept by the database; a second log in words would keep names for ever.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None


class RecordPage(Page):
    """A record: made once, kept by the user's own office."""

    form = RecordForm
    exclude = ("office",)
    kept = ("owner", "confidentiality", "retention_until")
    stamped = (
        "reference",
        column("office", _("office"), lambda obj: obj.office),
        moment("created_at", _("added")),
        column("created_by", _("added by"), lambda obj: obj.created_by or "–"),
    )
    ordering = ("-created_at", "-id")

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        shown = self.standing if obj else ()
        own = [
            name for name in self.get_fields(request, obj) if name not in {*self.kept, *self.stamped, *shown}
        ]
        sets = [(None, {"fields": own})]
        if shown:
            sets.append((_("Where it stands"), {"fields": shown}))
        return [*sets, (_("How it is kept"), {"fields": [*self.kept, *(self.stamped if obj else ())]})]

    standing: tuple = ()

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, *self.stamped, *self.standing) if obj else readonly

    def save_model(self, request, obj, form, change):
        if not change:
            obj.office = request.user.office
            obj.created_by = request.user
            obj.form_key = form.cleaned_data.get("form_key")
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        answer = super().response_add(request, obj, post_url_continue)
        messages.info(request, _("Its reference is %(reference)s.") % {"reference": obj.reference})
        return answer
