"""Reading that somebody should look at: each rule with its number, and what it looks for in words.

A rule accuses nobody: there are good reasons for each of these, and the list says where to look. The numbers are ours;
ICRC's own lesson of 2022 is that nobody looked for 70 days.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDay, TruncHour
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import AuditEntry, Person, User

_DEED = AuditEntry.Deed
DAYS = 30
SHOWN = 50
OPENED = Q(deed=_DEED.VIEW, subject="person", row__isnull=False)
LOOKED = Q(deed__in=(_DEED.VIEW, _DEED.LIST, _DEED.SEARCH, _DEED.EXPORT, _DEED.PRINT))
MORNING, EVENING = 6, 21  # by the clock of the office


@dataclass(frozen=True)
class Rule:
    """One kind of unusual reading: so many (`least`) of something by one person in one span of time."""

    key: str
    title: str
    what: str
    span: type
    wanted: Q
    least: int
    deed: str
    column: str = "id"

    def rows(self, entries):
        """(actor, beginning of the span, number), the latest first."""
        found = entries.filter(self.wanted, actor__isnull=False).annotate(span=self.span("at"))
        found = (
            found.order_by()
            .values("actor", "span")
            .annotate(number=Count(self.column, distinct=self.column != "id"))
        )
        return found.filter(number__gte=self.least).order_by("-span", "actor")


RULES = (
    Rule(
        "many", gettext_lazy("Many people in an hour"),
        gettext_lazy("The pages of %(least)s people or more opened by one person within an hour."),
        TruncHour, OPENED, 40, "view", "row",
    ),
    Rule(
        "hours", gettext_lazy("Outside working hours"),
        gettext_lazy("%(least)s pages or more read on one day between nine in the evening and six in the morning, or at a weekend."),
        TruncDay, LOOKED & (Q(at__hour__lt=MORNING) | Q(at__hour__gte=EVENING) | Q(at__iso_week_day__gte=6)), 10, "reads",
    ),
    Rule(
        "refused", gettext_lazy("Refused again and again"),
        gettext_lazy("%(least)s refusals or more on one day: records of others, or deeds that the role has not."),
        TruncDay, Q(deed=_DEED.DENIED), 5, "denied",
    ),
    Rule(
        "exports", gettext_lazy("Much taken out"),
        gettext_lazy("%(least)s lists or more exported or printed on one day."),
        TruncDay, Q(deed__in=(_DEED.EXPORT, _DEED.PRINT)), 5, "export",
    ),
)  # fmt: skip
LEAST_SEARCHES, LEAST_STRANGE = 15, 20


def found(user, *, now):
    """Rule by rule: title, explanation, rows of {who, at, number, url}."""
    entries = AuditEntry.objects.visible_to(user).filter(at__gte=now - timedelta(days=DAYS))
    tables = [
        _table(
            rule.title,
            rule.what % {"least": rule.least},
            rule.rows(entries)[:SHOWN],
            rule.deed,
            rule.span is TruncHour,
        )
        for rule in RULES
    ]
    tables.insert(2, _table(_("Searches without opening"), _searches_words(), _searches(entries), "search"))
    tables.insert(3, _table(_("People in the care of others"), _strange_words(), _strange(entries), "view"))
    people = User.objects.in_bulk({row["actor"] for table in tables for row in table["rows"]})
    for table in tables:
        for row in table["rows"]:
            row["who"] = people.get(row["actor"])
            row["url"] = _url(row["who"], row["span"], table["deed"])
    return tables


def _table(title, what, rows, deed, by_hour=False):
    return {"title": title, "what": what, "rows": list(rows), "deed": deed, "by_hour": by_hour}


def _searches_words():
    return _(
        "%(least)s searches or more on one day, after which less than one person in five searches was opened."
    ) % {"least": LEAST_SEARCHES}


def _searches(entries):
    rows = (
        entries.filter(actor__isnull=False).annotate(span=TruncDay("at")).order_by().values("actor", "span")
    )
    rows = rows.annotate(number=Count("id", filter=Q(deed=_DEED.SEARCH)), opened=Count("id", filter=OPENED))
    return rows.filter(number__gte=LEAST_SEARCHES, opened__lt=F("number") / 5).order_by("-span", "actor")[
        :SHOWN
    ]


def _strange_words():
    return _("%(least)s people or more, each looked after by somebody else, opened on one day by a person who wrote nothing about them.") % {
        "least": LEAST_STRANGE
    }  # fmt: skip


def _strange(entries):
    of_others = Person.objects.filter(pk=OuterRef("row"), owner__isnull=False).exclude(
        owner=OuterRef("actor")
    )
    wrote = AuditEntry.objects.writes().filter(actor=OuterRef("actor"), reference=OuterRef("reference"))
    rows = entries.filter(OPENED, Exists(of_others), ~Exists(wrote), actor__isnull=False).exclude(
        reference=""
    )
    rows = rows.annotate(span=TruncDay("at")).order_by().values("actor", "span")
    rows = rows.annotate(number=Count("row", distinct=True)).filter(number__gte=LEAST_STRANGE)
    return rows.order_by("-span", "actor")[:SHOWN]


def _url(who, span, deed):
    day = timezone.localdate(span).isoformat()
    query = {"deed": deed, "on_from": day, "on_to": day} | ({"who": f"@{who.username}"} if who else {})
    return f"{reverse('audit')}?{urlencode(query)}"
