"""Record and change how two people are related: once for each pair, read from both sides."""

import pghistory
from django.db import transaction
from django.db.models import Q
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
        again = Relationship.objects.filter(_of_pair(person, relative)).first()
        if again and (again.person_id, again.role) != (relative.pk, role):
            again.person, again.other, again.role = again.other, again.person, again.inverse
        if again and all(getattr(again, name) == value for name, value in facts.items()):
            return again
        if again:
            raise RelationshipRefused(
                _("How these two are related is recorded already, as %(role)s: change that.")
                % {
                    "role": again.get_role_display()
                    if again.person_id == relative.pk
                    else again.inverse.label
                },
                field="relative",
            )
        return Relationship.objects.create(person=relative, other=person, **facts)


@transaction.atomic
def change_relative(*, relationship, by):
    """Write a relationship that was changed."""
    with pghistory.context(user=by.pk):
        _hold(relationship.person, relationship.other)
        if (
            Relationship.objects.filter(_of_pair(relationship.person, relationship.other))
            .exclude(pk=relationship.pk)
            .exists()
        ):
            raise RelationshipRefused(
                _("How these two are related is recorded already: change that."), field="relative"
            )
        relationship.save()
    return relationship


def _of_pair(one, other):
    return Q(person=one, other=other) | Q(person=other, other=one)


def _hold(person, relative):
    """Lock both in the order of their keys, and refuse what no two people are to each other."""
    if person.pk == relative.pk:
        raise RelationshipRefused(_("A relationship is between two different persons."), field="relative")
    if person.office_id != relative.office_id:
        raise RelationshipRefused(_("The two are of different offices."), field="relative")
    if person.synthetic != relative.synthetic:
        raise RelationshipRefused(
            _("One of the two is made up for training: it is nobody’s relative."), field="relative"
        )
    people = Person.objects.filter(pk__in=[person.pk, relative.pk]).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True))
