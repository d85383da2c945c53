"""Work on a tracing request: consents, who the person is, and telling the enquirer."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused, events, releasing
from cases.models import Event, ReleaseConsent, TracingConsent, TracingJudgement, TracingRequest
from cases.models.tracing import Answer

Verdict = TracingJudgement.Verdict


#: States that say what became of whoever is said to be the person looked for.
SAYS_FOUND = frozenset({"located", "located_no_contact", "deceased", "closed"})
ANOTHER_NOW = gettext_lazy(
    "Since you opened this page somebody else, or nobody, is said to be the person: open it anew from the request."
)


class TracingRefused(Refused):
    """A deed on a tracing request that its rules do not allow."""


@transaction.atomic
def record_consent(*, request, scope, answer, answered_on, how, by, form_key=None):
    """Record what the enquirer answered when asked to consent to one thing. Raises `TracingRefused`."""
    with pghistory.context(user=by.pk):
        request = events.lock(request)
        if form_key and (again := TracingConsent.objects.filter(form_key=form_key).first()):
            return again
        if answer == Answer.WITHDRAWN and releasing.in_force(request).get(scope) != Answer.GIVEN:
            raise TracingRefused(_nothing_to_withdraw(), field="answer")
        return TracingConsent.objects.create(
            request=request,
            scope=scope,
            answer=answer,
            answered_on=answered_on,
            how=how,
            recorded_by=by,
            form_key=form_key,
        )


@transaction.atomic
def record_release_consent(*, request, answer, answered_on, asked_by, how, by, person=None, form_key=None):
    """Record whether the person found lets the enquirer be told. Raises `TracingRefused`, also of another `person` than that."""
    with pghistory.context(user=by.pk):
        request = events.lock(request)
        if form_key and (again := ReleaseConsent.objects.filter(form_key=form_key).first()):
            return again
        if request.person_id is None:
            raise TracingRefused(_("Say first who on record is the person: they are the one to be asked."))
        if person is not None and person.pk != request.person_id:
            raise TracingRefused(
                _("The person to be asked is %(person)s.") % _of(request.person), field="person"
            )
        if answer == Answer.WITHDRAWN and releasing.answer_of_person(request) != Answer.GIVEN:
            raise TracingRefused(_nothing_to_withdraw(), field="answer")
        return ReleaseConsent.objects.create(
            request=request,
            person=request.person,
            answer=answer,
            answered_on=answered_on,
            asked_by=asked_by,
            how=how,
            recorded_by=by,
            form_key=form_key,
        )


@transaction.atomic
def judge(*, request, person, verdict, by, reason="", form_key=None):
    """Say that somebody on record is the person looked for, or is not, or take that back. Raises `TracingRefused`."""
    with pghistory.context(user=by.pk, reason=reason):
        request = events.lock(request)
        if form_key and (again := TracingJudgement.objects.filter(form_key=form_key).first()):
            return again
        _check(request, person, verdict, reason)
        judgement = TracingJudgement.objects.create(
            request=request, person=person, verdict=verdict, reason=reason, recorded_by=by, form_key=form_key
        )
        refresh(request)
    return judgement


def _check(request, person, verdict, reason):
    if verdict != Verdict.IS_NOT and not reason.strip():
        raise TracingRefused(_("Write why: it is shown on the request."), field="reason")
    current = judged(request)
    if verdict == Verdict.UNDONE:
        if person.pk not in current:
            raise TracingRefused(
                _("Nothing is said of %(person)s: there is nothing to take back.") % _of(person)
            )
        if person.pk == request.person_id and request.status in SAYS_FOUND:
            raise TracingRefused(
                _("The request says of %(person)s: %(status)s. Declare that wrong, or record that the search is opened again, "
                  "before you take back who it is.") % (_of(person) | {"status": request.status_label})
            )  # fmt: skip
        return
    if request.person_id:
        raise TracingRefused(
            _("%(person)s is said to be the person: take that back first.") % _of(request.person)
        )
    if verdict == Verdict.IS and (person.superseded_by_id or not person.is_named):
        raise TracingRefused(
            _("%(person)s has no name of their own on record: name that person first.") % _of(person)
        )
    if (request.office_id, request.synthetic) != (person.office_id, person.synthetic):
        raise TracingRefused(
            _("One of the two is made up for training, or of another office: choose somebody else.")
        )


def judged(request):
    """What is said of whom now, as {person: verdict}; what was taken back is not in it."""
    said = dict(request.judgements.order_by("sequence").values_list("person", "verdict"))
    return {person: verdict for person, verdict in said.items() if verdict != Verdict.UNDONE}


def found_of(requests):
    """Who is said to be the person looked for in each of these requests, as {request: person}."""
    rows = TracingJudgement.objects.filter(request__in=requests).order_by("sequence")
    said = {
        (request, person): verdict
        for request, person, verdict in rows.values_list("request", "person", "verdict")
    }
    return {request: person for (request, person), verdict in said.items() if verdict == Verdict.IS}


@transaction.atomic
def refresh(request):
    """Write who the person is by the judgements."""
    request = events.lock(request)
    TracingRequest.objects.filter(pk=request.pk).update(person=found_of([request]).get(request.pk))


@transaction.atomic
def release(*, request, note, occurred, by, person=None, form_key=None):
    """Record that the enquirer was told of the person; refused without the person's consent in force (`releasing`), also of another `person`."""
    request = events.lock(request)
    if person is not None and person.pk != request.person_id:
        raise TracingRefused(ANOTHER_NOW)
    return events.record_event(
        about=request,
        type=releasing.TELLS,
        by=by,
        form_key=form_key,
        note=note,
        occurred=occurred,
        evidence=Event.Evidence.OWN_OBSERVATION,
    )


def _of(person):
    return {"person": f"{person} ({person.reference})"}


def _nothing_to_withdraw():
    return _("No consent is in force that could be withdrawn: choose “refused” if that is the answer.")
