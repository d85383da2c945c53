"""The figures as a drawing: shape says what is counted, fill says whose words, a dash says not yet."""

from cases.lib import headcounts
from cases.shown.headcounts.tables import entry, order

FEWEST = 3
LINE, HEAD = 22, 26
START, WIDTH = 40, 45
DOT = 2


def drawing(figures, known):
    """Bars on one scale for each speaker in turn, by day; None where there is too little to compare.

    `y` is in pixels, `x` and `width` in per cent.
    """
    if len(figures) < FEWEST:
        return None
    most = max(figure.number for figure in figures) or 1
    lines, y = [], 0
    for members in _by_speaker(figures):
        lines.append({"head": known.claims[members[0].key].statement.speaker.short, "y": y})
        y += HEAD
        for figure in members:
            lines.append(_bar(figure, known, y, most))
            y += LINE
    return {"lines": lines, "height": y + 4, "start": START}


def _by_speaker(figures):
    """Those who gave a figure, by the day of their first one; the figures of each by day."""
    lines: dict = {}
    for figure in sorted(
        figures, key=lambda f: (order(f), headcounts.ASPECTS.index(f.aspect), f.number, f.key)
    ):
        lines.setdefault((figure.derived, figure.speaker), []).append(figure)
    return [lines[name] for name in sorted(lines, key=lambda name: name[0])]


def _bar(figure, known, y, most):
    shown = entry(figure, known)
    width = round(max(figure.number / most * WIDTH, 0.6), 1)
    second_hand = known.claims[figure.key].statement.is_second_hand
    ink = "split" if shown["contested"] else "ink2"
    fill = "url(#p-split)" if shown["contested"] else "var(--ink2)"
    return shown | {
        "y": y, "width": width, "end": START + width, "text_x": START + width + 2 + (DOT if figure.aspect == headcounts.REMAINING else 0), "on": figure.on,
        "shape": figure.aspect, "ink": f"var(--{ink})", "fill": "var(--surface)" if second_hand else fill,
    }  # fmt: skip
