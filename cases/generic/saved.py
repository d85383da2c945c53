"""A saved view as one person finds it now: its rows, how many of them are new to them, and why it cannot be opened."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cases.filtering import FURNITURE
from cases.generic.known import opened
from cases.listing import CAP, BadPage, count_text
from cases.models import SavedView
from cases.models.saved_view import LONGEST_QUERY


@dataclass
class Opened:
    """A view with the eyes of one person; `view` was read `with_looks_of` them."""

    view: SavedView
    user: object

    @property
    def look(self):
        return self.view.own_looks[0] if self.view.own_looks else None

    @property
    def looked_at(self):
        return self.look.looked_at if self.look else None

    @cached_property
    def listing(self):
        return opened(self.view.list, self.user, self.view.query)

    @cached_property
    def problem(self):
        """Why it shows nothing: a list or a filter that is no more; "" where all is well."""
        if self.listing is None:
            return _("This list is no longer there, or not for your role.")
        if not self.listing.filterset.is_valid():
            return _("This filter can no longer be read, or names a record that you do not see.")
        return ""

    @cached_property
    def ids(self):
        """The rows, by their ids, to one above the cap: counted and compared by one statement."""
        if self.problem:
            return []
        return list(self.listing.filterset.qs.order_by().values_list("pk", flat=True)[: CAP + 1])

    @property
    def count_text(self):
        return count_text(len(self.ids))

    @cached_property
    def new(self):
        """The rows that were not there when the person last looked: at once, or by a change; None where nobody can tell."""
        look = self.look
        if not self.looked_at or look.beyond or len(self.ids) > CAP:
            return None
        return set(self.ids) - set(look.seen)

    @property
    def new_text(self):
        """The new ones for the button that marks them as seen: what comes in meanwhile is not among them."""
        return ",".join(str(pk) for pk in sorted(self.new))

    @property
    def uncounted(self):
        """Why new rows are not counted, though somebody looked."""
        return bool(self.looked_at) and self.new is None

    @property
    def said(self):
        """The filter in words."""
        if self.problem:
            return ""
        return sentence(self.listing.filterset)


def why_not(listing):
    """What is wrong with the filter, sort or page of a list's address, in a sentence; "" where nothing is."""
    filterset = listing.filterset
    if not filterset.is_valid():
        return " ".join(str(error) for errors in filterset.form.errors.values() for error in errors)
    try:
        listing.page.column  # noqa: B018 – a sort that the list does not have is found by asking for it
    except BadPage as bad:
        return str(bad)
    return ""


def sentence(filterset):
    """The filter as its list says it, without the crosses."""
    parts = (
        " ".join(filter(None, [token["lead"], str(token["text"])]))
        for token in filterset.said(lambda keys: "")
    )
    return ", ".join(parts)


def kept_query(query):
    """What of an address a view keeps: filter and sort, not the page on which one was."""
    asked = query if isinstance(query, QueryDict) else QueryDict(query)
    pairs = [(key, value) for key, values in asked.lists() for value in values]
    return urlencode(
        [(key, value) for key, value in pairs if value and (key == "sort" or key not in FURNITURE)]
    )


def save_url(name, query):
    """Where the filter of a list's address is given a name; "" where it is too long to be kept."""
    kept = kept_query(query)
    if len(kept) > LONGEST_QUERY:
        return ""
    return f"{reverse('saved_view_add')}?{urlencode({'list': name, 'query': kept})}"


def bar(listing):
    """The bar above a list that was opened from a view (`?view=`); None where it was not, or shows another filter by now."""
    reference = listing.request.GET.get("view", "")
    if not reference or "\0" in reference:
        return None
    user = listing.request.user
    views = SavedView.objects.visible_to(user).with_looks_of(user)
    view = views.filter(reference=reference[:24], list=listing.request.resolver_match.url_name).first()
    if view is None or filter_of(view.query) != filter_of(listing.request.GET):
        return None
    return Opened(view, user)


def filter_of(query):
    """The pairs of a query that filter, in no order: what makes two addresses the same view."""
    return sorted(pair for pair in QueryDict(kept_query(query)).lists() if pair[0] != "sort")
