"""Which of a group's operations are looked at: by kind, mediator or route, in the address of the page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import RepatriationEvent

NONE = "none"


class ScopeForm(forms.Form):
    """Counts in all and counts that remain are of the whole group: only counts of single operations are narrowed."""

    kind = forms.ChoiceField(required=False, label=_("Came by"))
    mediator = forms.ChoiceField(required=False, label=_("Mediator"))
    route = forms.ChoiceField(required=False, label=_("Route"))

    def __init__(self, query, *, operations):
        asked = {name: query[name] for name in self.base_fields if query.get(name)}
        super().__init__(asked, auto_id="scope_%s")
        self.is_set = bool(asked)
        kinds = {row.type for row in operations}
        actors = {str(actor.pk): actor.short for row in operations for actor in row.mediators.all()}
        routes = {row.route: row.route for row in operations if row.route}
        some = {
            "kind": [(value, label) for value, label in RepatriationEvent.Kind.choices if value in kinds],
            "mediator": sorted(actors.items(), key=lambda item: item[1]),
            "route": sorted(routes.items()),
        }
        if any(not row.mediators.all() for row in operations):
            some["mediator"].append((NONE, _("none stated")))
        if any(not row.route for row in operations):
            some["route"].append((NONE, _("not stated")))
        for name, choices in some.items():
            self.fields[name].choices = [("", _("any")), *choices]
            self.fields[name].error_messages["invalid_choice"] = _(
                "No operation of this group is such: choose from the list."
            )
        self.is_offered = self.is_set or any(len(choices) > 1 for choices in some.values())

    def within(self, operation):
        """Is this operation looked at? None of them is while a choice is not understood."""
        if not self.is_valid():
            return False
        kind, mediator, route = (self.cleaned_data[name] for name in ("kind", "mediator", "route"))
        actors = {str(actor.pk) for actor in operation.mediators.all()} or {NONE}
        return (
            kind in {"", operation.type}
            and (not mediator or mediator in actors)
            and route in {"", operation.route or NONE}
        )
