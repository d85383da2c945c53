"""Reading that somebody should look at: each rule with its number, and what it looks for in words.

A rule accuses nobody: there are good reasons for each of these, and the list says where to look. The numbers are ours;
ICRC's own lesson of 2022 is that nobody looked for 70 days. All rules stand on one reading of the entries (`counted`);
what has to be told apart person by person is asked of those alone whose numbers reach a rule.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from urllib.parse import urlencode

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncDay, TruncHour
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from psycopg.errors import QueryCanceled

from cases.models import AuditEntry, Person, User

_DEED = AuditEntry.Deed
#: So many days are looked at; where there is too much to read in `PATIENCE`, the fewer.
DAYS = (30, 7, 1)
#: Below the limit of a statement (safety.md §2), so that too much of it is a sentence and not an error.
PATIENCE = "4s"
SHOWN = 50
MOST = 5000
OPENED = Q(deed=_DEED.VIEW, subject="person", row__isnull=False)
LOOKED = Q(deed__in=(_DEED.VIEW, _DEED.LIST, _DEED.SEARCH, _DEED.EXPORT, _DEED.PRINT))
MORNING, EVENING = 6, 21  # by the clock of the office
COUNTS = {
    "opened": OPENED,
    "looked": LOOKED,
    "denied": Q(deed=_DEED.DENIED),
    "taken": Q(deed__in=(_DEED.EXPORT, _DEED.PRINT)),
    "searched": Q(deed=_DEED.SEARCH),
}
LEAST_PEOPLE, LEAST_LATE, LEAST_DENIED, LEAST_TAKEN = 40, 10, 5, 5
LEAST_SEARCHES, SEARCHES_TO_ONE, LEAST_STRANGE = 15, 5, 20


@dataclass(frozen=True)
class Rule:
    """One kind of unusual reading: its rows are ((actor, beginning of the span), number)."""

    title: str
    what: str
    least: int
    deed: str
    rows: object
    by_hour: bool = False

    def table(self, hours, entries):
        """What the page shows of it: the latest first."""
        found = sorted(
            self.rows(hours, entries, self.least), key=lambda row: (-row[0][1].timestamp(), row[0][0])
        )
        rows = [{"actor": who, "span": span, "number": number} for (who, span), number in found[:SHOWN]]
        what = self.what % {"least": self.least}
        return {"title": self.title, "what": what, "rows": rows, "deed": self.deed, "by_hour": self.by_hour}


def counted(entries):
    """{(actor, hour): {what: how often}}: the one reading of all entries, in which nothing is sorted."""
    rows = entries.reads().filter(actor__isnull=False).annotate(hour=TruncHour("at")).order_by()
    rows = rows.values("actor", "hour").annotate(
        **{name: Count("id", filter=wanted) for name, wanted in COUNTS.items()}
    )
    return {(row.pop("actor"), timezone.localtime(row.pop("hour"))): row for row in rows}


def by_day(hours, name):
    """{(actor, day): how often}."""
    days = defaultdict(int)
    for (actor, hour), counts in hours.items():
        days[actor, hour.replace(hour=0)] += counts[name]
    return days


def often(name):
    """So many on one day."""
    return lambda hours, entries, least: [
        row for row in by_day(hours, name).items() if row[1] >= least
    ]  # fmt: skip


def _late(hours, entries, least):
    late = {key: counts for key, counts in hours.items() if is_late(key[1])}
    return often("looked")(late, entries, least)


def is_late(hour):
    return hour.hour < MORNING or hour.hour >= EVENING or hour.isoweekday() >= 6


def _searches(hours, entries, least):
    opened = by_day(hours, "opened")
    return [
        (key, number) for key, number in by_day(hours, "searched").items()
        if number >= least and opened[key] < number // SEARCHES_TO_ONE
    ]  # fmt: skip


def _many(hours, entries, least):
    """Different people: asked of the hours alone in which so many pages were opened."""
    likely = {key: counts["opened"] for key, counts in hours.items() if counts["opened"] >= least}
    opened = _opened(entries, TruncHour, likely)
    return [(key, len(people)) for key, people in opened.items() if len(people) >= least]


def _strange(hours, entries, least):
    """Of the days alone on which so many pages were opened: whose owner is somebody else, and of whom nothing was written."""
    likely = {key: number for key, number in by_day(hours, "opened").items() if number >= least}
    opened = _opened(entries, TruncDay, likely)
    people = {person for found in opened.values() for person in found}
    owners = Person.objects.filter(pk__in={pk for pk, _reference in people}, owner__isnull=False)
    owners = dict(owners.values_list("pk", "owner"))
    writes = AuditEntry.objects.writes().filter(
        reference__in={reference for _pk, reference in people if reference}
    )
    writes = (
        writes.filter(actor__in={who for who, _span in opened}).order_by().values_list("actor", "reference")
    )
    wrote = set(writes.distinct()) if people else set()
    strange = {
        (who, span): sum(
            owners.get(pk, who) != who and reference != "" and (who, reference) not in wrote
            for pk, reference in found
        )
        for (who, span), found in opened.items()
    }
    return [row for row in strange.items() if row[1] >= least]


def _opened(entries, trunc, likely):
    """{(actor, span): the (key, reference) of each person opened}: of the latest spans, up to so many pages (`MOST`)."""
    latest = sorted(likely, key=lambda key: key[1], reverse=True)
    before = accumulate((likely[key] for key in latest), initial=0)
    likely = {key for key, pages in zip(latest, before, strict=False) if pages < MOST}
    if not likely:
        return {}
    rows = entries.filter(
        OPENED, actor__in={who for who, _span in likely}, at__gte=min(span for _who, span in likely)
    )
    rows = rows.annotate(span=trunc("at")).filter(span__in={span for _who, span in likely}).order_by()
    found = defaultdict(set)
    for who, span, person, reference in rows.values_list("actor", "span", "row", "reference").distinct():
        if (who, timezone.localtime(span)) in likely:
            found[who, timezone.localtime(span)].add((person, reference))
    return found


RULES = (
    Rule(
        gettext_lazy("Many people in an hour"),
        gettext_lazy("The pages of %(least)s people or more opened by one person within an hour."),
        LEAST_PEOPLE, "view", _many, by_hour=True,
    ),
    Rule(
        gettext_lazy("Outside working hours"),
        gettext_lazy("%(least)s pages or more read on one day between nine in the evening and six in the morning, or at a weekend."),
        LEAST_LATE, "reads", _late,
    ),
    Rule(
        gettext_lazy("Searches without opening"),
        gettext_lazy("%(least)s searches or more on one day, after which less than one person in five searches was opened."),
        LEAST_SEARCHES, "search", _searches,
    ),
    Rule(
        gettext_lazy("People in the care of others"),
        gettext_lazy("%(least)s people or more, each looked after by somebody else, opened on one day by a person who wrote nothing about them."),
        LEAST_STRANGE, "view", _strange,
    ),
    Rule(
        gettext_lazy("Refused again and again"),
        gettext_lazy("%(least)s refusals or more on one day: records of others, or deeds that the role has not."),
        LEAST_DENIED, "denied", often("denied"),
    ),
    Rule(
        gettext_lazy("Much taken out"),
        gettext_lazy("%(least)s lists or more exported or printed on one day."),
        LEAST_TAKEN, "export", often("taken"),
    ),
)  # fmt: skip


def found(user, *, now):
    """(days, tables): rule by rule title, explanation, rows of {who, span, number, url}; of fewer days where there is too
    much to read, and of none where one day is too much (days is 0 then)."""
    for days in DAYS:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
                return days, _tables(user, now - timedelta(days=days))
        except DatabaseError as error:
            if not isinstance(error.__cause__, QueryCanceled):
                raise
    return 0, []


def _tables(user, since):
    entries = AuditEntry.objects.visible_to(user).filter(at__gte=since)
    hours = counted(entries)
    tables = [rule.table(hours, entries) for rule in RULES]
    people = User.objects.in_bulk({row["actor"] for table in tables for row in table["rows"]})
    for table in tables:
        for row in table["rows"]:
            row["who"] = people.get(row["actor"])
            row["url"] = _url(row["who"], row["span"], table["deed"])
    return tables


def _url(who, span, deed):
    day = timezone.localdate(span).isoformat()
    query = {"deed": deed, "on_from": day, "on_to": day} | ({"who": f"@{who.username}"} if who else {})
    return f"{reverse('audit')}?{urlencode(query)}"
