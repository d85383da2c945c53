"""Lines of the lists of operations, against the events that say what became of them."""

from cases.actions import arrivals
from cases.actions.checks.difference import compare


def of_parts(rows):
    """Lines whose outcome is not what a live event of their operation's completion says."""
    for row, expected in arrivals.expected(rows).items():
        yield from compare(row, expected, vars(row))
