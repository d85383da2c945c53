"""What takes two people, of all kinds together: what waits for somebody, and how much of it (safety.md §4, "second person")."""

from django.apps import apps

from cases.access import can
from cases.models.two_persons import TwoPersons

MOST = 100  # counted and listed as far as this


def kinds():
    """Every kind of deed that takes two people."""
    return [model for model in apps.get_app_config("cases").get_models() if issubclass(model, TwoPersons)]


def decided_by(user):
    """The kinds that this user may decide."""
    return [kind for kind in kinds() if can(user, kind.decides)]


def waiting(kind, user):
    """What of a kind waits for this user, the longest first."""
    return _seen(kind.objects.for_another_than(user), user).order_by("asked_at", "pk")


def asked(kind, user):
    """What of a kind this user asked for, the latest first."""
    return _seen(kind.objects.asked_by(user), user).order_by("-asked_at", "-pk")


def _seen(rows, user):
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


def number(user):
    """How many decisions wait for this user, to one above `MOST`; None for who decides nothing. One query for all kinds."""
    found = [waiting(kind, user).order_by().values("pk") for kind in decided_by(user)]
    if not found:
        return None
    first, *others = found
    rows = first.union(*others, all=True) if others else first
    return rows[: MOST + 1].count()


def number_words(found):
    return "" if not found else f"{MOST}+" if found > MOST else str(found)
