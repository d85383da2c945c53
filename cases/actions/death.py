"""News of a death: recorded, held, handed on, withdrawn, and told to everybody once the family knows (D38)."""

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import Refused, events, evidence, holds
from cases.models import DeathNotice, DeathReport, Event, EventError, Person, Source


class NoticeRefused(Refused):
    """News that cannot be recorded, handed on or told in this way."""


@transaction.atomic
def record_news(*, person, by, report, form_key=None, **facts):
    """Record news of a death with the first word that it rests on; `by` owns it and alone sees it."""
    with pghistory.context(user=by.pk):
        person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        if form_key and (again := DeathNotice.objects.filter(form_key=form_key).first()):
            return again
        if held := holds.sentence(person):
            raise NoticeRefused(held)
        if DeathNotice.objects.of(person).told().exists():
            raise NoticeRefused(
                _("This is recorded already: add what is new as a statement about the person.")
            )
        notice = DeathNotice.objects.create(person=person, owner=by, form_key=form_key, **facts)
        DeathReport.objects.create(notice=notice, **report)
    return notice


def _own(notice, by):
    """The notice, locked; only its owner does anything with it, and only until the family is informed."""
    notice = DeathNotice.objects.select_for_update(of=("self",)).select_related("person").get(pk=notice.pk)
    if notice.owner_id != by.pk or not notice.is_withheld:
        raise NoticeRefused(_("Nothing can be changed here any more: reload the page."))
    return notice


@transaction.atomic
def add_report(*, notice, by, form_key=None, **report):
    """One more who says so."""
    with pghistory.context(user=by.pk):
        if form_key and (again := DeathReport.objects.filter(form_key=form_key).first()):
            return again
        return DeathReport.objects.create(notice=_own(notice, by), form_key=form_key, **report)


@transaction.atomic
def hand_over(*, notice, to, by):
    """Give the notice to somebody else of the office who works with the person; `by` sees it no more."""
    with pghistory.context(user=by.pk):
        notice = _own(notice, by)
        if not Person.objects.visible_to(to).filter(pk=notice.person_id).exists():
            raise NoticeRefused(
                _("%(user)s may not see this person: choose somebody else.") % {"user": to}, field="to"
            )
        DeathNotice.objects.filter(pk=notice.pk).update(owner=to)


@transaction.atomic
def withdraw(*, notice, reason, by):
    """The news was wrong: nothing is held any more, and nobody but the owner ever sees that there was any."""
    with pghistory.context(user=by.pk):  # without the reason, which the audit would tell
        notice = _own(notice, by)
        if not reason.strip():
            raise NoticeRefused(_("Write why the news is withdrawn."), field="reason")
        DeathNotice.objects.filter(pk=notice.pk).update(withdrawn_at=timezone.now(), withdrawn_reason=reason)


@transaction.atomic
def inform_family(*, notice, informed, whom, how, by, one_origin_reason=""):
    """The family knows: what was kept becomes statements and events of the person, and nothing is held any more.

    News of one origin alone needs the reason why that is enough.
    """
    with pghistory.context(user=by.pk):
        notice = _own(notice, by)
        if len(notice.origins()) < 2 and not one_origin_reason.strip():
            raise NoticeRefused(
                _("The news rests on one origin only: write why that is enough."), field="one_origin_reason"
            )
        DeathNotice.objects.filter(pk=notice.pk).update(
            informed_at=timezone.now(), informed_whom=whom, informed_how=how, one_origin_reason=one_origin_reason,
            **DeathNotice._meta.get_field("informed").columns(informed),
        )  # fmt: skip
        statements = [
            _stated(report, notice.person, by)
            for report in notice.reports.select_related("source", "speaker")
        ]
        events.record_event(
            about=notice.person, type="death_reported", by=by, statement=statements[0], occurred=notice.died,
            place=notice.place, note=notice.circumstances,
        )  # fmt: skip
        events.record_event(
            about=notice.person, type="family_informed", by=by, occurred=informed, note=f"{whom}: {how}",
            evidence=Event.Evidence.OWN_OBSERVATION,
        )  # fmt: skip


@transaction.atomic
def told_in_error(*, notice, reason, by):
    """The family was told, and it was wrong: the news counts for nothing any more, and its events are declared wrong with it."""
    with pghistory.context(user=by.pk):
        notice = (
            DeathNotice.objects.select_for_update(of=("self",)).select_related("person").get(pk=notice.pk)
        )
        if notice.informed_at is None or notice.withdrawn_at is not None:
            raise NoticeRefused(_("Nothing can be changed here any more: reload the page."))
        if not reason.strip():
            raise NoticeRefused(_("Write what was wrong, and how it was found out."), field="reason")
        DeathNotice.objects.filter(pk=notice.pk).update(withdrawn_at=timezone.now(), withdrawn_reason=reason)
        named = Person.objects.filter(Q(pk=notice.person_id) | Q(superseded_by=notice.person_id))
        rows = Event.objects.live().filter(person__in=named.order_by().values("pk"), type__in=holds.OF_NOTICE)
        for event in rows.order_by("-sequence"):
            events.declare_wrong(event=event, kind=EventError.Kind.DID_NOT_OCCUR, reason=reason, by=by)


def _stated(report, person, by):
    """The statement that a report becomes; its source is recorded with it where it is new, as confidential as the person."""
    source = report.source or evidence.record_source(
        office=person.office, publisher=report.speaker, title=report.title, type=Source.Kind.OWN, by=by,
        published=report.said, confidentiality=person.confidentiality, synthetic=person.synthetic,
    )  # fmt: skip
    statement = evidence.record_statement(
        source=source, speaker=report.speaker, text=report.text, by=by, said=report.said,
        confidentiality=person.confidentiality,
    )  # fmt: skip
    DeathReport.objects.filter(pk=report.pk).update(source=source, statement=statement)
    return statement


def origins_sentence(notice):
    """On how many independent origins the news rests."""
    number = len(notice.origins())
    return ngettext(
        "It rests on %(number)s independent origin.", "It rests on %(number)s independent origins.", number
    ) % {"number": number}
