"""Claims side by side: grouped by what they answer, newest first; those that disagree as a conflict of equal ranks."""

from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.lib import threads
from cases.lib.dates import reading, show
from cases.models import Claim
from cases.models.claim import Assessment

MARKS = {
    "asserted": "said",
    "planned": "planned",
    "denied": "no",
    "alleged": "told",
    "rendered": "told",
    "derived": "ask",
}


def claims_about(user, *records):
    """The live claims about some records that the user may see, with speaker, source and thread, newest first in each."""
    about = Q()
    for record in records:
        if record is not None:
            about |= Q(**{f"{record.kind}_id": record.pk})
    return list(
        Claim.objects.visible_to(user)
        .filter(about)
        .live()
        .with_speaker()
        .select_related("thread", "repatriation_case", "evacuation", "group", "person")
        .order_by("aspect", "thread_id", "-as_of_sort", "-sequence")
    )


def groups(claims):
    """Claims by thread: what is asked, the claims, whether they disagree, and the working value."""
    result = []
    for _thread, members in groupby(claims, key=lambda claim: claim.thread_id):
        members = list(members)
        thread = members[0].thread
        preferred = next((c for c in members if c.pk == thread.preferred_id), None)
        result.append(
            {
                "thread": thread,
                "question": question(members[0]),
                "claims": [card(claim) for claim in members],
                "open": thread.open,
                "disagrees": thread.disagrees,
                "working": "" if thread.open else (preferred or members[0]).value_text,
                "preferred": bool(preferred),
            }
        )
    return sorted(result, key=lambda group: (not group["open"], group["question"]))


def question(claim):
    """What the claims of a thread answer, in words."""
    words = str(claim.get_aspect_display()).capitalize()
    whose = claim.party or claim.actor
    parts = [words]
    if claim.population:
        parts.append(str(claim.get_population_display()))
    if whose:
        parts.append(str(whose))
    if claim.thread.as_of and claim.as_of:
        parts.append(_("as of %(date)s") % {"date": show(claim.as_of)})
    return " · ".join(parts)


def card(claim):
    """One claim as a card of the conflict panel and of the list of claims."""
    statement = claim.statement
    return {
        "claim": claim,
        "value": claim.value_text,
        "speaker": statement.speaker.short,
        "modality_text": statement.get_modality_display(),
        "mark": MARKS[statement.modality] if not claim.own else "yes",
        "quote": claim.words or (claim.date.words if claim.date else ""),
        "lang": statement.language if claim.words else "",
        "words": claim.value_text if claim.words and claim.value_text != claim.words else "",
        "read_as": reading(claim.date) if claim.date else claim.value_text,
        "as_of": claim.as_of,
        "said_on": statement.said or _("date not stated"),
        "source_label": f"{statement.reference} · {statement.source.publisher.short}",
        "source_url": statement.get_absolute_url(),
        "recorded_by": f"{claim.recorded_by or '–'}, {claim.recorded_at:%d %b %Y}",
        "own": claim.own,
        "text": statement.text,
    }


def conflicts(claims, *, may_settle=False):
    """The open threads among these claims as panels for `_conflict.html`, ordered by what the claims say."""
    panels = []
    for group in groups(claims):
        if not group["open"]:
            continue
        members = sorted((c["claim"] for c in group["claims"]), key=_by_what_it_says)
        url = reverse("assess", args=[members[0].pk]) if may_settle else ""
        panels.append(
            {
                "id": f"conflict-{group['thread'].pk}",
                "question": group["question"],
                "claims": [card(claim) for claim in members],
                "axis": axis(members) if threads.VALUE_OF[members[0].aspect] == "date" else None,
                "finding": finding(members),
                "settle_url": url,
            }
        )
    return panels


def _by_what_it_says(claim):
    return (claim.number or 0, claim.date_sort, claim.position, claim.outcome, claim.words, claim.sequence)


def finding(claims):
    """The disagreement in words. Both sides stand until somebody records, with a reason, how it was settled."""
    values = []
    for claim in claims:
        value = reading(claim.date) if claim.date else claim.value_text
        if value not in values:
            values.append(value)
    return _(
        "Stated: %(values)s. These cannot all be so. Each statement stands until someone records how it was settled."
    ) % {"values": _(" or ").join(values)}


def axis(claims):
    """Date ranges on one scale, in per cent of it; an end that nobody stated is drawn hatched to the edge."""
    ranges = [
        (c.date_earliest, c.date_latest, c.date.words or show(c.date))
        for c in claims
        if c.date_latest or c.date_earliest
    ]
    days = [day for first, last, _words in ranges for day in (first, last) if day]
    if not days:
        return None
    start, end = min(days) - timedelta(days=14), max(days) + timedelta(days=14)
    span = (end - start).days

    def at(day):
        return round((day - start).days / span * 100, 1)

    bars = []
    for first, last, words in ranges:
        left, right = at(first) if first else 0, at(last + timedelta(days=1)) if last else 100
        width = max(right - left, 0.8)
        text_x = (
            round(left + width + 1, 1) if left + width < 70 else max(round(left - 1 - 0.9 * len(words), 1), 0)
        )
        bars.append(
            {"x": left, "width": width, "text": words, "text_x": text_x, "open": not (first and last)}
        )
    return {"label": finding(claims), "ticks": _ticks(start, end, at), "bars": bars}


def _ticks(start, end, at):
    months = []
    day = date(start.year, start.month, 1)
    while day <= end:
        if day >= start:
            months.append({"x": at(day), "text": f"{day.day} {day:%b}"})
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    step = max(1, len(months) // 6)
    return months[::step]


def preferred_reason(thread):
    """Why the preferred claim of a thread is preferred."""
    last = Assessment.objects.in_thread(thread).filter(kind=Assessment.Kind.PREFERRED).last()
    return last.reason if last else ""
