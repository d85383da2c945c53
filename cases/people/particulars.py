"""What is known of a person: names, what forms ask, relatives."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import IdentityLink, Party, Person, PersonName, Relationship, Source
from cases.shown.timeline import show_day


def names(people, user):
    """Every form of the name of some records as its source writes it; a source that the user may not see is left out."""
    rows = list(
        PersonName.objects.filter(person__in=people).select_related("person").order_by("person", "pk")
    )
    return [{"name": row, "source": source} for row, source in _with_sources(rows, user)]


def _with_sources(rows, user):
    """Rows with the sources that the user may see, with their publishers; None for others."""
    seen = Source.objects.visible_to(user).select_related("publisher")
    sources = seen.in_bulk({row.source_id for row in rows} - {None})
    return [(row, sources.get(row.source_id)) for row in rows]


def particulars(person, sees_places, kept):
    """What is known of what GC III Art. 122 and GC IV Art. 138 ask; contacts and restricted places not for everyone."""

    def shown(place):
        return kept if place and place.restricted and not sees_places else place

    known = [
        (_("Father’s first name"), person.father_name),
        (_("Mother’s maiden name"), person.mother_maiden_name),
        (_("Place of birth"), shown(person.birth_place)),
        (_("Nationality"), Party.objects.filter(code=person.nationality).first() or person.nationality),
        (_("Rank"), person.rank),
        (_("Service number"), person.service_number),
        (_("Last residence"), shown(person.last_residence)),
        *(
            (row.scheme, f"{row.value} · {row.issuer}" if row.issuer else row.value)
            for row in person.identifiers.all()
        ),
        (_("Person to be informed"), person.contact if sees_places else kept),
        (_("Address for correspondence"), person.address if sees_places else kept),
        (_("Sex"), person.get_sex_display()),
        (_("Depends on"), person.power_of_dependence),
        (_("Confidentiality"), person.get_confidentiality_display()),
        (_("Kept until"), show_day(person.retention_until) if person.retention_until else _("no day set")),
    ]
    return [{"label": label, "value": value} for label, value in known if value]


def relatives(people, user):
    """The people related to these records, what each is to them read from both sides, since when and on whose word."""
    rows = Relationship.objects.filter(Q(person__in=people) | Q(other__in=people)).order_by("pk")
    rows = _with_sources(list(rows.select_related("person", "other")), user)
    own = {person.pk for person in people}
    sides = [
        {"person": row.other, "of": row.person, "role": row.inverse.label, "row": row, "source": source}
        if row.person_id in own
        else {
            "person": row.person,
            "of": row.other,
            "role": row.get_role_display(),
            "row": row,
            "source": source,
        }
        for row, source in rows
    ]
    seen = Person.objects.visible_to(user).in_bulk([side["person"].pk for side in sides])
    return [side for side in sides if side["person"].pk in seen]


def joins(person, user):
    """The pairs by which this record and others are one person."""
    one = Person.objects.one_with(person)
    links = IdentityLink.objects.visible_to(user).joined().filter(first__in=one, second__in=one)
    rows = links.select_related("first", "second", "proposed_by", "confirmed_by").order_by("pk")
    return [{"link": row} for row in rows]
