"""Check a file: stage each row with what it would do and what is wrong with it; nothing else is written."""

import json
from collections import Counter
from itertools import chain, islice

from django.db import transaction

from cases.actions.imports import reading
from cases.actions.imports.kinds import KINDS
from cases.actions.imports.rows import Staged, number_new
from cases.actions.writing import copy_lines
from cases.lib.table_heads import NoHeads, find
from cases.models import ImportRow

AT_ONCE = 1000
_HEADS_AMONG = 20
_FIELDS = [
    ImportRow._meta.get_field(name)
    for name in (
        "batch", "number", "outcome", "record", "seen", "key", "decided_by", "values", "problems", "before", "beside", "said",
        "candidates",
    )
]  # fmt: skip


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
        staged = _staged(judge, heads, some, counts)
        number_new(kind.MODEL, staged)
        copy_lines(_FIELDS, (_line(batch.pk, row) for row in staged))
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


def _staged(judge, heads, some, counts):
    """The rows as they are staged, and counted."""
    places = [(place, column.fills, column) for place, (column, _head) in heads.items()]
    filled, staged = [], []
    for number, row in some:
        cells = {
            name: (column, row[place])
            for place, name, column in places
            if place < len(row) and row[place].strip()
        }
        if cells or any(cell.strip() for cell in row):
            filled.append((number, cells))
        else:
            staged.append(Staged(number))
    staged += judge.judge(filled)
    for row in staged:
        counts[row.outcome] += 1
        counts["warning"] += row.outcome != ImportRow.Outcome.ERROR and bool(row.problems)
    return staged


def _line(batch, row):
    """The values of `_FIELDS`."""
    kept = (row.values, row.problems, row.before, row.beside, row.said, row.candidates)
    return (
        batch, row.number, str(row.outcome), row.record, row.seen, row.key, row.decided_by_id,
        *(json.dumps(each) if each else _EMPTY[type(each)] for each in kept),
    )  # fmt: skip


_EMPTY: dict[type, str] = {dict: "{}", list: "[]"}
