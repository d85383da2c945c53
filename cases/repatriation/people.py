"""The people of a case: a person, or a group with open places; what each wishes, and how ready they are to travel."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.access import can
from cases.actions import planning
from cases.guarded import KEPT, kept_from
from cases.models import RepatriationPart, Wish
from cases.shown.people import open_places


def people_of(case, user):
    """The section of the case page: {places, rows}; a row for each person whom the user may see, named first."""
    if case.group_id:
        places = open_places(case.group, user)
        shown, wishes = [*places["named"], *places["unnamed"]], planning.wishes_of_members(case)
        lines = _lines(case)
    else:
        places, wishes, lines = None, {}, {case.person_id: case}
        shown = [case.person]  # whoever sees a case sees whom it names
    may, kept = can(user, "add") and _is_open(case), kept_from(user, (person.pk for person in shown))
    rows = [
        _row(case, person, wishes.get(person.pk), may=may)
        | {"ready": _readiness(lines.get(person.pk), person.pk not in kept)}
        for person in shown
    ]
    return {
        "places": places,
        "rows": rows,
        "name_url": _name_url(case) if may and _takes_more(places) else "",
    }


def _is_open(case):
    return case.status not in case.workflow.closed


def _takes_more(places):
    return bool(
        places
        and (
            places["missing"]
            or any(person.awaits_name for person in places["unnamed"])
            or not places["named"]
        )
    )


def _row(case, person, said, *, may):
    own = case.person_id == person.pk
    wish_url = reverse("repatriation_case_wish", args=[case.reference])
    return {
        "person": person,
        "flag_words": getattr(person, "flag_words", ""),
        "wish": _wish(case, said, own),
        "wish_url": (wish_url if own else f"{wish_url}?person={person.reference}") if may else "",
        "name_url": _name_url(case, person) if may and person.awaits_name else "",
    }


def _wish(case, said, own):
    """One's own wish; of a group whose wish was recorded as a whole, that."""
    if said is not None:
        return said.get_wish_display()
    if case.wish == Wish.UNKNOWN:
        return ""
    return case.get_wish_display() if own else _("as the group: %(wish)s") % {"wish": case.get_wish_display()}


def _lines(case):
    """Where the readiness of each of a group stands: on the latest list of an operation on which they are for this case."""
    rows = (
        RepatriationPart.objects.filter(case=case, person__isnull=False)
        .select_related("person")
        .order_by("pk")
    )
    return {row.person.superseded_by_id or row.person.joined_into_id or row.person_id: row for row in rows}


def _readiness(ready_in, sees):
    """(label, value) of what somebody needs to travel; who answers for them or goes with them is not for every role."""
    if ready_in is None:
        return []
    ready, not_ready = _("ready"), _("not ready")
    kept = [(_("Guardian"), ready_in.guardian), (_("Must travel with"), ready_in.travels_with)]
    return [
        (_("Papers"), ready if ready_in.papers_ready else not_ready),
        (_("Fit to travel"), _("yes") if ready_in.medical_ready else _("not stated")),
        *((label, value if sees else KEPT) for label, value in kept if value),
    ]


def _name_url(case, person=None):
    """Look for the one without a name, and come back to the case."""
    place = f"&placeholder={person.reference}" if person else ""
    group = f"group={case.group.reference}" if case.group_id else ""
    return f"{reverse('person_add')}?{group}{place}&back={case.reference}".replace("?&", "?")
