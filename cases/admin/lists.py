"""What all lists share: a count that stays cheap, filters that never read a table, columns in words."""

from functools import cached_property

from django.contrib.admin import SimpleListFilter
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from cases.lib.workflows import WORKFLOWS
from cases.templatetags.look import when

CAP = 1000


class CappedPaginator(Paginator):
    """Counts exactly up to a thousand; `beyond` says that there are more."""

    @cached_property
    def _found(self):
        return self.object_list.order_by()[: CAP + 1].count()

    @property
    def count(self):
        return min(self._found, CAP)

    @property
    def beyond(self):
        return self._found > CAP


class Choice(SimpleListFilter):
    """A filter without choices that is asked for nevertheless filters: it is never passed over (R08)."""

    def has_output(self):
        return bool(self.lookup_choices) or self.value() is not None


class StatusFilter(Choice):
    """The states of the record's workflow, and all that are open."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        self.workflow = WORKFLOWS[model_admin.model.kind]
        choices = list(self.workflow.states.items())
        if len(choices) > 1 and "open" not in self.workflow.states:
            choices.insert(0, ("open", _("Open, any")))
        return choices if len(choices) > 1 else []

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() == "open" and "open" not in self.workflow.states:
            return queryset.open()
        return queryset.filter(status=self.value())


class ContestedFilter(Choice):
    """Whether claims about the record disagree."""

    title = _("contested")
    parameter_name = "contested"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset
            case "yes":
                return queryset.contested()
            case "no":
                return queryset.uncontested()
        return queryset.none()


class KindFilter(Choice):
    """Rows about records of one kind."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(kind, workflow.label) for kind, workflow in WORKFLOWS.items()]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return (
            queryset.filter(**{f"{self.value()}__isnull": False})
            if self.value() in WORKFLOWS
            else queryset.none()
        )


class StepFilter(Choice):
    """What happened, once the kind of record is chosen: all types of all kinds would be too many to read."""

    title = _("what happened")
    parameter_name = "type"

    def __init__(self, request, params, model, model_admin):
        self.workflow = WORKFLOWS.get(request.GET.get("kind"))
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(step.type, step.label) for step in self.workflow.steps.values()] if self.workflow else []

    def queryset(self, request, queryset):
        return queryset.filter(type=self.value()) if self.value() else queryset


def column(name, label, of, order=None):
    """A column of a list that `of` puts into words."""

    def show(obj):
        return of(obj)

    show.__name__ = f"{name}_shown"  # not the name of a column of the table, whose help would stand beside it
    show.short_description = label
    show.admin_order_field = order
    return show


def dated(name, label):
    """A column for an uncertain date, in its shortest form; sorted by its earliest day."""
    return column(name, label, lambda obj: when(getattr(obj, name)), f"{name}_sort")


def moment(name, label):
    """A column for a point in time."""
    return column(name, label, lambda obj: when(getattr(obj, name)) or "–", name)


def yes(name, label):
    """A column for a yes or no, in words: a mark in red or green would take a side."""
    return column(name, label, lambda obj: _("yes") if getattr(obj, name) else _("no"), name)


recorded = moment("recorded_at", _("recorded"))
status = column("status", _("status"), lambda obj: obj.status_label, "status")
contested = column("contested", _("contested"), lambda obj: obj.contested or "", "contested")
