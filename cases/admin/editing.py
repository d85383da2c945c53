"""How a row of the workshop is typed: once, by one person at a time, with every refusal shown at the form."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms import ModelForm
from django.http import Http404
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.admin.forms import HIDDEN, RecordForm
from cases.admin.scope import visible
from cases.admin.words import Told, told


class Editing:
    """The form of one table."""

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        request.seen_record = row  # for the read log (D35)
        return row

    def get_form(self, request, obj=None, change=False, **kwargs):
        if kwargs.get("fields"):
            kwargs["fields"] = [name for name in kwargs["fields"] if name not in HIDDEN]
        if obj and not self.has_change_permission(request, obj):
            kwargs["form"] = ModelForm
        form = super().get_form(request, obj, change=change, **kwargs)
        form.request, form.refused = request, getattr(request, "refused", None)
        return form

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": [Told(field, request) for field in self.told(obj)]})]
        return super().get_fieldsets(request, obj)

    def told(self, obj):
        """The columns that a page shows to those who may not edit it: those that say something."""
        said = [f for f in told(self.model) if getattr(obj, f.attname) not in (None, "", [])]
        return [*said, *self.opts.many_to_many]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What a rule or the database refuses is an error of the form; all that was typed is still there."""
        context = {"links": self.links(request, object_id), **(extra_context or {})}
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, context)
        try:
            with transaction.atomic():
                return self._once(request) or super().changeform_view(request, object_id, form_url, context)
        except Refused as refused:
            request.refused = refused
        except IntegrityError as error:
            request.refused = Refused(self._sentence(error))
        return super().changeform_view(request, object_id, form_url, context)

    def _once(self, request):
        """The answer for a form that was sent before and made its record then (R46)."""
        key = request.POST.get("form_key", "")
        if not issubclass(self.form, RecordForm) or not key or not self.has_add_permission(request):
            return None
        try:
            key = self.opts.get_field("form_key").to_python(key)
        except ValidationError:
            return None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])
        row = self.get_queryset(request).filter(form_key=key).first()
        return (
            self.response_add(request, row)
            if row and request.resolver_match.url_name.endswith("_add")
            else None
        )

    def _sentence(self, error):
        """What to tell the user of a constraint that the form could not check before."""
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for model in self.admin_site._registry:
            for constraint in model._meta.constraints:
                if constraint.name == name:
                    return str(constraint.get_violation_error_message())
        return _("This would break a rule of the records, so nothing is saved; what you typed is still here.")

    def save_related(self, request, form, formsets, change):
        """Related records that the user may not see stay related."""
        for field in self.opts.many_to_many:
            if change and field.name in form.cleaned_data:
                seen = visible(field.related_model, request).values("pk")
                unseen = getattr(form.instance, field.name).exclude(pk__in=seen)
                form.cleaned_data[field.name] = [*form.cleaned_data[field.name], *unseen]
        super().save_related(request, form, formsets, change)
