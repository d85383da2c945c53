"""What cites a row: shown to whoever would delete a source or a speaker, because nothing that is cited goes."""

from django.contrib.admin.utils import unquote
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.admin.scope import visible
from cases.admin.site import site
from cases.admin.words import change_url
from cases.listing import CAP

FIRST = 5  # rows of each kind that are shown


class Cited:
    """A page whose rows are cited: its address for deleting says what cites the row, and deletes nothing."""

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Why this is not deleted"),
            "subtitle": str(row),
            "object": row,
            "opts": self.opts,
            "cited": cited_by(row, request),
        }
        return TemplateResponse(request, "admin/cited.html", context, status=403)

    def links_of(self, row, request):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_delete"
        return [*super().links_of(row, request), (_("What cites it"), reverse(name, args=[row.pk]))]


def cited_by(row, request):
    """How many rows of each kind that the reader may see cite this one, and the first of them."""
    found = []
    for relation in row._meta.related_objects:
        field, model = relation.field, relation.related_model
        if (
            field.name == "pgh_obj"
            or not site.is_registered(model)
            or not (field.many_to_many or field.db_index or field.unique)
        ):
            continue
        rows = visible(model, request).filter(**{field.name: row}).order_by("-pk").distinct()
        if first := list(rows[:FIRST]):
            number = rows[: CAP + 1].count()
            found.append({
                "label": capfirst(model._meta.verbose_name_plural), "as": field.verbose_name,
                "number": number if number <= CAP else _("more than %(cap)s") % {"cap": CAP},
                "rows": [{"text": str(one), "url": _address(one)} for one in first],
            })  # fmt: skip
    return found


def _address(row):
    try:
        return change_url(row)
    except NoReverseMatch:
        return ""
