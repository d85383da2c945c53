"""What is known of a person: names, custody, what forms ask, relatives."""

from django.utils.translation import gettext as _

from cases.guarded import KEPT
from cases.models import Party, Person, Source
from cases.shown.timeline import show_day


def names(person, user):
    """Every form of the name as its source writes it; a source that the user may not see is left out."""
    rows = list(person.names.all())
    sources = Source.objects.visible_to(user).in_bulk({row.source_id for row in rows} - {None})
    return [{"name": row, "source": sources.get(row.source_id)} for row in rows]


def held_at(person, sees_places):
    """Where the latest period of custody says the person is held; the place for those who may see it."""
    periods = person.custody_periods.filter(end="").select_related("holding_power", "place")
    last = periods.order_by("-accepted", "-begin_sort", "-pk").first()
    return _where(last, sees_places) if last else _("nothing recorded")


def custody(person, sees_places):
    """The periods of custody, latest first."""
    periods = person.custody_periods.select_related("holding_power", "place").order_by("-begin_sort", "-pk")
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


def relatives(person, user):
    """The people related to this one and what each is to them, read from both sides."""
    pairs = [(row.other, row.inverse.label) for row in person.relationships.select_related("other")]
    pairs += [
        (row.person, row.get_role_display()) for row in person.inverse_relationships.select_related("person")
    ]
    seen = Person.objects.visible_to(user).in_bulk([other.pk for other, _role in pairs])
    return [{"person": other, "role": role} for other, role in pairs if other.pk in seen]
