"""Judging claims: settling what they disagree about, or withdrawing one; all of them stay visible."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.access import demand
from cases.actions import Refused, judging
from cases.evidence.judging_forms import KIND, AssessForm
from cases.guarded import glass, is_kept_from, person_of, sees_places
from cases.models import Assessment, Claim
from cases.shown.claims import claims_of, living, panel


def assess(request, pk):
    """Settle what the claims of a question disagree about, all of them side by side; nothing is overwritten."""
    demand(request.user, "change")
    asked = get_object_or_404(Claim.objects.visible_to(request.user).select_related("thread"), pk=pk)
    claims = living(claims_of(request.user, asked.thread))
    claim = next((claim for claim in claims if claim.pk == pk), None)
    if claim is None or (claim.place_id and not sees_places(request.user)):
        raise Http404
    if claim.place_id and is_kept_from(request.user, person_of(claim.about)):
        return HttpResponseRedirect(glass(claim.about))
    form = AssessForm(
        request.POST if request.method == "POST" else None, user=request.user, thread=claim.thread, claims=claims,
        initial=_initial(request, claim, claims),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        judged = _judged(request, form)
        if judged:
            messages.success(request, _done(judged))
            return HttpResponseRedirect(f"{claim.about.get_absolute_url()}#conflict-{claim.thread_id}")
    return render(
        request, "evidence/assess.html", _shown(request, claim, claims, form),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _initial(request, claim, claims):
    """Nothing is chosen for anybody; only where there is but one claim, or somebody asked to reopen."""
    initial = {"seen": judging.seen(claim.thread)}
    if len(claims) == 1:
        initial["claim"] = str(claim.pk)
    if request.GET.get("kind") == KIND.CLEARED and claim.thread.preferred_id:
        initial |= {"kind": KIND.CLEARED, "claim": str(claim.thread.preferred_id)}
    return initial


def _judged(request, form):
    cleaned = form.cleaned_data
    try:
        return judging.judge(
            claim=cleaned["claim"], kind=cleaned["kind"], reason=cleaned["reason"], by=request.user,
            as_seen=cleaned["seen"], form_key=cleaned["form_key"],
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return None


def _done(judged):
    """What was recorded; after a withdrawal the way to the right claim of the same statement."""
    if judged.kind != KIND.WITHDRAWN:
        return _("Recorded. All claims stay visible.")
    claim = judged.claim
    asked = urlencode({"about": claim.about.reference, "aspect": claim.aspect})
    url = f"{reverse('claim_add', args=[claim.statement.reference])}?{asked}"
    said = _("Withdrawn: it stays on record, marked. If the statement says something else,")
    return format_html('{} <a href="{}">{}</a>.', said, url, _("record the right claim"))


def _shown(request, claim, claims, form):
    """The page; what changed since the form was opened stands in it, and what is typed stays."""
    seen = _number(request.POST.get("seen")) if request.method == "POST" else None
    now = judging.seen(claim.thread)
    if request.method == "POST" and seen != now:
        form.show_again(now)
    record = claim.about
    in_conflict = panel(claims)
    title = _("Record how this was settled") if claim.thread.open and len(claims) > 1 else _("Judge a claim")
    title = _("Settled: judge it again") if in_conflict["settled"] and claim.thread.disagrees else title
    return {
        "form": form,
        "record": record,
        "title": title,
        "cancel_url": record.get_absolute_url(),
        "conflict": in_conflict,
        "chosen": str(form["claim"].value() or ""),
        "changed": _changed(request.user, claim.thread, claims, seen) if seen is not None and seen != now else None,
        "crumbs": [
            {"label": record.reference, "url": record.get_absolute_url()},
            {"label": _("Claims"), "url": f"{record.get_absolute_url()}#claims"},
            {"label": title, "url": ""},
        ],
    }  # fmt: skip


def _changed(user, thread, claims, seen):
    """What was judged and claimed in the question after `seen`, of the claims that the user may read."""
    read = Claim.objects.filter(thread=thread).read_by(user)
    judged = Assessment.objects.in_thread(thread).filter(sequence__gt=seen, claim__in=read)
    judged = judged.select_related("recorded_by", "claim__place", "claim__statement__speaker")
    return {
        "judged": list(judged),
        "claimed": [claim for claim in claims if claim.sequence > seen],
    }


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None
