"""The pages of a source and of a statement: who said what where, and what rests on it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from cases.access import Allowed, can
from cases.generic import Visible
from cases.models import Claim, Event, Source, Statement
from cases.models.about import KINDS
from cases.shown.claims import MARKS, question
from cases.shown.sections import CAP, related, section
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


class SourcePage(EvidencePage):
    model = Source
    template_name = "evidence/source.html"
    list_url, list_label = "sources", gettext_lazy("Sources")

    def get_queryset(self):
        return super().get_queryset().select_related("publisher", "relayed_from__publisher", "created_by")

    def facts(self):
        source = self.record
        return [
            {"label": source.reference, "value": source.get_type_display()},
            dated(_("Published"), source.published),
            {"label": _("Publisher"), "value": source.publisher},
            {"label": _("Language"), "value": source.language or NOT_STATED},
            dated(_("Retrieved"), source.retrieved_on),
            {"label": _("Reliability"), "value": source.get_reliability_display()},
        ]

    def extras(self):
        source, user = self.record, self.request.user
        statements = (
            Statement.objects.visible_to(user).filter(source=source).select_related("speaker").counted()
        )
        relays = (
            Source.objects.visible_to(user)
            .relaying(source)
            .select_related("publisher")
            .order_by("published_sort", "pk")
        )
        sections = [
            section(
                "statements", _("Statements"), statements.order_by("-said_sort", "pk"),
                [_("What was said"), (_("Speaker"), lambda s: s.speaker.short), (_("Said"), lambda s: s.said),
                 (_("The speaker"), lambda s: s.get_modality_display()),
                 (_("Claims"), lambda s: s.claim_count)],
                url=f"{reverse('statements')}?{urlencode({'source': source.reference})}",
                none=_("No statement of this source is recorded yet."),
            )
        ]  # fmt: skip
        if relays.exists():
            sections.append(section(
                "relays", _("Sources that quote it"), relays,
                [_("Source"), (_("Publisher"), lambda s: s.publisher.short),
                    (_("Published"), lambda s: s.published)],
                url=f"{reverse('sources')}?{urlencode({'relays': source.reference})}",
            ))  # fmt: skip
        add_url = f"{reverse('statement_add')}?source={source.reference}" if can(user, "add") else ""
        origin = source.origin if source.relayed_from_id else None
        pairs = [(_("Quotes"), source.relayed_from)]
        if origin and origin != source.relayed_from:
            pairs.append((_("First of the chain"), origin))
        tabs = [{"label": part["title"], "url": f"#{part['id']}", "count": None} for part in sections]
        return {"sections": sections, "tabs": tabs, "related": related(user, *pairs), "add_url": add_url}


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
        return list(
            claims.select_related("thread").prefetch_related(*KINDS, "assessments").order_by("sequence")
        )

    def extras(self):
        statement, user = self.record, self.request.user
        events = Event.objects.visible_to(user).filter(statement=statement).for_timeline().with_about()
        rows = list(events.order_by("sequence")[: CAP + 1])
        parts = [(_("Follows from"), part) for part in statement.parts.order_by("pk")]
        derived = [(_("What follows from it"), other) for other in statement.derivations.order_by("pk")]
        may_add = can(user, "add")
        return {
            "tabs": [
                {"label": _("Claims in it"), "url": "#claims", "count": len(self.claims)},
                {"label": _("Events that rest on it"), "url": "#events", "count": None},
            ],
            "claims": [claim_row(claim, may_judge=can(user, "change")) for claim in self.claims],
            "events": [
                {"event": event, "record": event.about, "where": where(event)} for event in rows[:CAP]
            ],
            "events_url": f"{reverse('events')}?statement={statement.reference}" if rows else "",
            "related": related(user, (_("Source"), statement.source), *parts, *derived),
            "add_url": reverse("claim_add", args=[statement.reference]) if may_add else "",
        }


def claim_row(claim, *, may_judge):
    """A claim as a row of its statement: the question, the value, the record, and how it stands."""
    withdrawn = [a for a in claim.assessments.all() if a.kind == "withdrawn"]
    standing = {"tone": "calm", "mark": "said", "text": _("stands")}
    if withdrawn:
        standing = {
            "tone": "calm",
            "mark": "x",
            "text": _("withdrawn: %(reason)s") % {"reason": withdrawn[-1].reason},
        }
    elif claim.thread.open:
        standing = {"tone": "split", "mark": "differ", "text": _("contested")}
    elif claim.thread.preferred_id == claim.pk:
        standing = {"tone": "calm", "mark": "yes", "text": _("preferred")}
    elif claim.thread.preferred_id:
        standing = {"tone": "calm", "mark": "told", "text": _("another is preferred")}
    return {
        "claim": claim, "record": claim.about, "question": question(claim), "value": claim.value_text,
        "standing": standing,
        "judge_url": reverse("assess", args=[claim.pk]) if may_judge and not withdrawn else "",
    }  # fmt: skip
