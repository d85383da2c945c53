"""Record and change how two people are related: once for each pair, read from both sides."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.models import Person, Relationship


class RelationshipRefused(Refused):
    """A relationship of somebody with themselves, of two offices, or of a pair that has one."""


@transaction.atomic
def record_relative(*, person, relative, role, by, begin=None, end=None, source=None):
    """Say what `relative` is to `person`, since when, until when, and where it is stated; the same words twice are once."""
    with pghistory.context(user=by.pk):
        _hold(person, relative)
        facts = {"role": role, "begin": begin, "end": end, "source": source}
        for again in Relationship.objects.between(person, relative).select_related("person", "other"):
            told = (
                Relationship.Role(again.role) if _stands(again.person) == _stands(relative) else again.inverse
            )
            if facts == {"role": told, "begin": again.begin, "end": again.end, "source": again.source}:
                return again
            raise RelationshipRefused(
                _("How these two are related is recorded already, as %(role)s: change that.")
                % {"role": told.label}, field="relative",
            )  # fmt: skip
        return Relationship.objects.create(person=relative, other=person, **facts)


@transaction.atomic
def change_relative(*, relationship, by):
    """Write a relationship that was changed."""
    with pghistory.context(user=by.pk):
        _hold(relationship.person, relationship.other)
        pair = relationship.person, relationship.other
        if Relationship.objects.between(*pair).exclude(pk=relationship.pk).exists():
            raise RelationshipRefused(
                _("How these two are related is recorded already: change that."), field="relative"
            )
        relationship.save()
    return relationship


def _stands(person):
    return person.joined_into_id or person.pk


def _hold(person, relative):
    """Lock both in the order of their keys, and refuse what no two people are to each other."""
    if _stands(person) == _stands(relative):
        raise RelationshipRefused(_("A relationship is between two different persons."), field="relative")
    if person.office_id != relative.office_id:
        raise RelationshipRefused(_("The two are of different offices."), field="relative")
    if person.synthetic != relative.synthetic:
        raise RelationshipRefused(
            _("One of the two is made up for training: it is nobody’s relative."), field="relative"
        )
    people = Person.objects.filter(pk__in=[person.pk, relative.pk]).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True))
