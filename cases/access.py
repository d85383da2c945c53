"""Who may do what: one table (safety.md §4). What a role may *see* is `visible_to` on every queryset."""

from django.core.exceptions import PermissionDenied

from cases.models import User

_ROLE = User.Role
_WORKERS = frozenset({_ROLE.CASEWORKER, _ROLE.COORDINATOR})

#: Action -> the roles that may do it. An action that is not here nobody may do.
MAY = {
    "view": _WORKERS | {_ROLE.VIEWER, _ROLE.AUDITOR},
    "add": _WORKERS,
    "change": _WORKERS,
    "record_event": _WORKERS,
    "declare_wrong": _WORKERS,
    "export": _WORKERS,
    "import": _WORKERS,
    "save_view": _WORKERS | {_ROLE.VIEWER},
    "share_view": _WORKERS,
    "see_life_critical": _WORKERS,
    "change_reference_tables": frozenset({_ROLE.COORDINATOR}),
    "change_staff": frozenset({_ROLE.ADMINISTRATOR}),
    "read_audit": frozenset({_ROLE.AUDITOR}),
    "enter_admin": _WORKERS | {_ROLE.ADMINISTRATOR, _ROLE.AUDITOR},
}

#: The largest list that a role may export at once (decisions.md, "Exports").
EXPORT_CAP = {_ROLE.CASEWORKER: 500, _ROLE.COORDINATOR: 10_000}


def can(user, action):
    """May this user do this at all? On which records is a question for `visible_to`."""
    return bool(user.is_authenticated and user.is_active and user.role in MAY.get(action, ()))


def demand(user, action):
    """Raise `PermissionDenied` where `can` says no."""
    if not can(user, action):
        raise PermissionDenied(action)


class Allowed:
    """A class view that asks `can` before anything else."""

    action = "view"

    def dispatch(self, request, *args, **kwargs):
        demand(request.user, self.action)
        return super().dispatch(request, *args, **kwargs)
