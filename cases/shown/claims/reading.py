"""The claims about records with all that showing and judging them needs, in a constant number of queries."""

from django.db import connection
from django.db.models import Prefetch, Q

from cases.models import Assessment, Claim, Source, SourceAssessment
from cases.models.about import KINDS

DEEP = 50  # relays: a chain longer than this is nobody's

ORIGINS = """
    WITH RECURSIVE chain (start, at, depth) AS (
        SELECT id, id, 0 FROM cases_source WHERE id = ANY(%s)
        UNION ALL
        SELECT chain.start, source.relayed_from_id, depth + 1
          FROM chain JOIN cases_source source ON source.id = chain.at
         WHERE source.relayed_from_id IS NOT NULL AND depth < %s)
    SELECT DISTINCT ON (start) start, at FROM chain ORDER BY start, depth DESC
"""


def claims_about(user, *records):
    """The claims about some records that the user may see, withdrawn ones too, newest first in each question."""
    about = Q()
    for record in records:
        if record is not None:
            about |= Q(**{f"{record.kind}_id": record.pk})
    return _read(user, Claim.objects.filter(about))


def claims_of(user, thread):
    """The claims of one thread, as `claims_about` gives them."""
    return _read(user, Claim.objects.filter(thread=thread))


def living(claims):
    """Those of some claims that count: nobody withdrew them or their source."""
    return [claim for claim in claims if claim.withdrawal is None]


def _read(user, claims):
    rows = (
        claims.visible_to(user)
        .read_by(user)
        .with_speaker()
        .select_related("thread", "place__parent__parent__parent", *KINDS)
        .prefetch_related(
            Prefetch("assessments", Assessment.objects.select_related("recorded_by")),
            Prefetch(
                "statement__source__assessments", SourceAssessment.objects.select_related("recorded_by")
            ),
        )
        .order_by("aspect", "thread_id", "-as_of_sort", "-sequence")
    )
    found = list(rows)
    origins = _origins(user, {claim.statement.source_id for claim in found})
    for claim in found:
        claim.origin_id, claim.origin = origins[claim.statement.source_id]
        claim.withdrawal = _withdrawal(claim)
    return found


def _withdrawal(claim):
    """Why a claim does not count, if it does not: it was recorded by mistake, or its source was withdrawn."""
    judged = [judged for judged in claim.assessments.all() if judged.kind == Assessment.Kind.WITHDRAWN]
    source = claim.statement.source
    if not judged and source.withdrawn:
        kind = SourceAssessment.Kind.WITHDRAWN
        judged = [judged for judged in source.assessments.all() if judged.kind == kind]
    return judged[-1] if judged else None


def _origins(user, sources):
    """Source -> the first of the chain that it relays: its id, and itself if the user may see it."""
    if not sources:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ORIGINS, [list(sources), DEEP])
        first_of = dict(cursor.fetchall())
    seen = Source.objects.visible_to(user).select_related("publisher").in_bulk(set(first_of.values()))
    return {source: (first, seen.get(first)) for source, first in first_of.items()}
