"""Record and change a period of custody: accepted ones do not overlap, reported ones stand side by side (D19)."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.models import CustodyPeriod, Person


class Overlaps(Refused):
    """An accepted period that overlaps another: both can stand as what is reported."""


@transaction.atomic
def record_period(*, person, by, form_key=None, **facts):
    """Insert a period; the same form sent again is the same period. Raises `Overlaps`."""
    with pghistory.context(user=by.pk):
        person = _locked(person)
        if form_key and (again := CustodyPeriod.objects.filter(form_key=form_key).first()):
            return again
        period = CustodyPeriod(person=person, form_key=form_key, **facts)
        _check(period)
        period.save(force_insert=True)
    return period


@transaction.atomic
def change_period(*, period, by):
    """Write a period that was changed. Raises `Overlaps`."""
    with pghistory.context(user=by.pk):
        _locked(period.person)
        _check(period)
        period.save()
    return period


def move_periods(*, placeholder, person):
    """Let periods of a placeholder be the person's; one that overlaps an accepted one of theirs stands beside it as reported."""
    for period in CustodyPeriod.objects.filter(person=placeholder).order_by("pk"):
        period.person = person
        period.accepted = period.accepted and not any(_in_the_way(period))
        CustodyPeriod.objects.filter(pk=period.pk).update(person=person, accepted=period.accepted)


def _locked(person):
    return Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _check(period):
    """What the exclusion constraint refuses, said with the period that is in the way."""
    for other in _in_the_way(period):
        raise Overlaps(
            _("An accepted period overlaps this one: %(power)s, %(basis)s. Nobody is held twice at once. Leave this one "
              "reported, so that both stand side by side, or end the other first.")
            % {"power": other.holding_power, "basis": other.get_basis_display()},
            field="accepted",
        )  # fmt: skip


def _in_the_way(period):
    """Accepted periods of the same person that certainly overlap this one, if it is accepted."""
    begun, ends = period.begin_latest, period.end_earliest
    if not period.accepted or begun is None or (period.end and (ends is None or ends < begun)):
        return
    ours = Person.objects.one_with(period.person)
    for other in CustodyPeriod.objects.certain().filter(person__in=ours).exclude(pk=period.pk).order_by("pk"):
        starts_before_it_ends = ends is None or other.begin_latest < ends
        ends_after_it_starts = not other.end or other.end_earliest > begun
        if starts_before_it_ends and ends_after_it_starts and _lasts(period, other):
            yield other


def _lasts(*periods):
    """Does each of these last longer than a moment? One that ends on the day on which it begins overlaps nothing."""
    return all(not period.end or period.end_earliest > period.begin_latest for period in periods)
