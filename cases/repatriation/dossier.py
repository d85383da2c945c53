"""A case on one sheet of paper: what is known, by whom, how sure, what was asked, what nobody has said."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import consents, holds
from cases.generic import printing
from cases.models import Assessment, Event, Source
from cases.repatriation.views import RepatriationCasePage
from cases.shown.timeline import note, source_text

LINES = 3  # voices of one question that the sheet has room for
QUESTIONS = 12
ASKED = 8


class RepatriationCaseDossier(RepatriationCasePage):
    """The case for a meeting or a file: nothing that its page does not show to the same person.

    While what goes to or of a person is held (D38), the sheet says only whom to ask.
    """

    template_name = "repatriation/dossier.html"
    title = gettext_lazy("Dossier")

    def get(self, request, *args, **kwargs):
        record = self.record
        crumbs = [
            {"label": self.list_label, "url": reverse(self.list_url)},
            {"label": record.reference, "url": record.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]
        return printing.ask(
            request, title=self.title, about=record, back_url=record.get_absolute_url(), crumbs=crumbs
        )

    def post(self, request, *args, **kwargs):
        printing.note(request, title=self.title, about=self.record, rows=1)
        return super().get(request, *args, **kwargs)

    def event_form(self):
        return None

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        held = holds.sentence(self.record.person) if self.record.person_id else ""
        return context | {
            "held": self.over() or held,
            "without": consents.without(self.record.person) if self.record.person_id else [],
            "known": known(context["claim_groups"]),
            "more_known": max(len(context["claim_groups"]) - QUESTIONS, 0),
            "asked": self.asked(),
            "silent": [party for party in context["board"] if not party["src_url"]],
        }

    def over(self):
        """What the sheet says in place of all else once the case or its person is kept no longer (D32)."""
        days = [self.record.retention_until, self.record.person and self.record.person.retention_until]
        return (
            _("The time for which it is kept is over.")
            if any(day and day < self.today for day in days)
            else ""
        )

    def asked(self):
        """Questions and answers, the latest first."""
        rows = Event.objects.about(self.record).live().filter(type__in=("asked", "answered"))
        return [
            {
                "when": event.occurred,
                "what": _("asked") if event.type == "asked" else _("answered"),
                "whom": event.counterpart.short if event.counterpart else "",
                "words": note(event) if self.sees_places else "",
                "due": event.due if event.type == "asked" else None,
                "source": source_text(event),
            }
            for event in rows.for_timeline(self.request.user)[:ASKED]
        ]


def known(claim_groups):
    """The questions that have an answer, each with the voices that give one and how sure they are."""
    return [
        {
            "question": group["question"],
            "about": group["about"],
            "open": group["open"],
            "working": group["working"],
            "because": group["because"].reason if group["because"] else "",
            "lines": [line | {"sure": sure(line)} for line in group["lines"][:LINES]],
            "more": group["more"] + max(len(group["lines"]) - LINES, 0),
        }
        for group in claim_groups
        if group["lines"]
    ][:QUESTIONS]


def sure(line):
    """How much a line can bear: in whose words, from how many origins, and how its source was rated."""
    source = line["claim"].statement.source
    rated = source.get_reliability_display()
    return "; ".join(
        filter(
            None,
            [
                str(_("own words")) if line["own"] else str(line["modality_text"]),
                line["outlets_text"] if line["outlets"] else "",
                "" if source.reliability == Source.Reliability.UNKNOWN else _("source rated: %(how)s") % {"how": rated.lower()},
                str(Assessment.Kind.PREFERRED.label).lower() if line["preferred"] else "",
            ],
        )
    )  # fmt: skip
