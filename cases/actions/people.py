"""Give a name to somebody who was known by number: what named the placeholder names the person, who is counted once."""

from typing import NamedTuple
from uuid import uuid5

import pghistory
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cases.actions import Refused, custody, evidence, identity, naming, proposals
from cases.lib.dates import UncertainDate
from cases.models import (
    ChildCardItem,
    Confidentiality,
    Correspondence,
    DeathNotice,
    Document,
    Evacuee,
    FollowUp,
    GroupMembership,
    Parcel,
    Person,
    PersonFlag,
    PersonHold,
    PersonIdentifier,
    Relationship,
    RepatriationCase,
    RepatriationPart,
    Visit,
)

#: What names a person and can name another: the model, its column, and the columns that make a row one of its kind.
_NAMING = (
    (GroupMembership, "person", "group"),
    (Evacuee, "person", "evacuation"),
    (RepatriationPart, "person", "event"),
    (RepatriationPart, "companion", ""),
    (Visit.visited.through, "person", "visit"),
    (RepatriationCase, "person", ""),
    (Parcel, "addressee", ""),
    (Parcel, "sender_person", ""),
    (Correspondence, "person", ""),
    (Correspondence, "correspondent_person", ""),
    (PersonIdentifier, "person", "scheme value"),
    (PersonFlag, "person", ""),
    (ChildCardItem, "person", "item"),
    (DeathNotice, "person", "withdrawn_reason"),  # one that holds, beside those withdrawn
)


class NamingRefused(Refused):
    """A name given to somebody who has one, or by somebody who is no other person."""


@transaction.atomic
def name_placeholder(*, placeholder, person, by):
    """Let `person` take the place of an unnamed one: records that named the placeholder name the person.

    The placeholder stays, superseded, with what was claimed of it and with what names both already (decisions.md).
    """
    with pghistory.context(user=by.pk if by else None):
        locked = Person.objects.select_for_update(of=("self",)).filter(pk__in=(placeholder.pk, person.pk))
        people = {each.pk: each for each in locked.order_by("pk")}
        placeholder, person = people[placeholder.pk], people[person.pk]
        if placeholder.superseded_by_id == person.pk:
            return person
        _check(placeholder, person)
        _keep_as_strictly(placeholder, person)
        cases = list(RepatriationCase.objects.filter(person=placeholder).order_by("pk"))
        numbered = placeholder.identifiers.exists()
        for model, column, within in _NAMING:
            _repoint(model, column, within, placeholder, person)
        _repoint_relatives(placeholder, person)
        _repoint_holds(placeholder, person)
        custody.move_periods(placeholder=placeholder, person=person)
        if numbered:
            proposals.propose_for(person)
        about = {"person": person, "office": person.office, "confidentiality": person.confidentiality}
        FollowUp.objects.filter(person=placeholder).update(**about)
        Document.objects.filter(person=placeholder).update(**about)
        Person.objects.filter(pk=placeholder.pk).update(superseded_by=person)
        for case in cases:
            evidence.refresh_contested(case)
    return person


@transaction.atomic
def name_member(*, group, person, by, placeholder=None):
    """Name one of a group: in the place of `placeholder`, else of the first who has no name yet, else in a new one."""
    with pghistory.context(user=by.pk if by else None):
        group = type(group).objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
        ours = Person.objects.one_with(person).values("pk")
        if placeholder is None and GroupMembership.objects.filter(group=group, person__in=ours).exists():
            return person
        unnamed = group.members.counted().unnamed().visible_to(by).order_by("pk")
        if placeholder := placeholder or unnamed.first():
            return name_placeholder(placeholder=placeholder, person=person, by=by)
        GroupMembership.objects.create(group=group, person=person)
    return person


def _check(placeholder, person):
    if placeholder.is_named:
        raise NamingRefused(
            _("%(reference)s has a name: if the two are one person, judge them so.")
            % {"reference": placeholder.reference}
        )
    if placeholder.is_erased:
        raise NamingRefused(
            _("%(reference)s was erased: record the person without taking its place.")
            % {"reference": placeholder.reference}
        )
    if placeholder.superseded_by_id:
        raise NamingRefused(
            _("%(reference)s was named already: open that record to see as whom.")
            % {"reference": placeholder.reference}
        )
    if not person.is_named or person.superseded_by_id:
        raise NamingRefused(_("%(reference)s has no name to give.") % {"reference": person.reference})
    if (placeholder.office_id, placeholder.synthetic) != (person.office_id, person.synthetic):
        raise NamingRefused(
            _("One of the two is made up for training, or of another office: they are not one person.")
        )


def _keep_as_strictly(placeholder, person):
    """What few may see of the placeholder is seen by no more when it is of the person."""
    level = Confidentiality.strictest(placeholder.confidentiality, person.confidentiality)
    if level != person.confidentiality:
        reason = _("named in the place of %(reference)s, which is kept so") % {
            "reference": placeholder.reference
        }
        with pghistory.context(reason=reason):
            person.confidentiality = level
            person.save(update_fields=["confidentiality"])


def _repoint_relatives(placeholder, person):
    """Relationships of the placeholder become the person's, but for those that the person has, and to the person."""
    rows = Relationship.objects.filter(person=person) | Relationship.objects.filter(other=person)
    theirs = {pk for ends in rows.order_by().values_list("person", "other") for pk in ends}
    for column, other in (("person", "other"), ("other", "person")):
        rows = Relationship.objects.filter(**{column: placeholder})
        rows.exclude(**{f"{other}__in": theirs | {person.pk}}).update(**{column: person})


def _repoint_holds(placeholder, person):
    """What is held of the placeholder is held of the person, so that no mail leaves; of two holds in force theirs holds."""
    rows = PersonHold.objects.filter(person=placeholder)
    if PersonHold.objects.in_force().filter(person=person).exists():
        rows = rows.exclude(ended_at=None)
    rows.update(person=person)


def _repoint(model, column, within, placeholder, person):
    """Rows that name the placeholder name the person, but for those beside which the person is named already."""
    rows = model._default_manager.filter(**{column: placeholder})
    if within:
        same = {name: OuterRef(name) for name in within.split()}
        rows = rows.exclude(Exists(model._default_manager.filter(**{column: person}, **same).order_by()))
    rows.update(**{column: person})


class Entry(NamedTuple):
    """One line of a list: somebody on record, or a new person who is none of those that were shown."""

    name: str
    born: UncertainDate | None
    person: Person | None
    none_of: list[Person]


@transaction.atomic
def name_list(*, group, entries, by, form_key):
    """Name the people of a list as members of a group, all or none; (entry, person, was new) of each. Once for a form."""
    done = []
    with pghistory.context(user=by.pk):
        for place, entry in enumerate(entries):
            person = entry.person or _recorded(group, entry, by, key_of(form_key, place))
            done.append((entry, name_member(group=group, person=person, by=by), entry.person is None))
    return done


def key_of(form_key, place):
    """The key of the person whom a form records for its line at this place."""
    return uuid5(form_key, str(place))


def _recorded(group, entry, by, key):
    if again := Person.objects.filter(form_key=key).first():
        return again
    person = Person(
        office=group.office, name=entry.name, born=entry.born, synthetic=group.synthetic, created_by=by, form_key=key,
        confidentiality=group.confidentiality,
    )  # fmt: skip
    person.save(force_insert=True)
    naming.index_names([person])
    identity.dismiss(person=person, candidates=entry.none_of, by=by)
    proposals.propose_for(person)
    return person
