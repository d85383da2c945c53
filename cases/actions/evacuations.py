"""From an evacuation onwards: where its people stay, and a case for one of them with the wish that carries it."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, beside, events, ledger, positions
from cases.actions.many import record_for_many
from cases.models import Event, Group, Person, RepatriationCase


class CaseRefused(Refused):
    """A case that somebody has already, or that nobody wished; `case` is the one that there is."""

    def __init__(self, message, *, field=None, case=None):
        super().__init__(message, field=field)
        self.case = case


def accommodate(*, evacuees, place, by, form_key, basis, **facts):
    """These evacuees stay in a place; ([(evacuee, event)], [(evacuee, why not)]). `basis` as in `record_for_many`.

    Where each of them stays follows from the event, until another one says otherwise.
    """
    return record_for_many(
        records=evacuees, type="accommodated", by=by, form_key=form_key, basis=basis, place=place, **facts
    )


@transaction.atomic
def open_case(*, evacuee, by, form_key=None, mediators=(), **facts):
    """Open a repatriation case for an evacuated person, and request the return; the case.

    `facts` are columns of `RepatriationCase`. The wish is carried over: an event of the case with the same
    circumstances, within that of the evacuee, so that it goes when that one is declared wrong. Refused without a wish
    to return, and where the person, or a group that the person is of, has an open case.
    """
    with pghistory.context(user=by.pk if by else None):
        if form_key and (again := RepatriationCase.objects.filter(form_key=form_key).first()):
            return again
        Person.objects.select_for_update(of=("self",)).get(
            pk=evacuee.person_id
        )  # one case, whoever asks at once
        evacuee = events.lock(evacuee)
        if other := open_case_of(evacuee.person):
            raise CaseRefused(_("This person has an open case already."), case=other)
        if not evacuee.return_wished:
            raise CaseRefused(_("No wish to return is recorded: record the wish first, then open the case."))
        if evacuee.status != "return_requested" and not _can_be_requested(evacuee):
            raise CaseRefused(
                _("“%(state)s”: a return is requested for those who have not returned.")
                % {"state": evacuee.status_label}
            )
        case = RepatriationCase(
            **{"office": evacuee.office, "confidentiality": evacuee.confidentiality} | facts,
            person=evacuee.person, evacuation=evacuee.evacuation, synthetic=evacuee.synthetic, created_by=by,
            form_key=form_key,
        )  # fmt: skip
        case.save(force_insert=True)
        case.mediators.set(mediators)
        positions.refresh(case)
        _carry_over(evacuee, case, by)
        if _can_be_requested(evacuee):
            _request(evacuee, case, by)
    return case


def open_case_of(person):
    """The open case of a person, as one or as one of a group, by whichever of their records; None where there is none."""
    ours = Person.objects.one_with(person).order_by().values("pk")
    cases = RepatriationCase.objects.open()
    groups = Group.objects.filter(memberships__person__in=ours).order_by().values("pk")
    return (cases.filter(person__in=ours) | cases.filter(group__in=groups)).order_by("pk").first()


def wish_of(evacuee):
    """The event whose wish counts now."""
    told = ledger.events_in_order(evacuee, types=("wish_recorded", "came_back"))
    return [event for event in told if hasattr(event, "wish_record")][-1]


def _can_be_requested(evacuee):
    return evacuee.status in evacuee.workflow.steps["return_requested"].leads


def _carry_over(evacuee, case, by):
    wish = wish_of(evacuee)
    events.record_event(
        about=case, type="wish_recorded", by=by, within=wish, detail=beside.copy_of(wish), apart=True, occurred=wish.occurred,
        statement=wish.statement, evidence=wish.evidence, note=wish.note,
    )  # fmt: skip


def _request(evacuee, case, by):
    events.record_event(
        about=evacuee, type="return_requested", by=by, evidence=Event.Evidence.OWN_OBSERVATION,
        note=_("The case %(case)s was opened.") % {"case": case.reference},
    )  # fmt: skip
