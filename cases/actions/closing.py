"""Closing a case and opening it again take a coordinator, by whatever event it is said (safety.md §4, decision 0050)."""

from django.utils.translation import gettext as _

from cases.lib.workflows import REPATRIATION_CASE
from cases.models import User
from cases.models.proposed_step import PROPOSED

_CLOSED = "closed"
_OPEN = frozenset(REPATRIATION_CASE.open_states)


def refusal(about, type, facts, by):
    """Why `by` does not record this at once; nothing for a coordinator, and for what nobody signed in records, such as a command."""
    if about.kind != "repatriation_case" or by is None or by.role == User.Role.COORDINATOR:
        return ""
    declared = facts.get("declared_status")
    if type not in PROPOSED and not _moves(about.status, declared):
        return ""
    return _(
        "To close a case, or to open it again, takes a coordinator: propose it with the step of that name, or ask one to record this."
    )


def _moves(status, declared):
    """Is this a state in which a case is closed, or an open one in which a case that is over is found?"""
    return declared and declared != status and (
        declared == _CLOSED or (status not in _OPEN and declared in _OPEN)
    )  # fmt: skip


def refusal_of_correction(about, type, facts, by, wrong):
    """The same of what takes the place of an event that is declared wrong: an error declaration is no step (decision 0050)."""
    if type == wrong.type and facts.get("declared_status") == wrong.declared_status:
        return ""
    closes = type in PROPOSED or facts.get("declared_status") == _CLOSED
    return refusal(about, type, facts, by) if closes else ""
