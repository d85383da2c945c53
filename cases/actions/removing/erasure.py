"""Erase a record for good: proposed by a coordinator, decided by the administrator; a placeholder stays (safety.md §4, PFIF 1.4)."""

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused, holds, naming, two_persons
from cases.actions.removing import steps
from cases.actions.removing.family import OF_THE_PERSON, family
from cases.actions.removing.retention import is_open, open_rows
from cases.models import Correspondence, CustodyPeriod, Erasure, Parcel, Person, TracingRequest

#: Records that name a person and must be closed before the person is erased: model and column.
_NAMING = (
    *((model, "person") for model in OF_THE_PERSON),
    (TracingRequest, "person"),
    (Correspondence, "person"),
    (Correspondence, "correspondent_person"),
    (Parcel, "addressee"),
    (Parcel, "sender_person"),
)


class ErasureRefused(Refused):
    """A record that is not erased; the sentence says what to do first."""


@transaction.atomic
def propose(*, record, basis, reason, by, form_key=None):
    """Propose to erase a record. Raises `ErasureRefused`."""
    with pghistory.context(user=by.pk):
        if form_key and (again := Erasure.objects.filter(form_key=form_key).first()):
            return again
        if not reason.strip():
            raise ErasureRefused(_("Write why it is to be erased."), field="reason")
        _check(record, basis)
        if Erasure.objects.about(record).open().exists():
            raise ErasureRefused(_("This is proposed already."))
        return Erasure.objects.create(
            basis=basis, reason=reason.strip(), asked_by=by, reference=record.reference, office=record.office,
            form_key=form_key, **{record.kind: record},
        )  # fmt: skip


@transaction.atomic
def decide(*, erasure, allowed, by, reason=""):
    """Allow or refuse it as the second person; allowed, nothing personal of the record is left when this returns."""
    with pghistory.context(user=by.pk, reason=_("erased for good") if allowed else ""):
        row = two_persons.decide(asked=erasure, allowed=allowed, by=by, reason=reason)
        if row.done_at or not allowed:
            return row
        record = type(row.about).objects.select_for_update(of=("self",)).get(pk=row.about.pk)
        _check(record, row.basis)
        rows = family(record, *placeholders(record))
        changed = steps.take_out(row, steps.erasing(rows))
        if people := rows.get(Person):
            naming.index_names(people)
            naming.forget_unused_words()
        Erasure.objects.filter(pk=row.pk).update(places=changed, done_at=timezone.now())
        row.refresh_from_db()
    return row


def _check(record, basis):
    """What stands in the way, in a sentence."""
    if basis == Erasure.Basis.RETENTION and not (
        record.retention_until and record.retention_until < timezone.localdate()
    ):
        raise ErasureRefused(
            _("Its time is not over yet: wait for the day, or choose another reason."), field="basis"
        )
    if is_open(record):
        raise ErasureRefused(_("Work on it is not closed: close it first, or it could not be finished."))
    if isinstance(record, Person):
        _check_person(record)


def placeholders(record):
    """The placeholders that a person replaced: they are of the same human being and of nobody else, and go along."""
    return list(record.supersedes.order_by("pk")) if isinstance(record, Person) else []


def _check_person(person):
    if others := Person.objects.one_with(person).exclude(pk=person.pk).order_by("pk"):
        raise ErasureRefused(
            _(
                "%(reference)s is one person with %(others)s: take the join back first. If all are to go, propose each."
            )
            % {"reference": person.reference, "others": ", ".join(other.reference for other in others)}
        )
    records = [person, *placeholders(person)]
    if held := holds.sentence(person):
        raise ErasureRefused(held)
    if CustodyPeriod.objects.filter(person__in=records, end="").exists():
        raise ErasureRefused(_("The person is held, as far as is known: what is known of them is needed."))
    for model, column in _NAMING:
        rows = open_rows(model).filter(**{f"{column}__in": records})
        if row := rows.first():
            raise ErasureRefused(
                _("%(reference)s names this person and is not closed: close it first.")
                % {"reference": row.reference}
            )
