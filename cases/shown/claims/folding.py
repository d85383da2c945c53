"""Who says the same: claims of one speaker with one value are one voice, in however many outlets it was read."""

import re
from collections import defaultdict

from cases.lib import threads
from cases.models import Statement

YEAR = re.compile(r"\b(\d{4}|XXXX)[?~%]?")
RENDERED = Statement.Modality.RENDERED


def voices(claims):
    """Claims of one question as lists of those that fold together, in the order given.

    First in each stands the claim that is nearest to the speaker: own words before reported ones, the original before
    a rendering of it.
    """
    folded = defaultdict(list)
    for claim in claims:
        folded[_key(claim)].append(claim)
    for key in [key for key in folded if not all(key[1:])]:
        with_year = [other for other in folded if other != key and _is_of_same_day(key, other)]
        if len(with_year) == 1:  # else nobody knows of which year it speaks
            folded[with_year[0]] += folded.pop(key)
    return [sorted(voice, key=_distance) for voice in folded.values()]


def original_of(claim, claims):
    """The claim of the same speaker that a rendered one renders, or else one said on the same day: (claim, is it rendered?).

    What is said in the same chain of sources is the original. Another's words of that day only stand beside it, and a
    manner in free words does not even that.
    """
    if claim.statement.modality != RENDERED:
        return None, False
    same = [
        other for other in claims
        if other.statement.speaker_id == claim.statement.speaker_id and not other.statement.is_second_hand
    ]  # fmt: skip
    in_chain = [other for other in same if other.origin_id == claim.origin_id]
    if in_chain:
        return in_chain[0], True
    said = "" if threads.VALUE_OF[claim.aspect] == "words" else _skeleton(claim.statement.said)
    return next((other for other in same if said and _skeleton(other.statement.said) == said), None), False


def _key(claim):
    """What must be equal, then the days that must be: what is said, and as of when if it can change."""
    statement = claim.statement
    says = statement.modality if statement.modality in {"denied", "derived"} else ""
    match threads.VALUE_OF[claim.aspect]:
        case "number":
            value = (claim.number, claim.precision)
        case "place":
            value = claim.place_id
        case "words":
            value = claim.words.casefold()
        case "date":
            value = _skeleton(claim.date)
        case _:
            value = claim.position or claim.outcome
    as_of = claim.as_of if claim.aspect in threads.CHANGING else None
    return (statement.speaker_id, says, value, _skeleton(as_of)), _year(claim.date), _year(as_of)


def _skeleton(date):
    return YEAR.sub("XXXX", date.edtf) if date else ""


def _year(date):
    """What tells days of the same name apart; nothing where no year is known."""
    if not date:
        return "-"
    return tuple(filter(None, (date.earliest, date.latest)))


def _is_of_same_day(key, other):
    pairs = zip(key[1:], other[1:], strict=True)
    return key[0] == other[0] and all(one == two or not one for one, two in pairs)


def _distance(claim):
    undated = bool(claim.date) and not _year(claim.date)
    return not claim.own, claim.statement.is_second_hand, undated, -claim.sequence
