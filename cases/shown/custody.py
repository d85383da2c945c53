"""By whom it is confirmed that people are held: by the holder's own list, by a visit; else nobody has (GC III Art. 122, 126).

It follows from lines of lists that were judged and from visits that took place, so that it has a speaker and a day; not
to be on a list is never said as not being held.
"""

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from cases.lib.dates import from_edtf, show
from cases.models import Confirmation, CounterpartLine
from cases.models.custody import seen_in_visits

MARKS = {Confirmation.UNCONFIRMED: "none", Confirmation.HOLDER: "said", Confirmation.VISITED: "yes"}


def confirmations(people, user):
    """{record that stands for a person: what confirms that they are held, the latest first}, in two questions."""
    stands = [person.joined_into_id or person.pk for person in people]
    found = {pk: [] for pk in stands}
    for pk, line in _with_standing(CounterpartLine.objects.confirming(user), stands, "list__sender"):
        found[pk].append(_by_list(line))
    for pk, row in _with_standing(seen_in_visits(user), stands, "visit__visitor"):
        found[pk].append(_by_visit(row.visit))
    return {pk: sorted(some, key=lambda each: each["sort"], reverse=True) for pk, some in found.items()}


def state_of(user):
    """The confirmation of each of many people as an expression, for records that stand for them."""
    visited = _standing_of(seen_in_visits(user))
    listed = _standing_of(CounterpartLine.objects.confirming(user))
    return Case(
        When(pk__in=visited, then=Value(Confirmation.VISITED.value)),
        When(pk__in=listed, then=Value(Confirmation.HOLDER.value)),
        default=Value(Confirmation.UNCONFIRMED.value),
    )


def _standing_of(rows):
    return rows.order_by().values("stands")


def _with_standing(rows, stands, *related):
    rows = rows.filter(stands__in=stands)
    return [(row.stands, row) for row in rows.select_related(*related).order_by("pk")]


def _by_list(line):
    received = line.list
    day = show(received.as_of) if received.as_of else show(from_edtf(received.received_on.isoformat()))
    words = (
        _("list of %(sender)s, as of %(day)s")
        if received.as_of
        else _("list of %(sender)s, received %(day)s")
    )
    sort = received.as_of.sort_key if received.as_of else from_edtf(received.received_on.isoformat()).sort_key
    return {
        "state": Confirmation.HOLDER,
        "words": words % {"sender": received.sender.short, "day": day},
        "url": line.get_absolute_url(),
        "sort": sort,
    }


def _by_visit(visit):
    day = show(visit.occurred) if visit.occurred else _("date not stated")
    words = _("%(day)s, by %(visitor)s") if visit.visitor else _("%(day)s, by whom is not stated")
    return {
        "state": Confirmation.VISITED,
        "words": words % {"day": day, "visitor": visit.visitor and visit.visitor.short},
        "url": visit.get_absolute_url(),
        "sort": visit.occurred_sort,
    }


def standing(found):
    """What the confirmations of one person come to: visited, else confirmed by the holder, else unconfirmed."""
    for state in (Confirmation.VISITED, Confirmation.HOLDER):
        if latest := next((each for each in found if each["state"] == state), None):
            return {"state": state, "label": state.label, "mark": MARKS[state], "words": latest["words"]}
    state = Confirmation.UNCONFIRMED
    return {"state": state, "label": state.label, "mark": MARKS[state], "words": ""}


def in_words(confirmation):
    """One line for a cell: “confirmed by the holder: list of …, as of …”."""
    label = str(confirmation["label"])
    return f"{label}: {confirmation['words']}" if confirmation["words"] else label
