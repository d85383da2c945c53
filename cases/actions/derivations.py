"""Record what follows from figures of others as a statement of our office that cites them (D37)."""

from collections import defaultdict

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.actions import Refused, evidence
from cases.lib import headcounts
from cases.models import Actor, Claim, Group, Source, Statement
from cases.models.base import Confidentiality

LEVELS = list(Confidentiality.values)


class DerivationRefused(Refused):
    """A derived figure that does not follow, or no longer does."""


def claims_of(group, operations, user):
    """The live claims of numbers and days about a group and its operations that the user may see."""
    aspects = (*headcounts.ASPECTS, "date", "date_planned")
    about = Q(group=group) | Q(repatriation_event__in=operations)
    rows = Claim.objects.visible_to(user).read_by(user).live().filter(about, aspect__in=aspects)
    return list(rows.with_speaker().select_related("thread").order_by("pk"))


def figures(claims, operations):
    """The counts among these claims, each with the day for which it stands: as recorded, else as claimed by all alike."""
    days: dict = defaultdict(dict)
    for claim in claims:
        if claim.date:
            days[claim.aspect, claim.repatriation_event_id][claim.date.edtf] = claim.date
    held = {operation.pk: operation for operation in operations}

    def day(claim):
        operation = held.get(claim.repatriation_event_id)
        if operation is None:
            return claim.as_of
        planned = claim.aspect == headcounts.PLANNED
        claimed = list(days["date_planned" if planned else "date", operation.pk].values())
        recorded = operation.planned if planned else operation.occurred
        return recorded or (claimed[0] if len(claimed) == 1 else None)

    return [
        headcounts.Figure(
            key=claim.pk, aspect=claim.aspect, counted=counted(claim), speaker=claim.statement.speaker_id,
            number=claim.number, precision=claim.precision, on=day(claim), operation=claim.repatriation_event_id,
            derived=claim.statement.is_derived, preferred=claim.thread.preferred_id == claim.pk,
        )
        for claim in claims
        if claim.aspect in headcounts.ASPECTS
    ]  # fmt: skip


def counted(claim):
    """Who is counted, and of which side: counts of different populations never mix."""
    return f"{claim.population} {claim.party_id or ''}".strip()


def recorded(rows, parts):
    """Among these statements the derived ones that cite any of the parts, as {all their parts: statement}."""
    rows = rows.filter(modality=Statement.Modality.DERIVED, parts__in=parts, source__withdrawn=False)
    found: dict = {}
    for row in rows.distinct().prefetch_related("parts").order_by("pk"):
        found.setdefault(frozenset(part.pk for part in row.parts.all()), row)
    return found


@transaction.atomic
def record_derived(*, group, claims, text, by, said=None):
    """Insert the statement that a figure follows from these claims; of the same statements again it is the same one.

    Whether it follows is worked out anew, under a lock on the group. It is as confidential as what it rests on.
    """
    with pghistory.context(user=by.pk):
        group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
        operations = list(group.repatriation_events.visible_to(by))
        known = {claim.pk: claim for claim in claims_of(group, operations, by)}
        steps = headcounts.reconcile(figures(known.values(), operations)).steps
        wanted = {frozenset(figure.key for figure in step.parts) for step in steps if step.number}
        if frozenset(claims) not in wanted:
            raise DerivationRefused(
                _("This figure no longer follows from what is recorded: open the group again and look at its headcounts.")
            )  # fmt: skip
        parts = {known[key].statement for key in claims}
        ours = Statement.objects.filter(office=group.office)
        if again := recorded(ours, parts).get(frozenset(part.pk for part in parts)):
            return again
        levels = [group.confidentiality, *(part.confidentiality for part in parts)]
        return evidence.record_statement(
            source=_own_work(group, by), speaker=_our_office(group.office), text=text, by=by, said=said,
            parts=sorted(parts, key=lambda part: part.pk), modality=Statement.Modality.DERIVED,
            confidentiality=max(levels, key=LEVELS.index),
        )  # fmt: skip


def _our_office(office):
    actor = Actor.objects.filter(office=office).first()
    if actor is None:
        name = (
            office.name
            if not Actor.objects.filter(name=office.name).exists()
            else f"{office.name} ({office.pk})"
        )
        actor = Actor.objects.create(name=name[:200], kind=Actor.Kind.OUR_OFFICE, office=office)
    return actor


def _own_work(group, by):
    own = {"office": group.office, "type": Source.Kind.OWN, "synthetic": group.synthetic}
    source = (
        Source.objects.filter(**own, withdrawn=False, publisher__office=group.office).order_by("pk").first()
    )
    title = _("What follows from the statements recorded here")
    return source or evidence.record_source(**own, publisher=_our_office(group.office), title=title, by=by)
