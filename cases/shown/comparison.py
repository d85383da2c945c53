"""Two descriptions of a person side by side: each field, whether it matches, and why the two are proposed, in words."""

from django.utils.translation import gettext_lazy

from cases.finding.reasons import PHRASES
from cases.lib import matching
from cases.models import Person
from cases.templatetags.look import when

FOUND = {
    matching.MATCH: ("yes", "calm", gettext_lazy("matches")),
    matching.NEAR: ("told", "calm", gettext_lazy("close")),
    matching.DIFFERS: ("differ", "warn", gettext_lazy("differs")),
    matching.UNKNOWN: ("none", "calm", gettext_lazy("not known")),
}
BANDS = {
    "likely": gettext_lazy("likely"), "possible": gettext_lazy("possible"), "unlikely": gettext_lazy("unlikely"),
}  # fmt: skip
LABELS = {
    "name": gettext_lazy("Names"), "born": gettext_lazy("Born"), "sex": gettext_lazy("Sex"),
    "father_name": gettext_lazy("Father’s first name"), "mother_maiden_name": gettext_lazy("Mother’s maiden name"),
    "birth_place": gettext_lazy("Place of birth"), "last_residence": gettext_lazy("Last residence"),
    "nationality": gettext_lazy("Nationality"), "rank": gettext_lazy("Rank"),
    "service_number": gettext_lazy("Service number"), "identifiers": gettext_lazy("Numbers"),
}  # fmt: skip
#: Why two are proposed: the codes of names, and what the other fields add to them.
REASONS = PHRASES | {
    "born_match": gettext_lazy("born at the same time"),
    "born_near": gettext_lazy("born within a year"),
    "born_differs": gettext_lazy("born at another time"),
    "sex_differs": gettext_lazy("sex differs"),
    "father_name_differs": gettext_lazy("father’s first name differs"),
    "birth_place_match": gettext_lazy("born in the same place"),
    "last_residence_match": gettext_lazy("from the same place"),
    "service_number_match": gettext_lazy("the same service number"),
    "identifiers_match": gettext_lazy("the same number"),
    "identifiers_differs": gettext_lazy("another number"),
}


def reasons(codes):
    """Why two are proposed, in words: what is alike, then what is not."""
    return ", ".join(str(REASONS[code]) for code in codes if code in REASONS)


def comparison(one, other, only=tuple(LABELS)):
    """The rows of a comparison of two descriptions, those of which one side at least knows something."""
    found = matching.match(one, other)
    left, right = _shown(one), _shown(other)
    rows = [
        _row(name, left[name], right[name], found.fields[name]) for name in only if left[name] or right[name]
    ]
    missing = [str(LABELS[name]).lower() for name in only if not left[name] and not right[name]]
    return {
        "rows": rows, "missing": ", ".join(missing), "score": found.score, "band": BANDS[found.band],
        "reasons": reasons(found.reasons),
    }  # fmt: skip


def _row(name, left, right, found):
    mark, tone, word = FOUND[found]
    return {
        "label": LABELS[name],
        "left": left,
        "right": right,
        "mark": mark,
        "tone": tone,
        "word": word,
        "found": found,
    }


def _shown(description):
    """Each field of a description as the lines in which it is shown."""
    sexes = dict(Person.Sex.choices)
    lines = {
        "name": list(description.names),
        "born": [when(description.born)] if description.born else [],
        "sex": [sexes[description.sex]] if description.sex else [],
        "identifiers": [f"{scheme} {value}" for scheme, value in description.identifiers],
    }
    for name in ("birth_place", "last_residence"):
        place = getattr(description, name)
        lines[name] = [place.name] if place else []
    for name in ("father_name", "mother_maiden_name", "nationality", "rank", "service_number"):
        lines[name] = [getattr(description, name)] if getattr(description, name) else []
    return lines


def said_of(link):
    """What was judged of a pair: who, when, what and why; the latest first."""
    return link.judgements.select_related("recorded_by").order_by("-sequence")
