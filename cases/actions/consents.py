"""Recording what a person consents to, and taking it back, which has effect at once."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.models import Consent, ConsentWithdrawal, Person

Scope = Consent.Scope


class ConsentRefused(Refused):
    """A consent that cannot be recorded, or not be withdrawn."""


@transaction.atomic
def give(*, person, scope, given_by, given, how, by, guardian="", source=None, form_key=None):
    """Record that a person, or their guardian, consents to one thing. Raises `ConsentRefused` where they do already."""
    with pghistory.context(user=by.pk):
        person = _lock(person)
        if form_key and (again := Consent.objects.filter(form_key=form_key).first()):
            return again
        if (given_by == Consent.GivenBy.GUARDIAN) != bool(guardian.strip()):
            raise ConsentRefused(
                _("Name the guardian if a guardian gave it, and nobody else."), field="guardian"
            )
        if scope in in_force(person):
            raise ConsentRefused(
                _("This consent is in force already: withdraw it first if it is given anew."), field="scope"
            )
        return Consent.objects.create(
            person=person, scope=scope, given_by=given_by, guardian=guardian.strip(), given=given, how=how,
            source=source, recorded_by=by, form_key=form_key,
        )  # fmt: skip


@transaction.atomic
def withdraw(*, consent, withdrawn, reason, by, form_key=None):
    """Take a consent back: from now on nothing rests on it. Raises `ConsentRefused` where it is withdrawn already.

    Whoever takes it back takes it back on all their joined records: the consent of one is that of all.
    """
    with pghistory.context(user=by.pk):
        _lock(consent.person)
        if form_key and (again := ConsentWithdrawal.objects.filter(form_key=form_key).first()):
            return again
        if not reason.strip():
            raise ConsentRefused(_("Write why, or how and to whom it was withdrawn."), field="reason")
        if ConsentWithdrawal.objects.filter(consent=consent).exists():
            raise ConsentRefused(_("This consent is withdrawn already."))
        facts = {"withdrawn": withdrawn, "reason": reason, "recorded_by": by}
        person = consent.person.superseded_by or consent.person
        same = Consent.objects.of(person).in_force().filter(scope=consent.scope)
        for other in same.exclude(pk=consent.pk).order_by("pk"):
            ConsentWithdrawal.objects.create(consent=other, **facts)
        return ConsentWithdrawal.objects.create(consent=consent, form_key=form_key, **facts)


def in_force(person):
    """The scopes to which this person consents now, whichever of their joined records says so."""
    return set(Consent.objects.of(person).in_force().values_list("scope", flat=True))


def withdrawn_after(person, scope, sequence):
    """Was a consent to this withdrawn that was recorded later than something in the ledger?"""
    rows = ConsentWithdrawal.objects.filter(consent__in=Consent.objects.of(person).filter(scope=scope))
    return rows.filter(sequence__gt=sequence).exists()


def without(person):
    """The scopes, in words, to which this person does not consent now: said on sheets that go to others."""
    given = in_force(person)
    return [str(scope.label) for scope in Scope if scope not in given]


def _lock(person):
    return Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
