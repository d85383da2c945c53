"""Record a list that was received, and judge line by line who on record is on it; nothing is decided by a machine."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import Refused, evidence
from cases.models import (
    Aspect,
    Assessment,
    CounterpartLine,
    CounterpartList,
    LineCandidate,
    LineJudgement,
    Source,
    Statement,
)
from cases.models.counterpart import TOO_LITTLE

State, Verdict = CounterpartLine.State, LineJudgement.Verdict


class ListRefused(Refused):
    """A list that says nothing, or that is here already."""


class LineRefused(Refused):
    """A judgement of a line that cannot be."""


class Stale(Refused):
    """Somebody else judged the line meanwhile."""


@transaction.atomic
def record_list(*, office, by, written, lines, found, form_key=None, synthetic=False, **facts):
    """Insert a list with its source, statement and lines, all or nothing; the same `form_key` twice is one list.

    `written` is the text as it was received, `lines` what was read of it (`cases.lib.name_lists`), `found` for each line
    the people who may be meant (`cases.finding.lists`); `facts` are the columns of `CounterpartList`.
    """
    with pghistory.context(user=by.pk):
        if form_key and (again := CounterpartList.objects.filter(form_key=form_key).first()):
            return again
        if not lines:
            raise ListRefused(_("No name can be read in this list."), field="written")
        received = CounterpartList(
            office=office,
            created_by=by,
            form_key=form_key,
            synthetic=synthetic,
            line_count=len(lines),
            **facts,
        )
        if received.is_kept_too_little:
            raise ListRefused(TOO_LITTLE, field="confidentiality")
        received.source = _source_of(received, written, by)
        received.statement = _statement_of(received, by)
        received.save(force_insert=True)
        made = CounterpartLine.objects.bulk_create(
            CounterpartLine(
                list=received,
                number=line.number,
                text=line.text,
                name=line.name,
                born=line.born,
                other=line.other,
            )
            for line in lines
        )
        _propose(zip(made, found, strict=True))
    return received


def _source_of(received, written, by):
    """The list as a source, with its text as the stored copy; the same text of the same sender is refused."""
    source = evidence.record_source(
        office=received.office, publisher=received.sender, title=received.title, type=Source.Kind.FORM, by=by,
        published=received.as_of, retrieved_on=received.received_on, confidentiality=received.confidentiality,
        synthetic=received.synthetic, copy=written.encode(), media_type="text/plain",
    )  # fmt: skip
    same = CounterpartList.objects.visible_to(by).filter(
        sender=received.sender, source__sha256=source.sha256, received_on=received.received_on
    )
    if known := same.first():
        raise ListRefused(
            _("This very list is recorded already: %(reference)s.") % {"reference": known.reference},
            field="written",
        )
    return source


def _statement_of(received, by):
    number = ngettext("%(number)s person", "%(number)s people", received.line_count) % {
        "number": received.line_count
    }
    match received.says:
        case CounterpartList.Says.HELD:
            text = _("A list of %(number)s held by %(party)s.") % {
                "number": number,
                "party": received.holding_party,
            }
        case CounterpartList.Says.SOUGHT:
            text = _("A list of %(number)s who are looked for.") % {"number": number}
        case _other:
            text = _("A list of %(number)s.") % {"number": number}
    return evidence.record_statement(
        source=received.source, speaker=received.sender, text=text, by=by, said=received.as_of,
        confidentiality=received.confidentiality,
    )  # fmt: skip


def _propose(pairs):
    LineCandidate.objects.bulk_create(
        (
            LineCandidate(line=line, person_id=each.person, score=each.score, reasons=list(each.reasons))
            for line, people in pairs
            for each in people
        ),
        batch_size=2000,
    )


@transaction.atomic
def propose_again(*, received, found):
    """Write who may be meant by the lines that nobody decided, as found now: {line id: people}."""
    lines = received.lines.open().filter(pk__in=found).select_for_update(of=("self",)).order_by("pk")
    still = list(lines)
    LineCandidate.objects.filter(line__in=still).delete()
    _propose((line, found[line.pk]) for line in still)
    return len(still)


@transaction.atomic
def judge(*, line, verdict, by, person=None, reason="", as_seen=None, form_key=None):
    """Record who on record the person of a line is, or that it is nobody there; the latest judgement counts.

    `as_seen` is the last judgement that `by` saw (0: none): refused when there is another. The same `form_key`, or the
    same words again, is one judgement. Where a list of people held says a place, it is claimed of the person.
    """
    with pghistory.context(user=by.pk, reason=reason):
        line = (
            CounterpartLine.objects.select_for_update(of=("self",))
            .select_related("list__statement")
            .get(pk=line.pk)
        )
        if form_key and (again := LineJudgement.objects.filter(form_key=form_key).first()):
            return again
        last = line.judgements.order_by("sequence").last()
        facts = {"verdict": verdict, "person": person, "reason": reason, "recorded_by": by}
        if last and all(getattr(last, name) == value for name, value in facts.items()):
            return last
        if as_seen is not None and (last.sequence if last else 0) != as_seen:
            raise Stale(
                _("Somebody judged this line while you were writing: it is shown above. Nothing is saved and nothing you "
                  "typed is lost. Record again if it still holds."),
            )  # fmt: skip
        _check(line, verdict, person, reason)
        _take_back_claim(last, by)
        claim = _claim_place(line, person, by) if verdict == Verdict.IS else None
        judgement = LineJudgement.objects.create(line=line, claim=claim, form_key=form_key, **facts)
        _write(line, judgement)
    return judgement


@transaction.atomic
def keep_level(received):
    """Let the source, with its stored copy, and the statement of a list be seen by those who may see the list, and by nobody else."""
    for model, pk in ((Source, received.source_id), (Statement, received.statement_id)):
        model.objects.filter(pk=pk).update(confidentiality=received.confidentiality)


def _check(line, verdict, person, reason):
    if verdict == Verdict.UNDONE:
        if line.state == State.OPEN:
            raise LineRefused(
                _("Nothing is judged of this line: there is nothing to take back."), field="verdict"
            )
        if not reason.strip():
            raise LineRefused(_("Write why it is taken back: it is shown beside the line."), field="reason")
    if verdict != Verdict.IS:
        return
    if person is None:
        raise LineRefused(_("Say which person on record it is."), field="person")
    if not person.is_named or person.superseded_by_id:
        raise LineRefused(
            _("%(reference)s has no name of its own: name that person first.")
            % {"reference": person.reference},
            field="person",
        )
    if (person.office_id, person.synthetic) != (line.list.office_id, line.list.synthetic):
        raise LineRefused(
            _("One of the two is made up for training, or of another office: they are not one person."),
            field="person",
        )


def _claim_place(line, person, by):
    """Where the list says the person is, as a claim of its statement."""
    received = line.list
    if received.says != CounterpartList.Says.HELD or received.place is None:
        return None
    return evidence.record_claim(
        about=person,
        statement=received.statement,
        aspect=Aspect.PLACE,
        place=received.place,
        as_of=received.as_of,
        by=by,
    )


def _take_back_claim(last, by):
    if last and last.claim_id:
        evidence.assess(
            claim=last.claim, kind=Assessment.Kind.WITHDRAWN, by=by,
            reason=_("The line of the list is no longer held to be this person."),
        )  # fmt: skip


def standing(judgement):
    """What the last judgement of a line comes to; of none, that it is open."""
    if judgement is None or judgement.verdict == Verdict.UNDONE:
        return {"state": State.OPEN.value, "person_id": None}
    return {"state": str(judgement.verdict), "person_id": judgement.person_id}


def _write(line, judgement):
    CounterpartLine.objects.filter(pk=line.pk).update(**standing(judgement))


@transaction.atomic
def refresh(line):
    """Write what the judgements of a line come to."""
    line = CounterpartLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    _write(line, line.judgements.order_by("sequence").last())
