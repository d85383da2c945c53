"""Whatever is typed: a date or a sentence, at once, and nothing else (R31)."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.lib.dates import UnreadableDate, ambiguous, from_edtf, parse, reading, show

LONG = 100_000
PIECES = [
    *(
        "11",
        "12",
        "2025",
        "99",
        "0",
        "00",
        "1990s",
        "11.12",
        "11/12/2025",
        "2025-11-21",
        "2025-11-2X",
        "XXXX",
    ),
    *(
        "December",
        "dec",
        "late",
        "mid",
        "early",
        "end",
        "of",
        "by",
        "the end",
        "before",
        "until",
        "after",
        "since",
    ),
    *(
        "between",
        "and",
        "to",
        "or",
        "–",
        "-",
        "/",
        "..",
        "[",
        "]",
        "{",
        "}",
        "?",
        "~",
        "%",
        ",",
        "(",
        ")",
        "11th",
    ),
    *("about", "possibly", "unknown", "today", "summer", "Thursday", "наприкінці", "грудня", "or later"),
    *("(2025 inferred)", "(year not given)"),
]
HOSTILE = {
    "digits": "1" * LONG,
    "spaces": " " * LONG,
    "dashes": "1-" * (LONG // 2),
    "dots": "." * LONG,
    "brackets": "[" * LONG,
    "months": "late November " * (LONG // 14),
    "unspecified": "X" * LONG,
    "marks": "2025" + "?~%" * (LONG // 3),
    "nested": "between " * (LONG // 8),
    "expanding": "ﷺ" * LONG,
    "combining": "a" + "\u0301" * LONG,
    "letters": "a" * LONG + "!",
}


def refused_or_read(words):
    for door in (parse, from_edtf):
        try:
            d = door(words)
        except UnreadableDate as error:
            says = error.message
        else:
            says = f"{show(d)}, {reading(d)}."
        assert says.endswith((".", "?", "”"))
        assert len(says) < 300
    assert ambiguous(words) == () or len(ambiguous(words)) == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_kilobytes_are_refused_at_once(name):
    start = time.perf_counter()
    for door in (parse, from_edtf):
        with pytest.raises(UnreadableDate):
            door(HOSTILE[name])
    assert ambiguous(HOSTILE[name]) == ()
    assert time.perf_counter() - start < 0.05


@pytest.mark.parametrize("name", HOSTILE)
def test_as_much_as_a_field_holds_is_refused_at_once_as_well(name):
    start = time.perf_counter()
    refused_or_read(HOSTILE[name][:200])
    assert time.perf_counter() - start < 0.05


@pytest.mark.parametrize(
    "words",
    [
        "11 Dec\0 2025",
        "\u200f11 Dec 2025",
        "\u202e11 Dec 2025",
        "11\u200b Dec 2025",
        "11 Dec 2025\ufeff",
        "\ud800",
        "11 Dec 2025\x1b[0m",
        "\ue000",
        "2025\u2066-12-11",
    ],
)
def test_hidden_characters_are_refused_and_said_to_be_there(words):
    with pytest.raises(UnreadableDate, match="hidden character"):
        parse(words)


@given(st.text(max_size=220))
@settings(deadline=None, max_examples=400)
def test_any_text_is_read_or_refused_with_a_sentence(words):
    refused_or_read(words)


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.sampled_from(["", " "]))
@settings(deadline=None, max_examples=1500)
def test_any_pieces_of_dates_in_any_order_are_read_or_refused_with_a_sentence(pieces, space):
    refused_or_read(space.join(pieces))


@given(st.text(alphabet="0123456789X?~%-./[]{}", max_size=40))
@settings(deadline=None, max_examples=800)
def test_any_expression_is_read_or_refused_with_a_sentence(expression):
    refused_or_read(expression)
