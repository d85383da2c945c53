"""Judging a source: how reliable it is, that it no longer counts, or that it does again; on a page that asks once more."""

import pghistory
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access import demand
from cases.actions import Refused, evidence
from cases.forms import ForUser, Keyed
from cases.models import Claim, Source, SourceAssessment, Thread
from cases.models.about import KINDS

KIND = SourceAssessment.Kind


class JudgeForm(ForUser, Keyed):
    """Why a source is judged so; for a rating also what it is."""

    reliability = forms.ChoiceField(
        label=gettext_lazy("Reliability"), widget=forms.RadioSelect, choices=Source.Reliability.choices,
        help_text=gettext_lazy("The HURIDOCS scale of source reliability."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is shown on the page of the source, with your name."),
    )  # fmt: skip

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != KIND.RATED:
            del self.fields["reliability"]


def judge(request, reference, kind):
    """Rate a source, withdraw it, or restore it, with a reason; nothing that was taken from it goes."""
    demand(request.user, "change")
    source = get_object_or_404(Source.objects.visible_to(request.user), reference=reference)
    if kind not in KIND.values:
        raise Http404
    initial = {"reliability": source.reliability}
    sent = request.POST if request.method == "POST" else None
    form = JudgeForm(sent, user=request.user, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid() and _judged(source, kind, form, request.user):
        messages.success(request, _("Recorded, with your reason."))
        return HttpResponseRedirect(source.get_absolute_url())
    context = {"confirm": ASKS[kind](source), "form": form, "crumbs": []}
    return render(request, "_parts/_confirm.html", context, status=422 if form.errors else 200)


def _judged(source, kind, form, by):
    try:
        with transaction.atomic(), pghistory.context(user=by.pk):
            return evidence.judge_source(source=source, kind=kind, by=by, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return None


def _asks(source, **confirm):
    about = f"{source.reference} · {source} · {source.publisher.short}"
    return {
        "about": about,
        "cancel_url": source.get_absolute_url(),
        "cancel_label": _("Leave it as it is"),
    } | confirm


def _rate(source):
    return _asks(
        source, title=_("Rate a source"), question=_("How reliable is this source?"), button=_("Record the rating"),
        changes=[
            _("Its reliability, now “%(now)s”, becomes what you choose.") % {"now": source.get_reliability_display()},
        ],
        stays=[_("Earlier ratings stay on its page, each with its reason."),
               _("Its claims count as before: a rating decides nothing, it is for whoever reads them.")],
    )  # fmt: skip


def _withdraw(source):
    reach = _reach(source)
    return _asks(
        source, title=_("Withdraw a source"), question=_("Withdraw this source?"), button=_("Withdraw this source"),
        danger=True,
        changes=[
            ngettext("%(claims)s claim taken from it no longer counts.", "%(claims)s claims taken from it no longer count.",
                     reach["claims"]) % reach,
            _("%(asked)s about %(records)s are worked out again without them: what was contested may be settled by it.")
            % reach,
        ],
        stays=[_("The source, its statements and its claims stay, marked as withdrawn with your reason."),
               _("Events that rest on its statements stay: declare each of them wrong that is."),
               _("It can be restored, with a reason.")],
    )  # fmt: skip


def _restore(source):
    reach = _reach(source)
    return _asks(
        source, title=_("Restore a source"), question=_("Restore this source?"), button=_("Restore this source"),
        changes=[
            ngettext("%(claims)s claim taken from it counts again.", "%(claims)s claims taken from it count again.",
                     reach["claims"]) % reach,
            _("%(asked)s about %(records)s are worked out again with them: some may be contested by it.") % reach,
        ],
        stays=[_("That it was withdrawn, by whom and why, stays on its page."),
               _("Claims that somebody withdrew one by one stay withdrawn.")],
    )  # fmt: skip


ASKS = {KIND.RATED: _rate, KIND.WITHDRAWN: _withdraw, KIND.RESTORED: _restore}


def _reach(source):
    """How far it reaches: claims that nobody withdrew one by one, the questions they answer, the records these are about."""
    withdrawn = {"assessments__kind": "withdrawn"}
    claims = Claim.objects.filter(statement__source=source).exclude(**withdrawn)
    asked = Thread.objects.filter(pk__in=claims.values("thread"))
    questions, records = asked.count(), asked.values(*KINDS).distinct().count()
    return {
        "claims": claims.count(),
        "asked": ngettext("%(number)s question", "%(number)s questions", questions) % {"number": questions},
        "records": ngettext("%(number)s record", "%(number)s records", records) % {"number": records},
    }
