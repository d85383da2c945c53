"""The registry of columns as staff read it: what each column holds, and how long it is kept (R41)."""

from django.apps import apps
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from cases.access import Allowed
from cases.lib.registry import Sensitivity, registry
from cases.privacy.tabs import tabs

LABELS = {
    Sensitivity.PUBLIC: gettext_lazy("public"),
    Sensitivity.INTERNAL: gettext_lazy("internal"),
    Sensitivity.PERSONAL: gettext_lazy("personal"),
    Sensitivity.LIFE_CRITICAL: gettext_lazy("life-critical"),
}
MEANING = {
    Sensitivity.PUBLIC: gettext_lazy("Known to everybody, or of no person."),
    Sensitivity.INTERNAL: gettext_lazy("The office’s own work; it names nobody."),
    Sensitivity.PERSONAL: gettext_lazy("Names or describes somebody, or is in free words that may."),
    Sensitivity.LIFE_CRITICAL: gettext_lazy("Where somebody is held or stays, health, how to reach relatives: not shown to every role."),
}  # fmt: skip


class Fields(Allowed, TemplateView):
    """All tables with their columns, or the columns of one class."""

    action = "read_registry"
    template_name = "privacy/fields.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("class", "")
        if asked and asked not in list(Sensitivity):
            raise Http404
        shown = [Sensitivity(asked)] if asked else list(Sensitivity)
        address = reverse("privacy_fields")
        classes = [{"label": _("All"), "url": address, "current": not asked}]
        classes += [
            {"label": LABELS[one], "url": f"{address}?class={one}", "current": asked == one} for one in Sensitivity
        ]  # fmt: skip
        tables = [table(model, shown) for model in entered()]
        return super().get_context_data(
            tables=[one for one in tables if one["columns"]], classes=classes, tabs=tabs(self.request),
            meaning=[(LABELS[one], MEANING[one]) for one in shown], **kwargs,
        )  # fmt: skip


def entered():
    """The models of the registry, in its order."""
    return [apps.get_model(name if "." in name else f"cases.{name}") for name in registry().tables]


def table(model, shown):
    """One table for the page: its columns of some classes in words, and how long its rows are kept."""
    known = registry().table(model._meta.label_lower)
    named = [name for name in registry().every if _has(model, name) and name not in known.columns]
    of = {name: registry().sensitivity(model._meta.label_lower, name) for name in [*known.columns, *named]}
    return {
        "title": capfirst(model._meta.verbose_name_plural),
        "kept": in_words(known.period),
        "columns": [
            {"name": capfirst(model._meta.get_field(name).verbose_name), "class": LABELS[one], "critical": one == Sensitivity.LIFE_CRITICAL}
            for name, one in of.items() if one in shown
        ],
    }  # fmt: skip


def _has(model, name):
    return any(field.concrete and field.name == name for field in model._meta.get_fields())


def in_words(period):
    """How long, after what and why, as one sentence."""
    why = _(period.why)
    match period.name, period.months:
        case "permanent", _months:
            return _("Kept for good: %(why)s.") % {"why": why}
        case _name, None:
            return capfirst(f"{why}.")
        case _name, 0:
            return _("Until %(after)s: %(why)s.") % {"after": _(period.after), "why": why}
    years, months = divmod(period.months, 12)
    long = ngettext("%(number)s year", "%(number)s years", years) % {"number": years}
    if months:
        long = ngettext("%(number)s month", "%(number)s months", period.months) % {"number": period.months}
    return _("%(long)s after %(after)s: %(why)s.") % {"long": long, "after": _(period.after), "why": why}
