"""Positions in words: own words, another's words, an unanswered question, or nothing recorded (style guide, position chip)."""

from django.utils.translation import gettext as _

from cases.lib.dates import show
from cases.models import Aspect


def chip(position):
    """One position as {party, words, mark}: filled = own words, outline = said by another, ring = nothing recorded."""
    whose = str(position.party or position.actor.short)
    if position.own:
        mark = {"does_not_accept": "no", "declines": "no", "agrees_conditions": "if"}.get(
            position.stance, "yes"
        )
        return {"party": whose, "words": position.get_stance_display(), "mark": mark}
    if position.claim_id:
        statement = position.claim.statement
        said = f" ({show(statement.said)})" if statement.said else ""
        words = _("said by %(speaker)s: %(stance)s%(date)s") % {
            "speaker": statement.speaker.short, "stance": position.get_stance_display(), "date": said,
        }  # fmt: skip
        mark = "no-o" if position.stance in {"does_not_accept", "declines"} else "yes-o"
        return {"party": whose, "words": words, "mark": mark}
    if position.asked_id:
        when = show(position.asked.occurred) if position.asked.occurred else ""
        return {
            "party": whose,
            "words": _("asked %(date)s, no reply recorded") % {"date": when},
            "mark": "asked",
        }
    if position.role == position.Role.MEDIATOR:
        return {"party": whose, "words": _("not asked"), "mark": "none"}
    return {"party": whose, "words": _("no own statement recorded"), "mark": "none"}


def chips(case):
    """The positions of a case, in the order holding, receiving, mediators."""
    return [chip(position) for position in case.positions.all()]


def board(case, claims):
    """The position board of a case for `_board.html`: for each party where it stands, on whose word, and what was said before."""
    said = [
        claim for claim in claims if claim.aspect == Aspect.POSITION and claim.repatriation_case_id == case.pk
    ]
    said.sort(key=lambda claim: (claim.as_of_sort, claim.sequence), reverse=True)
    return [_column(position, said) for position in case.positions.all()]


def _column(position, said):
    about = [c for c in said if (c.party_id, c.actor_id) == (position.party_id, position.actor_id)]
    current = next((c for c in about if c.pk == position.claim_id), None)
    words = chip(position)
    sentence = (
        current.statement.text if current else _("Nothing is recorded. Silence is not recorded as a refusal.")
    )
    if current and not current.own:
        sentence = _("%(text)s No own statement is recorded.") % {"text": sentence}
    return {
        "role": position.get_role_display(),
        "name": words["party"],
        "words": words["words"],
        "mark": words["mark"],
        "tone": "calm",
        "sentence": sentence,
        "src": f"{current.statement.speaker.short} · {current.statement.source.publisher.short}"
        if current
        else "",
        "src_url": current.statement.get_absolute_url() if current else "",
        "history": [
            {
                "date": c.as_of or c.statement.said,
                "text": f"{c.statement.speaker.short}: {c.get_position_display()}",
            }
            for c in about
        ],
    }
