"""Pairs against their judgements, and the records that stand for joined ones against the joins."""

from collections import defaultdict

from cases.actions import identity
from cases.actions.checks.difference import compare
from cases.lib import joining
from cases.models import IdentityJudgement, IdentityLink


def of_links(rows):
    """Pairs whose state, or who proposed and confirmed it, is not what their judgements give."""
    judged, last = defaultdict(list), {}
    judgements = IdentityJudgement.objects.filter(link__in=rows).order_by("sequence")
    for link, verdict, by, fingerprint in judgements.values_list(
        "link", "verdict", "recorded_by", "fingerprint"
    ):
        judged[link].append((verdict, by))
        last[link] = fingerprint
    for row in rows:
        standing = joining.standing(judged[row.pk])
        expected = {
            "state": standing.state, "proposed_by_id": standing.proposed_by,
            "confirmed_by_id": standing.confirmed_by, "fingerprint": last.get(row.pk, ""),
        }  # fmt: skip
        yield from compare(row, expected, vars(row))


def of_people(rows):
    """Persons for whom another record stands than the joins say."""
    ends = IdentityLink.objects.joined().of(rows).order_by().values_list("first", "second")
    linked = {pk for pair in ends for pk in pair} | {row.pk for row in rows if row.joined_into_id}
    stands = identity.standing_for(list(identity.linked_with(linked)))
    for row in rows:
        top = stands.get(row.pk, row.pk)
        yield from compare(row, {"joined_into_id": top if top != row.pk else None}, vars(row))
