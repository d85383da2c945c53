"""One voice as a card of the conflict panel and a line of the list of claims."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.lib.dates import from_edtf, reading, show
from cases.models import Assessment
from cases.shown.claims.folding import RENDERED, original_of

MARKS = {
    "asserted": "said",
    "planned": "planned",
    "denied": "no",
    "alleged": "told",
    "rendered": "told",
    "derived": "ask",
}


def card(voice, claims=()):
    """What is shown of claims that fold together; among `claims`, the others of the question, stands what it renders."""
    claim = voice[0]
    statement = claim.statement
    verbatim = "" if statement.is_derived else claim.words or (claim.date.words if claim.date else "")
    read = reading(claim.date) if claim.date else ""
    return {
        "claim": claim,
        "pks": [each.pk for each in voice],
        "value": claim.value_text,
        "speaker": statement.speaker.short,
        "modality_text": how(claim, voice),
        "mark": "yes" if claim.own else MARKS[statement.modality],
        "quote": verbatim,
        "lang": statement.language if claim.words else "",
        "words": "" if verbatim == claim.value_text else claim.value_text,
        "read_as": "" if read == claim.value_text else read,
        "as_of": claim.as_of,
        "said_on": statement.said or _("date not stated"),
        "source_label": _label(claim),
        "source_url": statement.get_absolute_url(),
        "recorded_by": _recorded(claim),
        "own": claim.own,
        "outlets": [_outlet(each, claim) for each in voice] if len(voice) > 1 else [],
        "outlets_text": outlets_text(voice),
        "through": "" if claim.origin_id == statement.source_id else _through(claim),
        "renders": _renders(claim, claims),
        "preferred": claim.thread.preferred_id in {each.pk for each in voice},
        "contested": claim.thread.open,
        "withdrawal": withdrawn(claim) if claim.withdrawal else None,
    }


def how(claim, voice=()):
    """The manner of speaking; of rendered words, by whom they were rendered."""
    statement = claim.statement
    if statement.modality == RENDERED:
        by = statement.source.publisher.short
        others = {each.statement.source.publisher.short for each in voice} - {by}
        if others:
            return _("rendered by %(publisher)s and %(n)s more") % {"publisher": by, "n": len(others)}
        return _("rendered by %(publisher)s") % {"publisher": by}
    return statement.get_modality_display()


def _recorded(row):
    """“Cora Pattern, 3 Nov 2026”: who recorded a claim or a judgement, and when."""
    day = from_edtf(timezone.localdate(row.recorded_at).isoformat())
    return f"{row.recorded_by or '–'}, {show(day)}"


def outlets_text(voice):
    """“5 outlets, one origin”: in how many sources it was read, and from how many it comes."""
    outlets = len({claim.statement.source_id for claim in voice})
    origins = len({claim.origin_id for claim in voice})
    if outlets == 1:
        return ngettext("%(n)s statement", "%(n)s statements", len(voice)) % {"n": len(voice)}
    number = _("%(n)s outlets") % {"n": outlets}
    if origins == 1:
        return _("%(outlets)s, one origin") % {"outlets": number}
    return _("%(outlets)s, %(n)s origins") % {"outlets": number, "n": origins}


def withdrawn(claim):
    """Why a claim no longer counts, and who said so."""
    judged = claim.withdrawal
    of_claim = isinstance(judged, Assessment)
    return {
        "words": _("withdrawn") if of_claim else _("source withdrawn"),
        "reason": judged.reason,
        "by": _recorded(judged),
        "of_claim": of_claim,
    }


def _label(claim):
    return f"{claim.statement.reference} · {claim.statement.source.publisher.short}"


def _through(claim):
    """The first of the chain that a source relays, where the user may see it."""
    if claim.origin is None:
        return _("relays another source")
    return _("relays %(publisher)s") % {"publisher": claim.origin.publisher.short}


def _renders(claim, claims):
    """What a rendering renders, where that is among the claims."""
    original, is_rendered = original_of(claim, claims)
    if original is None:
        return None
    text = (
        _("the original, in %(publisher)s: %(value)s")
        if is_rendered
        else _("said that day, in %(publisher)s: %(value)s")
    )
    values = {"publisher": original.statement.source.publisher.short, "value": original.value_text}
    return {"text": text % values, "url": original.statement.get_absolute_url()}


def _outlet(claim, shown):
    """One source of a voice in its list: where, when, and what is not as in the line that is shown."""
    words = claim.words or (claim.date.words if claim.date else "")
    seen = shown.words or (shown.date.words if shown.date else "")
    return {
        "claim": claim,
        "label": _label(claim),
        "url": claim.statement.get_absolute_url(),
        "said_on": claim.statement.said,
        "how": how(claim)
        if claim.statement.modality != shown.statement.modality or claim.statement.is_second_hand
        else "",
        "through": "" if claim.origin_id == claim.statement.source_id else _through(claim),
        "words": words if words != seen else "",
    }
