"""Record what people wish: the event, and how it was expressed, by whom it was heard and who was present, in one."""

from uuid import uuid5

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, events, planning
from cases.models import Evacuee, Event, Person, WishRecord

#: The facts of a wish, beside those of its event.
DETAILS = (
    "wish",
    "how",
    "heard_by",
    "present",
    "person",
    "guardian",
    "assessed_by",
    "assessment",
    "in_interest",
)
#: Constraint of the table -> the field of the form that is to blame.
_FIELDS = {
    "wishrecord_says_a_wish": "wish",
    "wishrecord_was_heard": "heard_by",
    "wishrecord_names_the_others": "present",
    "wishrecord_assessment_is_somebodys": "assessed_by",
    "wishrecord_somebody_speaks_for_them": "guardian",
}


class WishRefused(Refused):
    """A wish that nobody heard, or of which it is not said how."""


class SurveyRefused(Refused):
    """Some wishes of a survey are refused, so that none is recorded; `rows` has each refusal by its evacuee."""

    def __init__(self, rows):
        super().__init__(_("Nothing is recorded: some of these wishes are refused."))
        self.rows = rows


@transaction.atomic
def record_wish(*, record, wish, how, heard_by, by, form_key=None, **facts):
    """Insert the event by which a case or an evacuee has a wish, with its `WishRecord`; the event.

    `facts` are the other `DETAILS` and the facts of the event; without a statement or evidence our office heard it.
    The same `form_key` twice is one wish. Raises `Refused`: on a party's word there is no wish.
    """
    with pghistory.context(user=by.pk if by else None):
        record = events.lock(record)
        if form_key and (again := Event.objects.filter(form_key=form_key).first()):
            return again
        given = {name: facts.pop(name) for name in DETAILS if name in facts}
        details = WishRecord(wish=wish, how=how, heard_by=heard_by.strip(), **given)
        if not facts.get("statement"):
            facts.setdefault("evidence", Event.Evidence.OWN_OBSERVATION)
        if planning.on_a_partys_word(facts):
            raise WishRefused(str(planning.A_CLAIM), field="who_says_so")
        _refuse_incomplete(record, details)
        return events.record_event(
            about=record, type=step_for(record), by=by, form_key=form_key, detail=details, apart=True, **facts
        )


@transaction.atomic
def record_survey(*, entries, by, form_key):
    """Record the wishes of some evacuees, (evacuee, facts) each, all or none; the events. Raises `SurveyRefused`."""
    entries = list(entries)
    events.lock_all([evacuee for evacuee, _facts in entries])
    made, refused = [], {}
    for evacuee, facts in entries:
        key = uuid5(form_key, evacuee.reference)
        try:
            with transaction.atomic():
                made.append(record_wish(record=evacuee, by=by, form_key=key, **facts))
        except Refused as why:
            refused[evacuee.pk] = why
    if refused:
        raise SurveyRefused(refused)
    return made


def step_for(record):
    """The type of the event that tells of a wish: whoever had stayed, or gone elsewhere, has changed it."""
    changed = isinstance(record, Evacuee) and record.status in record.workflow.steps["came_back"].leads
    return "came_back" if changed else "wish_recorded"


def can_be_recorded(record):
    """Does the state of the record allow a wish?"""
    return record.status in record.workflow.steps[step_for(record)].leads


def _refuse_incomplete(record, details):
    """Refuse what the database would refuse, at the field that is to blame."""
    if not details.how:
        raise WishRefused(_("Choose how it was expressed."), field="how")
    for constraint in WishRecord._meta.constraints:
        try:
            constraint.validate(WishRecord, details)
        except ValidationError as error:
            raise WishRefused(" ".join(error.messages), field=_FIELDS[constraint.name]) from error
    if details.person_id and not _is_of(record, details.person):
        raise WishRefused(
            _("This person is not of the group: choose one of it, or leave it empty."), field="person"
        )


def _is_of(record, person):
    group = getattr(record, "group", None)
    return (
        group is not None
        and Person.objects.in_group(group).filter(pk=person.joined_into_id or person.pk).exists()
    )
