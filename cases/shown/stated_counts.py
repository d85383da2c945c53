"""How many people an operation is stated to be of: each figure with its speaker, by direction and population, never summed."""

from django.utils.translation import gettext as _

from cases.models import Aspect

_COUNTS = (Aspect.COUNT_PLANNED, Aspect.COUNT_EVENT)


def stated_counts(claims, operation):
    """Rows {way, population, aspect, open, figures} of the claims that count; figures are {value, speaker, on, modality, url}.

    The party of a claim is the one to which the counted people return.
    """
    asked: dict[tuple, list] = {}
    for claim in claims:
        if claim.repatriation_event_id == operation.pk and claim.aspect in _COUNTS:
            key = (_rank(claim, operation), claim.population, claim.aspect != Aspect.COUNT_PLANNED)
            asked.setdefault(key, []).append(claim)
    return [_row(members, operation) for _key, members in sorted(asked.items())]


def _rank(claim, operation):
    order = [way[2].pk for way in operation.directions]
    return order.index(claim.party_id) if claim.party_id in order else len(order)


def _row(members, operation):
    first = members[0]
    ways = {end.pk: (start, end) for _direction, start, end in operation.directions}
    way = ways.get(first.party_id)
    return {
        "way": _("%(start)s → %(end)s") % {"start": way[0], "end": way[1]} if way
        else str(first.party) if first.party_id else _("direction not stated"),
        "population": str(first.get_population_display()),
        "aspect": str(first.get_aspect_display()),
        "open": any(claim.thread.open for claim in members),
        "figures": [
            {
                "value": claim.value_text, "speaker": claim.statement.speaker.short, "on": claim.statement.said,
                "url": claim.statement.get_absolute_url(), "reference": claim.statement.reference,
            }
            for claim in sorted(members, key=lambda claim: (claim.number, claim.sequence))
        ],
    }  # fmt: skip
