"""All claims about a record by what they answer: who says so, what the record works with, what no longer counts."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.lib import threads
from cases.lib.dates import show
from cases.models import Aspect, Assessment
from cases.shown.claims.cards import card
from cases.shown.claims.folding import voices
from cases.shown.claims.reading import living

CAP = 20
ORDER = {aspect: place for place, aspect in enumerate(Aspect.values)}


def groups(claims, page_of=None, *, may_judge=False, may_add=False):
    """Claims by question, a series of days in one: what is asked, the voices, whether they disagree, the working value.

    `page_of` is the record on whose page they stand: of another record its name is said.
    """
    asked = {}
    for claim in claims:
        asked.setdefault(_asked(claim), []).append(claim)
    result = [_group(members, page_of, may_judge, may_add) for members in asked.values()]
    return sorted(result, key=lambda group: (not group["open"], group["order"], group["question"]))


def question(claim):
    """What the claims of a thread answer, in words."""
    as_of = _("as of %(date)s") % {"date": show(claim.as_of)} if claim.thread.as_of and claim.as_of else ""
    return " · ".join(filter(None, [series(claim), as_of]))


def series(claim):
    """What is asked, whatever the day for which it is answered."""
    words = str(claim.get_aspect_display()).capitalize()
    population = str(claim.get_population_display()) if claim.population else ""
    whose = str(claim.party or claim.actor or "")
    return " · ".join(filter(None, [words, population, whose]))


def preference(claims):
    """The latest judgement by which one of these claims is preferred, while it is."""
    preferred = next((claim for claim in claims if claim.pk == claim.thread.preferred_id), None)
    if preferred is None:
        return None
    return [judged for judged in preferred.assessments.all() if judged.kind == Assessment.Kind.PREFERRED][-1]


def _asked(claim):
    kind = claim.about_kind
    return kind, getattr(claim, f"{kind}_id"), claim.aspect, claim.population, claim.party_id, claim.actor_id


def _group(members, page_of, may_judge, may_add):
    first, count = members[0], living(members)
    members.sort(key=lambda claim: (-claim.as_of_sort, -claim.sequence))
    count.sort(key=lambda claim: (-claim.as_of_sort, -claim.sequence))
    gone = [claim for claim in members if claim.withdrawal]
    threads_ = {claim.thread_id: claim.thread for claim in count}
    alone = len(threads_) == 1
    judged = may_judge and not alone
    lines = [
        card(voice, count) | {"judge_url": _judge_url(voice[0]) if judged else ""} for voice in voices(count)
    ]
    about = first.about
    return {
        "order": ORDER[first.aspect],
        "question": series(first),
        "about": about if page_of is not None and about != page_of else None,
        "open": any(thread.open for thread in threads_.values()),
        "days": not alone,
        "working": _working(count, lines, threads_),
        "because": preference(count) if alone else None,
        "lines": lines[:CAP],
        "more": max(len(lines) - CAP, 0),
        "more_url": f"{reverse('statements')}?{urlencode({'about': about.reference})}",
        "kept": sum(thread.live for thread in threads_.values()) - len(count),
        "withdrawn": [
            card([claim]) | {"right_url": _right_url(claim) if may_add and claim.assessments.all() else ""}
            for claim in gone[:CAP]
        ],
        "judge_url": _judge_url(count[0]) if may_judge and alone and count else "",
    }  # fmt: skip


def _judge_url(claim):
    """Where the question is judged that a claim answers; of a series each day is a question of its own."""
    return reverse("assess", args=[claim.pk])


def _right_url(claim):
    """Where the right claim of the same statement is recorded."""
    asked = urlencode({"about": claim.about.reference, "aspect": claim.aspect})
    return f"{reverse('claim_add', args=[claim.statement.reference])}?{asked}"


def _working(claims, lines, threads_):
    """What the record works with, where it is more than the one line below says (domain.md, principle 2)."""
    if not claims or any(thread.open for thread in threads_.values()):
        return ""
    newest = claims[0]
    if newest.aspect == Aspect.POSITION:
        own = next((claim for claim in claims if claim.own), None)
        if own is None:
            return _("no own statement recorded")
        return _("own position: %(value)s") % {"value": own.value_text} if len(lines) > 1 else ""
    preferred = next((claim for claim in claims if claim.pk == claim.thread.preferred_id), None)
    if preferred and (len(threads_) == 1 or preferred.thread_id == newest.thread_id):
        return _("preferred: %(value)s") % {"value": preferred.value_text}
    if len(lines) == 1 or threads.VALUE_OF[newest.aspect] == "words":
        return ""
    if newest.as_of and newest.aspect in threads.CHANGING:
        return _("latest: %(value)s, as of %(date)s") % {
            "value": newest.value_text,
            "date": show(newest.as_of),
        }
    return _("working value: %(value)s") % {"value": newest.value_text}
