"""The page of one record."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import DetailView

from cases.access import Allowed, can
from cases.generic.visible import Visible
from cases.lib.dates import show
from cases.recording import event_form
from cases.shown.changes import changes
from cases.shown.claims import claims_about, conflicts, groups
from cases.shown.timeline import timeline


class RecordPage(Allowed, Visible, DetailView):
    """A record's page: what matters in view, then what happened, who says what, what belongs to it, its history."""

    template_name = "record.html"
    context_object_name = "record"
    list_url = ""
    list_label = gettext_lazy("Records")
    edit_url = ""

    def get_object(self, queryset=None):
        return self.record

    @cached_property
    def today(self):
        return timezone.localdate()

    def evidence_records(self):
        """The records whose claims belong on this page."""
        return (self.record,)

    def get_claims(self):
        return claims_about(self.request.user, *self.evidence_records())

    def subtitle(self):
        return self.record.status_label

    def facts(self):
        return []

    def extras(self, claims):
        """What this kind of record shows besides."""
        return {}

    def contested_fact(self):
        number = self.record.contested
        if not number:
            return {"label": _("Contested"), "value": _("no")}
        text = ngettext("%(number)s question", "%(number)s questions", number) % {"number": number}
        return {
            "label": _("Contested"),
            "chip": {"tone": "split", "mark": "differ", "text": text},
            "url": "#conflicts",
        }

    def planned_fact(self):
        planned = self.record.planned
        if not planned:
            return {"label": _("Next planned"), "value": _("nothing planned")}
        if planned.latest and planned.latest < self.today:
            chip = {
                "tone": "warn",
                "mark": "missed",
                "text": _("%(date)s passed, nothing recorded") % {"date": show(planned)},
            }
            return {"label": _("Next planned"), "chip": chip}
        return {"label": _("Next planned"), "date": planned}

    def get_context_data(self, **kwargs):
        user, record = self.request.user, self.record
        claims = self.get_claims()
        events, more = timeline(record, self.today, claims, may_correct=can(user, "declare_wrong"))
        conflict_panels = conflicts(claims, may_settle=can(user, "change"))
        may_record = can(user, "record_event")
        context = {
            "crumbs": [
                {"label": self.list_label, "url": reverse(self.list_url)},
                {"label": record.reference, "url": ""},
            ],
            "subtitle": self.subtitle(),
            "facts": [{"label": record.reference, "value": record.status_label}, *self.facts()],
            "tabs": self._tabs(events, conflict_panels, claims, may_record),
            "timeline": events,
            "more_events": more,
            "conflicts": conflict_panels,
            "claim_groups": groups(claims),
            "history": changes(record, user),
            "follow_ups": list(
                record.followups.filter(done_at=None).select_related("owner").order_by("due_on")[:10]
            ),
            "event_form": self.event_form() if may_record else None,
            "edit_url": reverse(self.edit_url, args=[record.reference])
            if self.edit_url and can(user, "change")
            else "",
            "today": self.today,
            "may_record": may_record,
            "open_places": None,
            "board": None,
            "related": [],
            "sections": [],
        }
        return super().get_context_data(**(context | self.extras(claims) | kwargs))

    def event_form(self):
        return event_form(self.request.user, self.record)

    def _tabs(self, events, conflict_panels, claims, may_record):
        happened = sum(1 for item in events if not item.get("now"))
        tabs = [{"label": _("Events"), "url": "#events", "count": happened}]
        if conflict_panels:
            tabs.append(
                {"label": _("Claims in conflict"), "url": "#conflicts", "count": len(conflict_panels)}
            )
        if claims:
            tabs.append({"label": _("Who says what"), "url": "#claims", "count": len(claims)})
        if may_record:
            tabs.append({"label": _("Record an event"), "url": "#record"})
        tabs.append({"label": _("Changes"), "url": "#history"})
        return tabs
