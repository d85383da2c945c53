"""The page of a statement: who said what where, and what rests on it; and what it shares with the page of a source."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from cases.access import Allowed, can
from cases.generic import Visible
from cases.guarded import claimed, close, sees_places
from cases.models import Claim, Event, SourceAssessment, Statement
from cases.models.about import KINDS
from cases.shown.claims import MARKS, question
from cases.shown.sections import CAP, related
from cases.shown.timeline import where

NOT_STATED = gettext_lazy("not stated")


class EvidencePage(Allowed, Visible, DetailView):
    """A page of something that is only ever added: it has facts, but no status and no history."""

    context_object_name = "record"
    list_url = list_label = ""

    def get_object(self, queryset=None):
        return self.record

    def get_context_data(self, **kwargs):
        crumbs = [
            {"label": self.list_label, "url": reverse(self.list_url)},
            {"label": self.record.reference, "url": ""},
        ]
        extras = self.extras()
        return super().get_context_data(crumbs=crumbs, facts=self.facts(), **(extras | kwargs))


def dated(label, date):
    return {"label": label, "date": date} if date else {"label": label, "value": NOT_STATED}


class StatementPage(EvidencePage):
    model = Statement
    template_name = "evidence/statement.html"
    list_url, list_label = "statements", gettext_lazy("Statements")

    def get_queryset(self):
        return super().get_queryset().select_related("source__publisher", "speaker__party", "created_by")

    def facts(self):
        statement = self.record
        chip = {"tone": "calm", "mark": MARKS[statement.modality], "text": statement.get_modality_display()}
        return [
            {"label": _("Speaker"), "value": statement.speaker},
            {"label": statement.reference, "chip": chip},
            dated(_("Said"), statement.said),
            {
                "label": _("Source"),
                "value": statement.source.publisher.short,
                "url": statement.source.get_absolute_url(),
            },
            dated(_("Published"), statement.source.published),
            {"label": _("Recorded by"), "value": statement.created_by or _("by the system")},
        ]

    @cached_property
    def claims(self):
        claims = Claim.objects.visible_to(self.request.user).filter(statement=self.record).with_speaker()
        claims = claims.select_related("thread").prefetch_related(*KINDS, "assessments").order_by("sequence")
        return close(self.request.user, claims)

    def extras(self):
        statement, user = self.record, self.request.user
        events = Event.objects.visible_to(user).filter(statement=statement).for_timeline(user).with_about()
        rows = list(events.order_by("sequence")[: CAP + 1])
        parts = [(_("Follows from"), part) for part in statement.parts.order_by("pk")]
        derived = [(_("What follows from it"), other) for other in statement.derivations.order_by("pk")]
        may_add, may_judge, places = can(user, "add"), can(user, "change"), sees_places(user)
        source = statement.source
        judged = source.assessments.select_related("recorded_by").filter(kind=SourceAssessment.Kind.WITHDRAWN)
        return {
            "withdrawal": judged.order_by("sequence").last() if source.withdrawn else None,
            "tabs": [
                {"label": _("Claims in it"), "url": "#claims", "count": len(self.claims)},
                {"label": _("Events that rest on it"), "url": "#events", "count": None},
            ],
            "claims": [claim_row(claim, source, may_judge=may_judge, places=places) for claim in self.claims],
            "events": [
                {"event": event, "record": event.about, "where": where(event)} for event in rows[:CAP]
            ],
            "events_url": f"{reverse('events')}?statement={statement.reference}" if rows else "",
            "related": related(user, (_("Source"), statement.source), *parts, *derived),
            "add_url": reverse("claim_add", args=[statement.reference]) if may_add else "",
        }


def claim_row(claim, source, *, may_judge, places):
    """A claim as a row of its statement: the question, the value, the record, and how it stands."""
    withdrawn = [a for a in claim.assessments.all() if a.kind == "withdrawn"]
    standing = {"tone": "calm", "mark": "said", "text": _("stands")}
    if withdrawn:
        standing = {
            "tone": "calm",
            "mark": "x",
            "text": _("withdrawn: %(reason)s") % {"reason": withdrawn[-1].reason},
        }
    elif source.withdrawn:
        standing = {"tone": "calm", "mark": "cross", "text": _("its source was withdrawn")}
    elif claim.thread.open:
        standing = {"tone": "split", "mark": "differ", "text": _("contested")}
    elif claim.thread.preferred_id == claim.pk:
        standing = {"tone": "calm", "mark": "yes", "text": _("preferred")}
    elif claim.thread.preferred_id:
        standing = {"tone": "calm", "mark": "told", "text": _("another is preferred")}
    return {
        "claim": claim, "record": claim.about, "question": question(claim), "value": claimed(claim, places=places),
        "standing": standing,
        "judge_url": reverse("assess", args=[claim.pk]) if may_judge and not withdrawn and not source.withdrawn else "",
    }  # fmt: skip
