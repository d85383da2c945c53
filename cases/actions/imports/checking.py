"""Check a file: stage each row with what it would do and what is wrong with it; nothing else is written."""

from collections import Counter
from itertools import chain, islice

from django.db import transaction

from cases.actions.imports import reading
from cases.actions.imports.kinds import KINDS
from cases.actions.writing import copy
from cases.lib.table_heads import NoHeads, find
from cases.models import ImportRow

AT_ONCE = 1000
_HEADS_AMONG = 20
_FIELDS = [field for field in ImportRow._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def check(batch, report=lambda rows: None):
    """Read the file of a batch and stage its rows anew. Raises `reading.Unreadable`; then nothing is staged."""
    kind = KINDS[batch.type]
    rows = iter(reading.rows(bytes(batch.content)))
    heads, unknown, at, body = _heads(rows, kind)
    counts: Counter[str] = Counter()
    judge = kind.Judge(batch)
    ImportRow.objects.filter(batch=batch).delete()
    numbered = enumerate(body, at + 2)
    while some := list(islice(numbered, AT_ONCE)):
        copy(_FIELDS, list(_staged(batch, judge, heads, some, counts)))
        report(some[-1][0])
    if not any(counts[outcome] for outcome in ImportRow.Outcome.values if outcome != "skipped"):
        raise reading.Unreadable("no_rows")
    return {
        "heads": [[column.fills, head] for column, head in heads.values()],
        "unknown_heads": unknown[:50],
        "new": counts["new"], "changed": counts["changed"], "unchanged": counts["unchanged"],
        "skipped": counts["skipped"], "errors": counts["error"], "warnings": counts["warning"],
        "undecided": counts["undecided"],
    }  # fmt: skip


def _heads(rows, kind):
    """The columns by place, the heads that are not known, where the heads stand, and the rows below them."""
    first = list(islice(rows, _HEADS_AMONG))
    try:
        at, columns, unknown = find(first, kind.COLUMNS)
    except NoHeads as error:
        if not any(any(cell.strip() for cell in row) for row in first):
            raise reading.Unreadable("empty") from error
        raise (
            reading.Unreadable("head_twice", head=error.twice)
            if error.twice
            else reading.Unreadable("no_heads")
        ) from error
    if not {column.fills for column in columns.values()} & set(kind.KEYS):
        raise reading.Unreadable("no_key")
    heads = {place: (column, first[at][place].strip()) for place, column in columns.items()}
    return heads, unknown, at, chain(first[at + 1 :], rows)


def _staged(batch, judge, heads, some, counts):
    """The rows as they are staged, counted as they go."""
    filled = []
    for number, row in some:
        cells = {
            column.fills: (column, row[place])
            for place, (column, _head) in heads.items()
            if place < len(row) and row[place].strip()
        }
        if cells:
            filled.append((number, cells))
            continue
        if not any(cell.strip() for cell in row):
            counts["skipped"] += 1
            yield ImportRow(batch=batch, number=number, outcome=ImportRow.Outcome.SKIPPED)
        else:
            filled.append((number, cells))
    for staged in judge.judge(filled):
        counts[staged.outcome] += 1
        counts["warning"] += staged.outcome != ImportRow.Outcome.ERROR and bool(staged.problems)
        yield staged
