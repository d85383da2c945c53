"""Positions in words: own words, another's words, an unanswered question, or nothing recorded (style guide, position chip)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import appeals
from cases.lib.dates import show
from cases.models import Aspect, NewsSearch
from cases.shown.claims import outlets_text, voices

#: Shape says what, as (own words, another's): a square is a refusal, a tick an agreement, a disc neither.
SHAPES = {
    "does_not_accept": ("no", "no-o"), "declines": ("no", "no-o"),
    "agrees_no_date": ("yes", "yes-o"), "agrees_date": ("yes", "yes-o"), "intermediary": ("yes", "yes-o"),
    "agrees_conditions": ("if", "yes-o"),
}  # fmt: skip


def chip(position):
    """One position as {party, words, mark}: filled = own words, outline = said by another, ring = nothing recorded.

    What rests on a claim that the user may not read says only that.
    """
    whose = _whose(position)
    if position.claim_id and not position.read:
        return {
            "party": whose,
            "words": _("restricted: not shown to you"),
            "mark": mark("", own=position.own),
        }
    if position.own:
        return {
            "party": whose,
            "words": position.get_stance_display(),
            "mark": mark(position.stance, own=True),
        }
    if position.claim_id:
        statement = position.claim.statement
        said = f" ({show(statement.said)})" if statement.said else ""
        words = _("said by %(speaker)s: %(stance)s%(date)s") % {
            "speaker": statement.speaker.short, "stance": position.get_stance_display(), "date": said,
        }  # fmt: skip
        return {"party": whose, "words": words, "mark": mark(position.stance, own=False)}
    return _silent(position)


def chips(case):
    """The positions of a case, in the order holding, receiving, mediators."""
    return [chip(position) for position in case.positions.all()]


def mark(stance, *, own):
    mine, anothers = SHAPES.get(stance, ("said", "told"))
    return mine if own else anothers


def _whose(position):
    return str(position.party or position.actor.short)


def _silent(position):
    """The chip of somebody of whom nothing of its own is recorded, whatever others say of it."""
    words, sign = _("no own statement recorded"), "none"
    if position.asked_id:
        when = show(position.asked.occurred) if position.asked.occurred else ""
        words, sign = _("asked %(date)s, no reply recorded") % {"date": when}, "asked"
    elif position.role == position.Role.MEDIATOR and not position.claim_id:
        words = _("not asked")
    return {"party": _whose(position), "words": words, "mark": sign}


def board(case, claims, on, *, may_search=False):
    """The position board of a case for `_board.html`: for each where it stands in its own words, or since when it is
    silent, who looked for news, and what others say of it."""
    said = [
        claim for claim in claims if claim.aspect == Aspect.POSITION and claim.repatriation_case_id == case.pk
    ]
    said.sort(key=lambda claim: (claim.as_of_sort, claim.sequence), reverse=True)
    searches = last_searches(case)
    reminded = {question.event.pk: question.reminders for question in appeals.open_questions(case)}
    columns = []
    for position in case.positions.all():
        column = _column(case, position, said, searches, on, may_search)
        if not position.own and reminded.get(position.asked_id):
            column["words"] = f"{column['words']}, {_reminded(reminded[position.asked_id][-1])}"
        columns.append(column)
    return columns


def _reminded(event):
    """When whoever was asked was last reminded of it; the question keeps its age."""
    day = show(event.occurred) if event.occurred else ""
    return (_("reminded %(date)s") % {"date": day}) if day else _("reminded")


def last_searches(record):
    """Party (or None) -> the last search for its news that is not declared wrong: one query."""
    rows = (
        NewsSearch.objects.filter(**{f"event__{record.kind}": record.pk}, event__error=None)
        .select_related("event__recorded_by", "party")
        .order_by("party_id", "-event__occurred_sort", "-event_id")
        .distinct("party_id")
    )
    return {search.party_id: search for search in rows}


def searched(search):
    """“searched 3 Nov 2026 in uk, ru, en (4 sources), nothing new, by Cora Pattern”."""
    number = len(search.looked_at.splitlines())
    sources = ngettext("%(n)s source", "%(n)s sources", number) % {"n": number}
    return _("searched %(date)s in %(languages)s (%(sources)s), found: %(found)s, by %(who)s") % {
        "date": show(search.event.occurred), "languages": search.languages, "sources": sources,
        "found": search.get_found_display(), "who": search.event.recorded_by or "–",
    }  # fmt: skip


def _column(case, position, said, searches, on, may_search):
    about = [c for c in said if (c.party_id, c.actor_id) == (position.party_id, position.actor_id)]
    own = [claim for claim in about if claim.own]
    words = chip(position) if position.own else _silent(position)
    column = {
        "role": position.get_role_display(),
        "name": words["party"],
        "words": words["words"],
        "mark": words["mark"],
        "tone": "calm",
        "src": "",
        "src_url": "",
        "search": _search(position, searches),
        "search_url": "",
        "history": [_said(voice) for voice in voices(about) if not own or own[0] not in voice],
    }
    if position.asked_id and position.own:
        asked = {"date": position.asked.occurred, "text": _("asked, no reply recorded"), "mark": "asked"}
        column["history"].insert(0, asked)
    if own:
        return column | _own(own)
    if position.own:
        return column | {"sentence": _("The statement is not shown to your role.")}
    if may_search and position.party_id:
        query = f"?party={position.party.code}"
        column["search_url"] = f"{reverse('record_search', args=[case.reference])}{query}"
    return column | {"sentence": _silence(case, position, on)}


def _own(own):
    """What somebody said itself, and since when it says so."""
    statement = own[0].statement
    same = [claim for claim in own if claim.position == own[0].position]
    changed = next((place for place, claim in enumerate(own) if claim.position != own[0].position), len(same))
    first = own[changed - 1].as_of
    return {
        "sentence": statement.text,
        "src": f"{statement.speaker.short} · {statement.source.publisher.short}",
        "src_url": statement.get_absolute_url(),
        "since": _("In its own words since %(date)s") % {"date": show(first)}
        if first
        else _("In its own words"),
    }


def _silence(case, position, on):
    """How long nothing of its own has been recorded. Silence is never a refusal (domain.md, principle 2)."""
    asked = position.asked and (position.asked.occurred_latest or position.asked.recorded_at.date())
    if position.role == position.Role.MEDIATOR and not asked:
        return _("It has not been asked, and no statement of its own is recorded.")
    if asked:
        sentence = ngettext(
            "No own statement is recorded in %(days)s day since it was asked.",
            "No own statement is recorded in %(days)s days since it was asked.",
            max((on - asked).days, 0),
        )
        return sentence % {"days": max((on - asked).days, 0)}
    since = case.requested_on or case.opened_on
    days = max((on - since).days, 0)
    text = ngettext("%(days)s day", "%(days)s days", days) % {"days": f"{days:,}"}
    if case.requested_on and case.requested_at_least:
        text = _("at least %(days)s") % {"days": text}
    if case.requested_on:
        sentence = _("No own statement is recorded in %(days)s since the request.") % {"days": text}
    else:
        sentence = _("No own statement is recorded in %(days)s since the case was opened.") % {"days": text}
    return f"{sentence} {_('Silence is not recorded as a refusal.')}"


def _search(position, searches):
    """The last search that looked for this party's own statement, or for anybody's."""
    if not position.party_id:
        return ""
    found = [searches[key] for key in (position.party_id, None) if key in searches]
    latest = max(found, key=lambda search: (search.event.occurred_sort, search.event_id), default=None)
    return searched(latest) if latest else ""


def _said(voice):
    """One voice of what was said of somebody's position."""
    claim = voice[0]
    values = {"speaker": claim.statement.speaker.short, "stance": claim.get_position_display()}
    text = _("own words: %(stance)s") if claim.own else _("said by %(speaker)s: %(stance)s")
    return {
        "date": claim.as_of or claim.statement.said,
        "text": text % values,
        "mark": mark(claim.position, own=claim.own),
        "url": claim.statement.get_absolute_url(),
        "outlets": outlets_text(voice) if len(voice) > 1 else "",
    }
