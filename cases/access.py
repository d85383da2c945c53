"""Who may do what: the table is `access.toml` (safety.md §4). What a role may *see* is `visible_to` on every queryset."""

import tomllib
from pathlib import Path

from django.core.exceptions import PermissionDenied

#: The whole table, as it is written: roles, and what each address asks (which tests/access/ proves).
TABLE = tomllib.loads(Path(__file__).with_name("access.toml").read_text(encoding="utf-8"))

#: Deed -> the roles that may do it. A deed that is not here nobody may do.
MAY = {deed: frozenset(roles) for deed, roles in TABLE["may"].items()}

#: The largest list that a role may take out of the house alone (decisions.md, "Exports").
EXPORT_CAP = TABLE["export_cap"]
#: The largest that it may take at all: beyond its cap with a second person (R40).
EXPORT_MOST = TABLE["export_most"]


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
