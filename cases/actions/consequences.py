"""What an event asks the house to do besides: a rule is touched, an answer awaited, a family called again.

Each consequence is a function of the record, the event and who recorded it, asked in the transaction of the event. It
refuses nothing (refusals are asked before, in `events`); it leaves follow-ups. A new rule is a line in `CONSEQUENCES`.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from cases.actions import (
    accommodation,
    appeals,
    calling,
    followups,
    handling,
    mail_clocks,
    planning,
    visiting,
)

#: Functions `(about, event, by)`, in the order in which they are asked.
CONSEQUENCES: tuple[Callable, ...] = (
    appeals.follow,
    calling.follow,
    visiting.follow,
    handling.alerts,
    mail_clocks.follow,
    planning.alert,
)
#: Functions `(event, by)` of an event that is declared wrong, once its record is replayed without it.
UNDOINGS: tuple[Callable, ...] = (
    appeals.undo,
    mail_clocks.undo,
    planning.judge_again,
    accommodation.leave,
)


def follow(about, event, by):
    """Ask for what an event of a record brings about."""
    for consequence in CONSEQUENCES:
        consequence(about, event, by)


def undo(event, by, instead=None):
    """What an event asked for is done with when the event is declared wrong, but for what the event `instead` of it asks for too."""
    if instead:
        calling.carry(event, instead)
    followups.close_of(event, _("The event was declared wrong."), by)
    for undoing in UNDOINGS:
        undoing(event, by)
