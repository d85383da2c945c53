"""The people of an evacuation in numbers: what they wish, where they stand, and who has a case."""

from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.lib.workflows import EVACUEE
from cases.models import Evacuee, RepatriationCase, Wish


def numbers_of(evacuation, user):
    """{said, wishes, statuses} of those whom the user may see: a sentence, and (label, number, address of the list)."""
    rows = Evacuee.objects.visible_to(user).filter(evacuation=evacuation).order_by()
    counted = list(rows.values_list("wish", "status").annotate(number=Count("pk")))
    base = f"{reverse('evacuees')}?evacuation={evacuation.reference}"
    wishes = _parts(Wish.choices, counted, 0, f"{base}&wish=")
    statuses = _parts(EVACUEE.states.items(), counted, 1, f"{base}&status=")
    return {"said": _said(wishes), "wishes": wishes, "statuses": statuses}


def _parts(labels, counted, place, address):
    """The values that occur, in the order of their labels."""
    found = [(label, sum(row[2] for row in counted if row[place] == value), value) for value, label in labels]
    return [
        {"label": _(str(label)), "number": number, "url": f"{address}{value}"}
        for label, number, value in found
        if number
    ]


def _said(wishes):
    total = sum(part["number"] for part in wishes)
    if not total:
        return ""
    people = ngettext("%(number)s person on record", "%(number)s people on record", total) % {"number": total}
    parts = "; ".join(f"{part['label']} {part['number']}" for part in wishes)
    return _("%(people)s: %(parts)s.") % {"people": people, "parts": parts}


def cases_of(evacuees, user):
    """The latest case of each of these people, as a link, by person."""
    people = [row.person_id for row in evacuees]
    rows = RepatriationCase.objects.visible_to(user).filter(person__in=people).order_by("pk")
    return {
        case.person_id: format_html(
            '<a href="{}">{}</a> {}', case.get_absolute_url(), case.reference, case.status_label
        )
        for case in rows
    }
