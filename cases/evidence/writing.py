"""Recording sources, statements and claims, and settling what claims disagree about."""

import pghistory
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import demand
from cases.actions import Refused, evidence
from cases.evidence.forms import AssessForm, ClaimForm, SourceForm, StatementForm
from cases.generic import RecordAdd
from cases.lib import threads
from cases.models import Claim, Statement
from cases.shown.claims import axis, card, finding, question


class Insert(RecordAdd):
    """A form whose facts an action inserts; what it refuses is shown at the field that is to blame."""

    def save(self, form):
        try:
            return self.insert(form)
        except Refused as refused:
            form.refuse(refused)
            return None


class SourceAdd(Insert):
    form_class = SourceForm
    title = gettext_lazy("Record a source")
    list_url, list_label = "sources", gettext_lazy("Sources")

    def insert(self, form):
        user = self.request.user
        return evidence.record_source(
            office=user.office, by=user, form_key=form.cleaned_data["form_key"], **form.facts()
        )

    def saved_words(self, record):
        if str(record.form_key) != self.request.POST.get("form_key"):
            return _("This address was recorded before: here is that source.")
        return super().saved_words(record)


class StatementAdd(Insert):
    form_class = StatementForm
    title = gettext_lazy("Record a statement")
    list_url, list_label = "statements", gettext_lazy("Statements")

    def get_form_kwargs(self):
        source = self.request.GET.get("source", "")[:40]
        return {"initial": {"source": source}} if source else {}

    def insert(self, form):
        return evidence.record_statement(
            by=self.request.user, form_key=form.cleaned_data["form_key"], **form.facts()
        )


class ClaimAdd(Insert):
    """One claim of a statement; the page of the statement shows it."""

    form_class = ClaimForm
    title = gettext_lazy("Record a claim")
    list_url, list_label = "statements", gettext_lazy("Statements")

    @cached_property
    def statement(self):
        rows = Statement.objects.visible_to(self.request.user).with_source()
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    def get_form_kwargs(self):
        about = self.request.GET.get("about", "")[:40]
        return {"statement": self.statement} | ({"initial": {"about": about}} if about else {})

    def insert(self, form):
        cleaned = form.cleaned_data
        evidence.record_claim(
            about=cleaned["about"], statement=self.statement, aspect=cleaned["aspect"], by=self.request.user,
            form_key=cleaned["form_key"], **form.value(),
        )  # fmt: skip
        return self.statement

    def made_already(self, form_key):
        """The action knows: a claim has no page of its own to go to."""

    def saved_words(self, record):
        return _("The claim is recorded.")

    def cancel_url(self):
        return self.statement.get_absolute_url()

    def crumbs(self):
        return [
            {"label": self.list_label, "url": reverse(self.list_url)},
            {"label": self.statement.reference, "url": self.cancel_url()},
            {"label": self.title, "url": ""},
        ]


def assess(request, pk):
    """Settle what the claims of a thread disagree about, all of them side by side; nothing is overwritten."""
    demand(request.user, "change")
    claim = get_object_or_404(Claim.objects.visible_to(request.user).live().select_related("thread"), pk=pk)
    claims = _members(claim)
    initial = {"claim": str(claim.pk)} if len(claims) == 1 else {}
    form = AssessForm(
        request.POST or None, user=request.user, thread=claim.thread, claims=claims, initial=initial
    )
    if request.method == "POST" and form.is_valid() and _assessed(request, form):
        messages.success(request, _("Recorded. All claims stay visible."))
        return HttpResponseRedirect(claim.about.get_absolute_url())
    return render(
        request, "evidence/assess.html", _shown(claim, claims, form), status=422 if form.errors else 200
    )


def _members(claim):
    members = Claim.objects.filter(thread=claim.thread_id).live().with_speaker().select_related("thread")
    return list(members.order_by("number", "date_sort", "position", "outcome", "sequence"))


def _assessed(request, form):
    cleaned = form.cleaned_data
    try:
        with transaction.atomic(), pghistory.context(user=request.user.pk):
            return evidence.assess(
                claim=cleaned["claim"], kind=cleaned["kind"], reason=cleaned["reason"], by=request.user,
                form_key=cleaned["form_key"],
            )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return None


def _shown(claim, claims, form):
    record = claim.about
    disagrees = claim.thread.disagrees and len(claims) > 1
    return {
        "form": form,
        "record": record,
        "title": _("Record how this was settled") if disagrees else _("Judge a claim"),
        "cancel_url": record.get_absolute_url(),
        "conflict": {
            "question": question(claims[0]), "claims": [card(one) for one in claims],
            "axis": axis(claims) if threads.VALUE_OF[claim.aspect] == "date" else None,
            "finding": finding(claims) if disagrees else "",
        },
        "thread": claim.thread,
        "crumbs": [
            {"label": record.reference, "url": record.get_absolute_url()},
            {"label": _("Claims"), "url": ""},
        ],
    }  # fmt: skip
