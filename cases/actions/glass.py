"""Breaking the glass: a reason first, then at most three hours (safety.md §4); an auditor's reason lasts for the day."""

from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.models import GlassBreak, Person, RepatriationCase
from cases.models.glass import HOURS


class NoReason(Refused):
    """Nothing is opened without a word about why."""


@transaction.atomic
def break_glass(*, record: Person | RepatriationCase, reason, by, now: datetime, form_key=None) -> GlassBreak:
    """Open what is kept of a person (or, for the auditor, of a case) for a while; sent twice it is one."""
    if form_key and (again := _by_form(form_key, by)):
        return again
    if not reason.strip():
        raise NoReason(
            _("Write why you need to see it: the coordinator and the auditor read it."), field="reason"
        )
    audit = by.role == by.Role.AUDITOR
    about = {"person": record} if isinstance(record, Person) else {"repatriation_case": record}
    row = GlassBreak(
        kind=GlassBreak.Kind.AUDIT if audit else GlassBreak.Kind.GLASS, office_id=record.office_id, broken_by=by,
        reason=reason.strip(), broken_at=now, synthetic=record.synthetic, until=_end_of_day(now) if audit else now + HOURS, form_key=form_key, **about,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same form, sent at the same moment
        if form_key and (again := _by_form(form_key, by)):
            return again
        raise
    return row


def _by_form(form_key, by):
    return GlassBreak.objects.filter(form_key=form_key, broken_by=by).first()


def _end_of_day(now):
    """The midnight after: the next day asks again."""
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))
