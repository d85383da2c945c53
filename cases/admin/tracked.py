"""Records that events happen to and claims are made about."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.access import can
from cases.admin.base import RecordPage
from cases.admin.lists import ContestedFilter, StatusFilter, column
from cases.admin.lists import contested as contested_column
from cases.admin.lists import status as status_column
from cases.admin.words import list_url
from cases.lib.workflows import WORKFLOWS
from cases.models import Claim, Document, Event, FollowUp, Person
from cases.templatetags.look import fuzzy

_PEOPLE = 1000


def _standing():
    return (
        status_column,
        column("planned", _("planned"), lambda obj: fuzzy(obj.planned) or "–"),
        column("contested", _("open disagreements"), lambda obj: obj.contested or _("none")),
        column("last_event", _("last event"), lambda obj: obj.last_event.label if obj.last_event else "–"),
    )


class TrackedPage(RecordPage):
    """Its status, and all else that follows from events and claims, is shown in words and not typed."""

    list_filter = (StatusFilter, ContestedFilter, "synthetic")
    standing = _standing()
    finds_people: tuple[str, ...] = ()

    def get_list_display(self, request):
        """The status stands third, where the workflow has more than one."""
        moves = (status_column,) if len(WORKFLOWS[self.model.kind].states) > 1 else ()
        return (*self.list_display[:2], *moves, *self.list_display[2:], contested_column)

    def get_search_results(self, request, queryset, search_term):
        """Also by the names of the people it is of: found first, by the index on their names."""
        rows, twice = super().get_search_results(request, queryset, search_term)
        if not search_term or not self.finds_people:
            return rows, twice
        page = self.admin_site.get_model_admin(Person)
        people, _twice = page.get_search_results(request, page.get_queryset(request), search_term)
        ids = list(people.order_by().values_list("pk", flat=True)[: _PEOPLE + 1])
        found = queryset.none()
        for name in self.finds_people:
            found |= queryset.filter(**{f"{name}__in": ids if len(ids) <= _PEOPLE else people.values("pk")})
        return rows | found, twice

    def links_of(self, row, request):
        about = {row.kind: row.pk}
        record = f"{reverse('admin:cases_event_add')}?about={row.reference}"
        return [
            can(request.user, "record_event") and (_("Record an event"), record),
            (_("Events"), list_url(Event, **about)),
            (_("Claims"), list_url(Claim, **about)),
            (_("Follow-ups"), list_url(FollowUp, **about)),
            (_("Documents"), list_url(Document, **about)),
            *self.more_links(row),
        ]

    def more_links(self, row):
        return []
