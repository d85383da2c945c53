"""Contested records over very many claims: to filter, to count, to list and to add to them.

Stock is what one would write without the caches on threads and records: group the claims by what they answer, and look
where their values differ. (It knows nothing of dates that overlap, and of claims that were withdrawn or preferred.)
"""

from itertools import count

from django.db.models import Count, F, Min, Q, TextField
from django.db.models.functions import Cast, Coalesce, Concat

from bench.lists import page_of
from bench.measure import Contest, send, statements_of
from cases.actions.evidence import record_claim
from cases.lib.dates import parse
from cases.listing import CAP, PAGE
from cases.models import Claim, RepatriationCase, Statement, Thread


def contests(loaded):
    return [
        filtered("filter contested: first page and capped count", loaded.coordinator, "contested=yes"),
        filtered("the same for a caseworker", loaded.caseworker, "contested=yes"),
        filtered("contested and one more filter", loaded.coordinator, "contested=yes&status=requested"),
        counted(loaded.coordinator),
        conflicts(loaded.coordinator),
        one_more_claim(),
    ]


def different(*about):
    """The claims of these kinds grouped into threads as they are read, where the values are not all the same."""
    value = Concat(
        Coalesce(Cast("number", TextField()), Cast("place", TextField()), F("date"), output_field=TextField()),
        "position", "outcome", output_field=TextField(),
    )  # fmt: skip
    rows = Claim.objects.filter(**{f"{kind}__isnull": False for kind in about})
    thread = rows.values(*about, "aspect", "population", "party", "actor", "as_of")
    return thread.annotate(values=Count(value, distinct=True)).filter(values__gt=1)


def contested_by_claims(user):
    return RepatriationCase.objects.visible_to(user).filter(
        Q(pk__in=different("repatriation_case").values("repatriation_case"))
        | Q(group__in=different("group").values("group"))
    )


def filtered(name, user, query):
    more = {"status": "requested"} if "status" in query else {}

    def stock():
        rows = contested_by_claims(user).filter(**more)
        return list(rows.for_list(user).order_by("stalled_since", "pk")[:PAGE]), rows.count()

    return Contest(name, lambda: page_of(user, query), stock)


def counted(user):
    ours = RepatriationCase.objects.visible_to(user).contested().count
    return Contest("count contested exactly", ours, lambda: contested_by_claims(user).count())


def conflicts(user):
    """The open threads, oldest first. Stock has no day on which a thread opened: it takes the first of its claims."""

    def stock():
        found = different("repatriation_case").annotate(first=Min("recorded_at")).order_by("first")
        return list(found[:PAGE])

    def ours():
        rows = Thread.objects.visible_to(user).open()
        return list(rows.order_by("opened_at", "pk")[:PAGE]), rows[: CAP + 1].count()

    return Contest("conflicts, oldest first: page and capped count", ours, stock)


def one_more_claim():
    """A further claim about another case each time, in a transaction of its own; stock keeps no thread and no cache."""
    cases = RepatriationCase.objects.order_by("pk")
    place, last = count(), cases.count() - 1
    statement = Statement.objects.order_by("pk")[2]
    date = parse("December 2031")

    def ours():
        about = cases[next(place) % last]
        record_claim(about=about, statement=statement, aspect="date_planned", by=None, date=date)

    def stock():
        about = cases[next(place) % last]
        thread = Thread.objects.filter(repatriation_case=about).order_by("pk").first()
        Claim.objects.create(
            repatriation_case=about, statement=statement, thread=thread, aspect="date_planned", date=date
        )

    inserts = [said for said in statements_of(stock) if said[0].startswith("INSERT")]
    return Contest("add a claim", ours, stock, floor=lambda: send(inserts), writes=True)
