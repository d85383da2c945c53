"""The flags of whoever a record names, for the pages on which the person is handled."""

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases.models import Person, PersonFlag

_NAMING = ("person", "addressee", "sender_person", "correspondent_person")


def named_people(record):
    """The keys of the persons whom a record names."""
    if record.kind == "person":
        return [record.pk]
    if record.kind == "visit":
        return list(record.visited.order_by().values_list("pk", flat=True))
    return [pk for name in _NAMING if (pk := getattr(record, f"{name}_id", None))]


def flags_about(record, user, on, *, may_edit=False):
    """The current flags of the persons whom a record names and of their joined records, as far as the user sees them."""
    people = named_people(record)
    if not people:
        return []
    stands = Person.objects.filter(pk__in=people).order_by().values(stands=Coalesce("joined_into", "pk"))
    ours = Person.objects.filter(Q(pk__in=stands) | Q(joined_into__in=stands))
    flags = PersonFlag.objects.current(on).visible_to(user).filter(person__in=ours.order_by().values("pk"))
    own = record.kind == "person"
    return [
        {
            "flag": flag,
            "person": None if own else flag.person,
            "edit_url": reverse("flag_edit", args=[flag.person.reference, flag.pk])
            if own and may_edit
            else "",
        }
        for flag in flags.select_related("person")
    ]


def flag_words(people, user, on):
    """The kinds of the current flags of some persons whom the reader sees, in words, by person: for lists.

    Flags of records joined with theirs are theirs, as far as the reader sees those.
    """
    stands, words = Person.objects.visible_to(user).standing_for(people), {}
    for flag in PersonFlag.objects.current(on).filter(person__in=stands):
        words.setdefault(stands[flag.person_id], []).append(flag.get_type_display())
    said = {pk: ", ".join(dict.fromkeys(each)) for pk, each in words.items()}
    return {person.pk: said.get(person.joined_into_id or person.pk, "") for person in people}
