"""Values that claims can have, and the plainest way to say whether two of them disagree."""

from datetime import date, timedelta

from hypothesis import strategies as st

from cases.lib.threads import COUNTS, VALUE_OF, Value, bounds

DAY = date(2025, 11, 25)
FAR = 40  # days to each side, and people at most

#: Places in each other: 1 contains 2 and 3, and 2 contains 4; 5 stands alone.
ANCESTRY = {1: (1,), 2: (2, 1), 3: (3, 1), 4: (4, 2, 1), 5: (5,)}
WORDS = ("considering", "agrees_no_date", "does_not_accept")


@st.composite
def numbers(draw):
    precision = draw(st.sampled_from(["exact", "about", "at_least", "more_than", "at_most"]))
    lowest, highest = bounds(draw(st.integers(0, 8)), precision)
    return Value(lowest=lowest, highest=highest)


@st.composite
def dates(draw):
    day = st.integers(-5, 5).map(lambda days: DAY + timedelta(days))
    first, last = sorted([draw(day), draw(day)])
    return Value(earliest=draw(st.sampled_from([first, None])), latest=draw(st.sampled_from([last, None])))


OF_KIND = {
    "number": numbers(),
    "date": dates(),
    "place": st.builds(Value, places=st.sampled_from([*ANCESTRY.values(), ()])),
    "position": st.builds(Value, word=st.sampled_from(WORDS), own=st.booleans()),
    "outcome": st.builds(Value, word=st.sampled_from(["delivered", "refused", "taken_back"])),
    "words": st.builds(Value, word=st.text(max_size=3)),
}


@st.composite
def threads(draw):
    """An aspect and the values of its claims."""
    aspect = draw(st.sampled_from(sorted(VALUE_OF)))
    return aspect, draw(st.lists(OF_KIND[VALUE_OF[aspect]], max_size=6))


def contradict(aspect, a, b):
    """Do two values contradict each other? By trying every number and every day on both."""
    kind = VALUE_OF[aspect]
    if aspect in COUNTS:
        return not any(fits(n, a.lowest, a.highest) and fits(n, b.lowest, b.highest) for n in range(FAR))
    if kind == "date":
        days = [DAY + timedelta(n) for n in range(-FAR, FAR)]
        return not any(fits(day, a.earliest, a.latest) and fits(day, b.earliest, b.latest) for day in days)
    if kind == "place":
        return bool(a.places and b.places) and not (
            {a.places[0]} & {*b.places} or {b.places[0]} & {*a.places}
        )
    if kind == "position":
        return a.own and b.own and a.word != b.word
    return kind == "outcome" and a.word != b.word


def fits(value, lowest, highest):
    return (lowest is None or lowest <= value) and (highest is None or value <= highest)
