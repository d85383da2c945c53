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
from cases.shown.claims import claims_about, conflicts, groups, living
from cases.shown.documents import documents_of
from cases.shown.flags import flags_about
from cases.shown.followups import at_the_side, done, of_records
from cases.shown.keeping import keeping
from cases.shown.plans import plans
from cases.shown.timeline import timeline


class RecordPage(Allowed, Visible, DetailView):
    """A record's page: what matters in view, then what happened, who says what, what belongs to it, its history."""

    template_name = "record.html"
    context_object_name = "record"
    list_url = ""
    list_label = gettext_lazy("Records")
    edit_url = ""
    print_url = ""  # the URL name of the record on paper

    def get_object(self, queryset=None):
        return self.record

    @cached_property
    def today(self):
        return timezone.localdate()

    def same_records(self):
        """The records of the human being, or the thing, whose page it is, this one first: what happened to each stands here."""
        return (self.record,)

    def evidence_records(self):
        """The records whose claims belong on this page."""
        return (self.record,)

    def get_claims(self):
        """All that was claimed, withdrawn or not; what counts is `living`."""
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

    @cached_property
    def reads_words(self):
        """Does this user read the words of colleagues, which name people, places and telephones, and the files?"""
        return can(self.request.user, "see_life_critical")

    def get_context_data(self, **kwargs):
        user, record = self.request.user, self.record
        said = self.get_claims()
        claims = living(said)
        reads, follow_ups = self.reads_words, of_records(self.same_records())
        events, more = timeline(
            self.same_records(), self.today, user, claims, may_correct=can(user, "declare_wrong"),
            besides=done(follow_ups, reads=reads),
        )  # fmt: skip
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
            "claim_groups": groups(said, record, may_judge=can(user, "change"), may_add=can(user, "add")),
            "history": changes(record, user),
            "audit_url": f"{reverse('audit')}?record={record.reference}"
            if can(user, "see_office_audit")
            else "",
            "follow_ups": at_the_side(follow_ups, self.today, reads=reads),
            "documents": documents_of(
                user, *self.evidence_records(), reads=reads, judges=can(user, "declare_wrong")
            ),
            "may_add": can(user, "add"),
            "keeping": keeping(
                record,
                self.today,
                may={
                    "redact": can(user, "ask_redaction"),
                    "extend": can(user, "keep_longer"),
                    "erase": can(user, "propose_erasure"),
                    "answer": record.kind == "person" and can(user, "answer_person"),
                    "answer_enquirer": record.kind == "tracing_request" and can(user, "answer_person"),
                },
            ),
            "event_form": self.event_form() if may_record else None,
            "edit_url": reverse(self.edit_url, args=[record.reference])
            if self.edit_url and can(user, "change")
            else "",
            "print_url": reverse(self.print_url, args=[record.reference]) if self.print_url else "",
            "today": self.today,
            "may_record": may_record,
            "call_url": self.call_url(),
            "calls_url": self.calls_url(),
            "flags": flags_about(record, user, self.today, may_edit=can(user, "change")),
            "plans": plans(record, self.today, user),
            "glass": None,
            "open_places": None,
            "board": None,
            "related": [],
            "sections": [],
        }
        return super().get_context_data(**(context | self.extras(claims) | kwargs))

    def call_url(self):
        """Where a family call about the record is told, if families call about it; key C goes there."""
        if "family_called" not in self.record.workflow.steps:
            return ""
        return f"{reverse('call_add')}?about={self.record.reference}"

    def calls_url(self):
        """Where all calls of the family stand; of a case of a group, the list of the calls about it."""
        if not self.call_url() or not can(self.request.user, "see_life_critical"):
            return ""
        person = self.record if self.record.kind == "person" else self.record.person
        if person is None:
            return f"{reverse('calls')}?about={self.record.reference}"
        return reverse("family_log", args=[person.reference])

    def event_form(self):
        return event_form(self.request.user, self.record)

    def _tabs(self, events, conflict_panels, claims, may_record):
        happened = sum(1 for item in events if not item.get("now"))
        tabs = [{"label": _("Events"), "url": "#events", "count": happened}]
        in_conflict = sum(panel["open"] for panel in conflict_panels)
        if conflict_panels:
            label = _("Claims in conflict") if in_conflict else _("Settled claims")
            tabs.append({"label": label, "url": "#conflicts", "count": in_conflict or len(conflict_panels)})
        if claims:
            tabs.append({"label": _("Who says what"), "url": "#claims", "count": len(claims)})
        if may_record:
            tabs.append({"label": _("Record an event"), "url": "#record"})
        tabs.append({"label": _("Changes"), "url": "#history"})
        return tabs
