"""One deed for many records: what is possible is done, each of the others is named with its reason, or nothing is done."""

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.events import lock_all
from cases.actions.many import key_of, record_for_many
from cases.lib import codes
from cases.models import FollowUp
from cases.models.base import next_numbers
from cases.models.glass import kept_people


def _nothing(done, refused):
    """What is said of each where all or nothing was asked for, and one of them cannot be done."""
    why = _("Nothing was done, because all or nothing was asked for and another one cannot be done.")
    transaction.set_rollback(True)
    return [], [*refused, *((record, why) for record, _result in done)]


@transaction.atomic
def record(*, together=False, **asked):
    """One event on each record (`many.record_for_many`); `together`: on all of them or on none."""
    done, refused = record_for_many(**asked)
    return _nothing(done, refused) if together and refused else (done, refused)


@transaction.atomic
def assign(*, records, owner, by, was=None, together=False):
    """Give records, or follow-ups, to a colleague (None: to nobody). Returns ([(record, owner before)], [(record, why not)]).

    `was` is the owner (a number, or None) that each record, by its reference, had when it was chosen: whoever took one
    meanwhile keeps it until somebody says so again. Nobody gets what is hidden from them.
    """
    with pghistory.context(user=by.pk if by else None):
        held, done, refused = lock_all(records), [], []
        seen, kept = seen_by(owner, held), _kept_from(by, held)
        for one in held:
            if one in kept:
                refused.append(
                    (
                        one,
                        _(
                            "Others look after this person: break the glass on the page of the person first, or ask them."
                        ),
                    )
                )
            elif one not in seen:
                refused.append((one, _("%(owner)s may not see this record.") % {"owner": owner}))
            elif one.owner_id == (owner.pk if owner else None):
                done.append((one, one.owner))
            elif was is not None and was.get(one.reference, one.owner_id) != one.owner_id:
                refused.append((one, _("Taken over by %(owner)s meanwhile: send again to give it away nevertheless.")
                                % {"owner": one.owner or _("nobody")}))  # fmt: skip
            else:
                done.append((one, one.owner))
        if together and refused:
            return _nothing(done, refused)
        for model, numbers in _by_model([one for one, _before in done]).items():
            model.objects.filter(pk__in=numbers).exclude(owner=owner).update(owner=owner)
    return done, refused


@transaction.atomic
def add_follow_ups(*, records, text, due_on, owner, by, form_key, together=False):
    """The same to do about each record: one follow-up each, once for each form. Returns ([(record, follow-up)], [(record, why not)])."""
    with pghistory.context(user=by.pk if by else None):
        held = lock_all(records)
        seen = seen_by(owner, held)
        refused = [
            (one, _("%(owner)s may not see this record.") % {"owner": owner})
            for one in held
            if one not in seen
        ]
        going = [one for one in held if one in seen]
        keys = {key_of(form_key, one): one for one in going}
        made = {row.form_key: row for row in FollowUp.objects.filter(form_key__in=keys)}
        new = [(key, one) for key, one in keys.items() if key not in made]
        rows = [
            FollowUp(**{one.kind: one}, office_id=one.office_id, text=text, due_on=due_on, owner=owner, created_by=by,
                     form_key=key, synthetic=one.synthetic, reference=codes.encode(codes.PREFIXES["follow_up"], number))
            for (key, one), number in zip(new, next_numbers(len(new)), strict=True)
        ]  # fmt: skip
        FollowUp.objects.bulk_create(rows)
        made |= {row.form_key: row for row in rows}
        done = [(one, made[key]) for key, one in keys.items()]
    return _nothing(done, refused) if together and refused else (done, refused)


#: Records of a person whose owner looks after the person.
_OF_PERSON = frozenset({"person", "repatriation_case", "tracing_request", "evacuee", "follow_up"})


def _kept_from(by, records):
    """Of these, the people whom others than `by` look after, and their records: nobody takes them by giving them away."""
    if by is None or by.role != by.Role.CASEWORKER:
        return set()
    of = {
        one: one.pk if one.kind == "person" else one.person_id
        for one in records
        if one.kind in _OF_PERSON and not (one.kind == "follow_up" and one.owner_id == by.pk)
    }
    kept = kept_people(by, timezone.now()).filter(pk__in=set(of.values()) - {None})
    kept = set(kept.order_by().values_list("pk", flat=True))
    return {one for one, person in of.items() if person in kept}


def seen_by(owner, records):
    """Of these, those that the new owner may see; everybody's own choice where nobody is named."""
    if owner is None:
        return set(records)
    return {
        one for model, numbers in _by_model(records).items()
        for one in model.objects.visible_to(owner).filter(pk__in=numbers)
    }  # fmt: skip


def _by_model(records):
    found: dict[type, list] = {}
    for one in records:
        found.setdefault(type(one), []).append(one.pk)
    return found
