"""Take words out of a record everywhere: asked by one with a reason, allowed by another (principle 4, R41)."""

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused, naming, two_persons
from cases.actions.removing import steps
from cases.actions.removing.family import family
from cases.models import Claim, Event, FollowUp, Group, Person, Redaction, Source, Statement, StoredCopy

SHORTEST = 3
#: Where words are counted for people: what all who see a row see of its words. Elsewhere a count would tell what is kept from them.
_COUNTED = (Event, Claim, Statement, FollowUp)


class RedactionRefused(Refused):
    """Words that are not taken out; the sentence says what to do instead."""


@transaction.atomic
def ask(*, record, words, reason, by, with_copies=False, form_key=None):
    """Ask a second person to take some words out of a record. Raises `RedactionRefused`."""
    with pghistory.context(user=by.pk):
        if form_key and (again := Redaction.objects.filter(form_key=form_key).first()):
            return again
        words = " ".join(words.split())
        if len(words) < SHORTEST:
            raise RedactionRefused(
                _("Write at least three letters: shorter words stand everywhere."), field="words"
            )
        if not reason.strip():
            raise RedactionRefused(_("Write why they must go: the second person reads it."), field="reason")
        if steps.REDACTED.casefold() in words.casefold() or words.casefold() in steps.REDACTED:
            raise RedactionRefused(_("This is the mark itself: write the words that must go."), field="words")
        return Redaction.objects.create(
            words=words, reason=reason.strip(), with_copies=with_copies, asked_by=by, reference=record.reference,
            office=record.office, form_key=form_key, **{record.kind: record},
        )  # fmt: skip


@transaction.atomic
def decide(*, redaction, allowed, by, reason=""):
    """Allow or refuse it as the second person; allowed, the words are gone when this returns. They are forgotten either way."""
    with pghistory.context(user=by.pk, reason=_("words taken out") if allowed else ""):
        row = two_persons.decide(asked=redaction, allowed=allowed, by=by, reason=reason)
        if row.done_at or not row.words:
            return row
        if allowed:
            changed = _do(row)
            Redaction.objects.filter(pk=row.pk).update(places=changed, done_at=timezone.now())
        else:
            Redaction.objects.filter(pk=row.pk).update(words="")
        row.refresh_from_db()
    return row


def _do(row):
    rows = family(row.about, shared=True)
    sources = list(
        Source.objects.filter(statements__in=rows.get(Statement, ())).distinct().values_list("pk", flat=True)
    )
    asked = {Redaction: rows.pop(Redaction)}
    rows |= {Source: sources} if sources else {}
    wanted = steps.replacing(rows, row.words)
    if row.with_copies:
        copies = list(StoredCopy.objects.filter(source__in=sources).values_list("pk", flat=True))
        wanted += [step for step in [steps.copies_gone(StoredCopy, copies)] if step]
    changed = steps.take_out(row, wanted)
    steps.take_out(row, [*steps.replacing(asked, row.words), *steps.forgetting(row)])
    _sort_anew(rows)
    return changed


def _sort_anew(rows):
    """What people and groups are sorted and found by follows from what their names are now."""
    for model in (Person, Group):
        for each in model.objects.filter(pk__in=rows.get(model, ())):
            each.save(update_fields=["sort_key"])
    naming.index_names(Person.objects.filter(pk__in=rows.get(Person, ())))
    naming.forget_unused_words()


def found(record, words, by):
    """In how many of the rows that this user may see the words stand, as [(model, number)], history included.

    They are taken out of all others as well; whether they stand there is told nobody, who asks or decides.
    """
    pattern, rows, counts = steps.as_pattern(words), family(record, shared=True), []
    for model in _COUNTED:
        seen = model.objects.visible_to(by).filter(pk__in=rows.get(model, ())).order_by()
        names = [field.name for field in steps.wordy(model)]
        number = seen.filter(_stands(names, pattern)).count()
        if history := getattr(model, "pgh_event_models", None):
            past = next(iter(history.values()))
            kept = [name for name in names if name in {field.name for field in past._meta.fields}]
            number += past.objects.filter(_stands(kept, pattern), pgh_obj_id__in=seen.values("pk")).count()
        if number:
            counts.append((model, number))
    return counts


def _stands(names, pattern):
    """One of these columns holds the words."""
    asked = Q(pk=None)
    for name in names:
        asked |= Q(**{f"{name}__iregex": pattern})
    return asked
