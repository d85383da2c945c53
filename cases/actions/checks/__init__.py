"""Holds every cache of the ledger against its replay: the comparison behind ``manage.py check_ledger``.

Rows are read in chunks by primary key, with what a chunk needs in a handful of queries; the oracle itself
(`ledger.replayed`, `evidence.thread_state`, `positions.expected`) is asked where a short cut would have to
repeat its rules. A difference counts only when it is still there under the lock of its row, so that a check
may run beside people at work.
"""

from django.db import transaction

from cases.actions import events
from cases.actions.checks import names
from cases.actions.checks.difference import Difference
from cases.actions.checks.identity import of_links
from cases.actions.checks.lists import of_lines, of_standing
from cases.actions.checks.parts import of_parts
from cases.actions.checks.records import of_records
from cases.actions.checks.repair import repair
from cases.actions.checks.sources import of_sources
from cases.actions.checks.threads import of_threads
from cases.models import (
    CounterpartLine,
    IdentityLink,
    NameToken,
    Person,
    RepatriationPart,
    Source,
    Thread,
    Visited,
)
from cases.models.about import KINDS, model_of

__all__ = ["Difference", "differences", "number_of_rows", "repair"]

CHUNK = 1000


def differences():
    """Every difference, what others count first: sources, threads, pairs, lines of lists, records, lists of operations, names.

    Nothing is held beyond one chunk.
    """
    yield from _walk(Source.objects.all(), of_sources)
    yield from _walk(Thread.objects.all(), of_threads)
    yield from _walk(IdentityLink.objects.all(), of_links)
    yield from _walk(CounterpartLine.objects.select_related("list"), of_lines)
    yield from _walk(Visited.objects.select_related("visit", "person"), of_standing)
    for kind in KINDS:
        yield from _walk(model_of(kind).objects.all(), of_records)
    yield from _walk(RepatriationPart.objects.all(), of_parts)
    yield from _walk(NameToken.objects.all(), names.of_words)
    yield from _walk(Person.objects.all(), names.of_people)


def number_of_rows():
    """How many sources, threads, pairs, lines of lists and records there are to check."""
    return (
        Source.objects.count()
        + Thread.objects.count()
        + IdentityLink.objects.count()
        + RepatriationPart.objects.count()
        + CounterpartLine.objects.count()
        + Visited.objects.count()
        + sum(model_of(kind).objects.count() for kind in KINDS)
    )


def _walk(queryset, compare):
    last = 0
    while rows := list(queryset.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        for row in dict.fromkeys(difference.row for difference in compare(rows)):
            yield from _still_there(row, compare)


@transaction.atomic
def _still_there(row, compare):
    events.lock(row.about if isinstance(row, Thread) else row)
    again = type(row).objects.filter(pk=row.pk).first()
    return list(compare([again])) if again else []
