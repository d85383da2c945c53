"""What is known of a person: names, custody, what forms ask, relatives."""

from django.utils.translation import gettext as _

from cases.guarded import KEPT
from cases.models import CustodyPeriod, IdentityLink, Party, Person, PersonName, Relationship, Source
from cases.shown.timeline import show_day


def names(people, user):
    """Every form of the name of some records as its source writes it; a source that the user may not see is left out."""
    rows = list(
        PersonName.objects.filter(person__in=people).select_related("person").order_by("person", "pk")
    )
    sources = Source.objects.visible_to(user).in_bulk({row.source_id for row in rows} - {None})
    return [{"name": row, "source": sources.get(row.source_id)} for row in rows]


def held_at(people, sees_places):
    """Where the latest period of custody says the person is held; the place for those who may see it."""
    periods = CustodyPeriod.objects.filter(person__in=people, end="").select_related("holding_power", "place")
    last = periods.order_by("-accepted", "-begin_sort", "-pk").first()
    return _where(last, sees_places) if last else _("nothing recorded")


def custody(people, sees_places):
    """The periods of custody of some records, latest first."""
    periods = CustodyPeriod.objects.filter(person__in=people).order_by("-begin_sort", "-pk")
    periods = periods.select_related("holding_power", "place", "person")
    return [{"period": period, "where": _where(period, sees_places)} for period in periods]


def _where(period, sees_places):
    """The place and the power that holds the person, unless the place's name says that already."""
    power, place = str(period.holding_power), str(period.place or _("place not stated"))
    if period.place_id and not sees_places:
        return f"{power}, {_('place')} {KEPT}"
    return place if power in place else f"{place}, {power}"


def particulars(person, sees_places, kept):
    """What is known of what GC III Art. 122 and GC IV Art. 138 ask; contacts not for everyone."""
    known = [
        (_("Father’s first name"), person.father_name),
        (_("Mother’s maiden name"), person.mother_maiden_name),
        (_("Place of birth"), person.birth_place),
        (_("Nationality"), Party.objects.filter(code=person.nationality).first() or person.nationality),
        (_("Rank"), person.rank),
        (_("Service number"), person.service_number),
        (_("Last residence"), person.last_residence),
        *(
            (row.scheme, f"{row.value} · {row.issuer}" if row.issuer else row.value)
            for row in person.identifiers.all()
        ),
        (_("Person to be informed"), person.contact if sees_places else kept),
        (_("Address for correspondence"), person.address if sees_places else kept),
        (_("Kept until"), person.retention_until and show_day(person.retention_until)),
    ]
    return [{"label": label, "value": value} for label, value in known if value]


def relatives(people, user):
    """The people related to these records and what each is to them, read from both sides."""
    rows = Relationship.objects.filter(person__in=people).select_related("other")
    pairs = [(row.other, row.inverse.label) for row in rows]
    rows = Relationship.objects.filter(other__in=people).select_related("person")
    pairs += [(row.person, row.get_role_display()) for row in rows]
    seen = Person.objects.visible_to(user).in_bulk([other.pk for other, _role in pairs])
    return [{"person": other, "role": role} for other, role in pairs if other.pk in seen]


def joins(person, user):
    """The pairs by which this record and others are one person."""
    one = Person.objects.one_with(person)
    links = IdentityLink.objects.visible_to(user).joined().filter(first__in=one, second__in=one)
    rows = links.select_related("first", "second", "proposed_by", "confirmed_by").order_by("pk")
    return [{"link": row} for row in rows]
