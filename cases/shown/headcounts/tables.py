"""The figures by the day for which they stand, one column for each kind of count."""

from datetime import date

from cases.lib import headcounts
from cases.shown.claims import MARKS


def table(figures, known):
    """Rows by day, those without a day last; in each cell the figures, each with its speaker and statement."""
    rows: dict = {}
    for figure in sorted(figures, key=lambda figure: (figure.number, figure.key)):
        rows.setdefault((figure.on.edtf if figure.on else ""), []).append(figure)
    ordered = sorted(rows.values(), key=lambda members: order(members[0]))
    return [
        {"on": members[0].on, "cells": [_cell(aspect, members, known) for aspect in headcounts.ASPECTS]}
        for members in ordered
    ]


def order(figure):
    """By the last day for which it can stand, those without a day last: a count up to March follows those of March."""
    first, last = (figure.on.earliest, figure.on.latest) if figure.on else (None, None)
    day = last or first or date.max
    return (day, first or day)


def _cell(aspect, members, known):
    return [entry(figure, known) for figure in members if figure.aspect == aspect]


def entry(figure, known):
    """One figure as it is shown: number with precision, speaker, where it stands, whether it is contested."""
    claim = known.claims[figure.key]
    statement = claim.statement
    return {
        "value": claim.value_text, "speaker": statement.speaker.short, "statement": statement,
        "operation": known.operations.get(figure.operation), "contested": claim.thread.open,
        "preferred": figure.preferred,
        "mark": MARKS[statement.modality] if statement.modality != "asserted" else "",
        "modality": statement.get_modality_display(),
    }  # fmt: skip
