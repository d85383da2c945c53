"""How a list is browsed: by whole values, by words, by reference; what cannot be read shows no rows."""

from django.contrib.admin.views.main import ERROR_FLAG, IncorrectLookupParameters
from django.core.exceptions import SuspiciousOperation
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from cases.admin.scope import withhold
from cases.lib import codes

LONGEST_SEARCH = 400  # characters
LOOKUPS = {"", "exact", "id__exact", "isnull", "isempty", "year", "month", "day"}


class Unreadable(Exception):
    """An address by which a list cannot be filtered."""


def reference(text):
    """The reference in its one spelling, or nothing where the text is none."""
    try:
        return codes.normalise(text or "")
    except codes.BadCode:
        return ""


class Browsing:
    """The list of one table."""

    title = ""

    def changelist_view(self, request, extra_context=None):
        """A filter that cannot be read shows an error and no rows (R08)."""
        title = self.title or capfirst(self.opts.verbose_name_plural)
        try:
            return super().changelist_view(request, {"title": title, **(extra_context or {})})
        except Unreadable:
            context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
            return TemplateResponse(request, "admin/cases/unreadable.html", context, status=400)

    def get_changelist_instance(self, request):
        """A year such as 9999 overflows in Django's date hierarchy: an error of the address as well."""
        try:
            if ERROR_FLAG in request.GET:
                raise Unreadable
            found = super().get_changelist_instance(request)
        except (IncorrectLookupParameters, SuspiciousOperation, OverflowError, ValueError) as error:
            raise Unreadable from error
        related = {field.name for field in self.opts.concrete_fields if field.is_relation}
        withhold(request, list(found.result_list), [name for name in self.list_display if name in related])
        return found

    def lookup_allowed(self, lookup, value, request=None):
        """A list is filtered by whole values of its own columns, never by a pattern or a relation."""
        _name, _, how = lookup.partition("__")
        return how in LOOKUPS and super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request, queryset, search_term):
        """A whole reference finds its record, however it is typed; other words their columns. A page of text finds nothing."""
        if len(search_term or "") > LONGEST_SEARCH:
            raise SuspiciousOperation("A search is a few words.")
        if any(f.name == "reference" for f in self.opts.concrete_fields) and (code := reference(search_term)):
            return queryset.filter(reference=code), False
        return super().get_search_results(request, queryset, search_term)
