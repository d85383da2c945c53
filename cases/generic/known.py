"""Lists by the name of their address, so that a tile or a saved view can ask one without its room being imported."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from cases.access import can
from cases.models import User


@dataclass(frozen=True)
class Asked:
    """What a list needs to know of a request: who asks, and with which address."""

    user: User
    GET: QueryDict


def list_of(name):
    """The list of an address, by the address's name; None where there is none, or none any more."""
    try:
        view = getattr(resolve(reverse(name)).func, "view_class", None)
    except (NoReverseMatch, Resolver404):
        return None
    return view if getattr(view, "is_list", False) else None


def opened(name, user, query=""):
    """A list as this user finds it under a query: the same queryset, FilterSet and page as its screen.

    None where it is no list, or none that this user may open.
    """
    view = list_of(name)
    return view and _open(view, user, query)


def export_at(path, user, query=""):
    """The file of a list by the list's whole address, as it is for the lines of one received list: its rows and columns."""
    try:
        match = resolve(f"{path}export/")
    except Resolver404:
        return None
    view = getattr(match.func, "view_class", None)
    return _open(view, user, query, **match.kwargs) if hasattr(view, "export_columns") else None


def _open(view, user, query, **kwargs):
    if not can(user, view.action):
        return None
    listing = view()
    listing.setup(Asked(user, QueryDict(query)), **kwargs)
    return listing
