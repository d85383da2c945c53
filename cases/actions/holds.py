"""What is held of a person, said so that nobody learns why (D38).

A hold has one sentence whatever its reason: news of a death that the family does not know, or one of many others that
somebody keeps (`PersonHold`). All deeds that could tell the one from the other refuse alike.
"""

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.models import Claim, DeathNotice, Event, Parcel, Person, PersonHold, Statement, User
from cases.models.about import KINDS, AboutOne, model_of
from cases.models.death import held_people

#: Steps by which mail leaves our house. What another side did with it can always be recorded.
_LEAVING = {
    "parcel": ({"packed", "added", "dispatched", "handed_over"}, {"registered", "packed", "in_consignment"}),
    "correspondence": ({"forwarded", "handed_over", "released"}, {"registered", "checked", "held"}),
    "consignment": ({"dispatched", "handed_over"}, {"planned", "collecting", "closed"}),
}
#: Events of a person that follow from a notice of death and are recorded through it alone.
OF_NOTICE = frozenset({"death_reported", "family_informed"})


class Held(Refused):
    """Something that waits for somebody of the office; the sentence names the person to ask, never the reason."""


#: Who can do something about what they hold.
_WORKING = frozenset({User.Role.CASEWORKER, User.Role.COORDINATOR})


def _holding(person):
    """What holds of the human being whom this record is of, each with its owner: at most one row of each record."""
    kinds = DeathNotice.objects.of(person).withheld(), PersonHold.objects.of(person).in_force()
    return [row for rows in kinds for row in rows.select_related("owner")]


def _is_left_behind(row):
    """Can its owner do nothing about it any more: gone, in another role, or no longer somebody who may see the person?"""
    owner = row.owner
    if not owner.is_active or owner.role not in _WORKING:
        return True
    return not type(row).objects.visible_to(owner).filter(pk=row.pk).exists()


def sentence(person):
    """What stands in the way of anything that goes to this person, and who is to be asked; empty where nothing does."""
    held = _holding(person)
    if not held:
        return ""
    owner = held[0].owner
    if _is_left_behind(held[0]):
        return _("Held by the office, by %(owner)s, who can end it no more: ask a coordinator to take it over on the "
                 "page of the person.") % {"owner": owner}  # fmt: skip
    return _("Held by the office: ask %(owner)s.") % {"owner": owner}


def held_by(user):
    """What this user holds, the oldest first, of whatever kind: news that the family does not know, and holds in force."""
    kinds = DeathNotice.objects.withheld().filter(owner=user), PersonHold.objects.in_force()
    rows = [row for rows in kinds for row in rows.visible_to(user).select_related("person")]
    return sorted(rows, key=lambda row: (row.recorded_at, row.person_id))


def left_behind(person):
    """Who holds something of this person and can do nothing about it any more, if somebody does."""
    return next((row.owner for row in _holding(person) if _is_left_behind(row)), None)


@transaction.atomic
def take_over(*, person, reason, by):
    """What somebody left behind is from now on the business of `by`, who alone sees what it is, as its owner did (D38)."""
    if not reason.strip():
        raise Refused(_("Write why you take it over."), field="reason")
    with pghistory.context(user=by.pk, reason=reason.strip()):
        person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        left = [row for row in _holding(person) if _is_left_behind(row)]
        if not left:
            raise Refused(_("Nothing here is left behind any more: reload the page."))
        for row in left:
            if not Person.objects.visible_to(by).filter(pk=row.person_id).exists():
                raise Refused(
                    _("You may not see all records that are joined with this one: ask another coordinator.")
                )
            type(row).objects.filter(pk=row.pk, owner=row.owner).update(owner=by)


@transaction.atomic
def hold(*, person, reason, by, form_key=None):
    """Hold mail, labels and exports of a person, for a reason that `by` alone sees. Refused where somebody holds them."""
    with pghistory.context(user=by.pk):
        person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        if form_key and (again := PersonHold.objects.filter(form_key=form_key).first()):
            return again
        if held := sentence(person):
            raise Held(held)
        return PersonHold.objects.create(person=person, owner=by, reason=reason, form_key=form_key)


