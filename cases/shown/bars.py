"""Numbers that sum, as a bar: always the same fill for the same meaning (style guide, balance bar)."""

from cases.lib.lots import Account
from cases.templatetags.look import figure

FILLS = {
    Account.WITH_US: "calm", Account.HANDED_OVER: "soft", Account.RECEIVED: "ink2", Account.DELIVERED: "ok",
    Account.DISPUTED: "p-split", Account.LOST: "stop", Account.RETURNED: "p-back", Account.REFUSED: "p-harm",
    Account.REDIRECTED: "p-back", Account.UNKNOWN: "p-short",
}  # fmt: skip
SOLID = {"ok", "calm", "ink2", "stop"}


def bar(parts, whole):
    """Each of `parts` ({number, fill, label}) gets its place in per cent; those under 1 % are drawn at 1 %, taken off the largest."""
    whole = max(whole, 1)
    for part in parts:
        part["width"] = max(part["number"] / whole * 100, 1)
    if parts:
        largest = max(parts, key=lambda part: part["width"])
        largest["width"] -= sum(part["width"] for part in parts) - 100
    at = 0.0
    for part in parts:
        width = part["width"]
        room = width > 4 + 0.55 * len(figure(part["number"]))
        part |= {
            "x": round(at, 2), "width": round(width, 2), "text_x": round(at + 0.9, 2),
            "figure": figure(part["number"]) if room else "",
            "words": part["label"] if width > 0.8 * len(str(part["label"])) + 6 else "",
            "on": part["fill"] in SOLID,
        }  # fmt: skip
        at += width
    return {"parts": parts, "small": any(part["number"] / whole < 0.01 for part in parts)}


def said(parts):
    """The parts in words, for whoever does not see the bar."""
    return ", ".join(f"{figure(part['number'])} {part['label']}" for part in parts)