@transaction.atomic
def end(*, hold, by):
    """Nothing of this human being is held any more by its owner, on whichever of the joined records; only the owner ends it."""
    with pghistory.context(user=by.pk):
        own = PersonHold.objects.of(hold.person).in_force().filter(owner=by).order_by("pk")
        for row in own.select_for_update(of=("self",)):
            PersonHold.objects.filter(pk=row.pk).update(ended_at=timezone.now())


def refuse_leaving(about, type):
    """Refuse a step that sends something to a person whose mail is held."""
    types, statuses = _LEAVING.get(about.kind, ((), ()))
    if type not in types or about.status not in statuses:
        return
    if about.kind == "consignment":
        held = Parcel.objects.filter(consignment=about, status="in_consignment", addressee__in=held_people())
        if parcel := held.select_related("addressee").order_by("pk").first():
            raise Held(
                _("%(parcel)s in it: %(sentence)s To send the others, declare wrong that it was put into the "
                  "consignment.") % {"parcel": parcel.reference, "sentence": sentence(parcel.addressee)},
                field="type",
            )  # fmt: skip
        return
    person = about.addressee if about.kind == "parcel" else _addressee(about)
    if person and (held := sentence(person)):
        raise Held(held, field="type")


def refuse_leaving_any(parcels, type):
    """The same for many parcels, by one question."""
    types, statuses = _LEAVING["parcel"]
    leaving = [parcel.pk for parcel in parcels if type in types and parcel.status in statuses]
    held = Parcel.objects.filter(pk__in=leaving, addressee__in=held_people()).order_by("pk")
    if parcel := held.select_related("addressee").first():
        raise Held(f"{parcel.reference}: {sentence(parcel.addressee)}", field="type")


def naming_held(records):
    """Of these records those that name somebody who is held, by one question for each kind: whoever asks of many asks this first."""
    found: set = set()
    for model in {type(record) for record in records}:
        of_kind = {record.pk: record for record in records if type(record) is model}
        if (rows := held_rows(model._default_manager.all())) is not None:
            found |= {of_kind[pk] for pk in rows.filter(pk__in=of_kind).values_list("pk", flat=True)}
    return found


def _addressee(letter):
    return letter.person if letter.direction == letter.Direction.TO_PERSON else letter.correspondent_person


def refuse_untold(about, type, declared_status=""):
    """Refuse to write a death into the ledger of a person or their case before the family is informed; also as a state that is found."""
    tells = type in OF_NOTICE or declared_status == "deceased"
    if about.kind not in {"person", "repatriation_case"} or not tells:
        return
    person = about if about.kind == "person" else about.person
    if person and not DeathNotice.objects.of(person).told().exists():
        raise Refused(
            _("A death is first recorded under “News of a death” on the page of the person; it is entered here when "
              "the family is informed."),
            field="declared_status" if declared_status else "type",
        )  # fmt: skip


def held_rows(rows):
    """Of these records, those that name a person who is held; None where records of this kind name nobody."""
    asked = _naming(rows.model)
    return rows.model.objects.filter(asked) if asked else None


#: Columns in which a row names somebody.
_NAMES = ("person", "addressee", "sender_person", "correspondent_person", "visited", "companion", "caller")


def _naming(model):
    """What is asked of a row that names somebody who is held, or is about, beside or said of such a row; empty where none can."""
    if model is Person:
        return Q(pk__in=_keys(held_people()))
    named = {f.name for f in model._meta.get_fields() if getattr(f, "concrete", False)}
    found = Q()
    for name in _NAMES:
        if name in named:
            found |= Q(**{f"{name}__in": _keys(held_people())})
    if issubclass(model, AboutOne):
        for kind in KINDS.keys() - {"person"}:
            if (about := held_rows(model_of(kind).objects.all())) is not None:
                found |= Q(**{f"{kind}__in": _keys(about)})
    elif "event" in named and model._meta.get_field("event").related_model is Event:
        found |= Q(event__in=_keys(held_rows(Event.objects.all())))
    elif model is Statement:
        for said in (Claim, Event):
            found |= Q(pk__in=held_rows(said.objects.all()).order_by().values("statement"))
    return found


def _keys(rows):
    return rows.order_by().values("pk")
