"""What pages show only to those who may see it: life-critical facts (R03), and linked records (R02)."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.models import CounterpartList, Event, GlassBreak
from cases.models.glass import kept_people

#: In place of what is kept, be it from the role or because others look after the person.
KEPT = gettext_lazy("not shown to you")


def sees_places(user):
    """May this user see where people are held or stay?"""
    return can(user, "see_life_critical")


def kept_from(user, people):
    """Of these keys of people, those whose life-critical facts this user does not see now; one query at most."""
    people = {pk for pk in people if pk}
    if not people or not sees_places(user):
        return people
    if user.role != user.Role.CASEWORKER:
        return set()
    return set(kept_people(user, timezone.now()).filter(pk__in=people).values_list("pk", flat=True))


def kept_of(user, person):
    """The same said of each row of a query, by its key of a person: an expression that is true where they are kept."""
    if not sees_places(user):
        return ExpressionWrapper(Q(**{f"{person}__isnull": False}), output_field=BooleanField())
    if user.role != user.Role.CASEWORKER:
        return Value(False)
    return Exists(kept_people(user, timezone.now()).filter(pk=OuterRef(person)))


def shown_at(user, place, person=""):
    """The rows whose place a list shows to this user: of no `person` whose facts are kept, and a restricted one to few."""
    shown = Q() if sees_places(user) else Q(**{f"{place}__restricted": False})
    return shown & ~Q(kept_of(user, person)) if person else shown


def without_kept(user, rows, *people):
    """These rows, but for those of people whose life-critical facts are kept: where a word in them is looked for, else it could be guessed."""
    if user.role != user.Role.CASEWORKER:
        return rows
    kept = kept_people(user, timezone.now()).values("pk")
    for person in people:
        rows = rows.exclude(**{f"{person}__isnull": False, f"{person}__in": kept})
    return rows


def any_kept_from(user, people):
    """Are there any among these people (a queryset of their keys) whose life-critical facts are kept? One query at most."""
    if not sees_places(user):
        return True
    return (
        user.role == user.Role.CASEWORKER and kept_people(user, timezone.now()).filter(pk__in=people).exists()
    )


def gives_copy(user, source):
    """Is the stored copy of a source for this user? That of a received list only while all its lines are shown."""
    received = CounterpartList.objects.filter(source=source).first()
    if received is None:
        return True
    shown = received.lines.visible_to(user).order_by()
    if shown.count() != received.lines.count():
        return False
    if received.owner_id == user.pk or not sees_places(user):
        return True
    return not any_kept_from(user, shown.filter(person__isnull=False).values("person"))


def is_kept_from(user, person):
    """Is this a person whom other caseworkers look after, and the glass whole? Whichever of the joined records they own."""
    if person is None or user.role != user.Role.CASEWORKER:
        return False
    return kept_people(user, timezone.now()).filter(pk=person.pk).exists()


def is_kept_about(user, row):
    """Is this row about a record of such a person, on whose page the words of colleagues and the files are kept?"""
    return row.about.kind in GATED and is_kept_from(user, person_of(row.about))


def kept_about(user, rows):
    """Those of these rows that are about a record of such a person, and nothing that this user is to do; one query at most."""
    others = [row for row in rows if row.about.kind in GATED and row.owner_id != user.pk]
    of = {row: row.person_id or row.about.person_id for row in others}
    kept = kept_from(user, of.values())
    return {row for row, key in of.items() if key in kept}


def person_of(record):
    """The person whom a record is of, if it is of one."""
    return record if record.kind == "person" else getattr(record, "person", None)


def needs_reason(user, record):
    """Must this auditor say why, before the page of a person or case is opened today?"""
    if user.role != user.Role.AUDITOR or record.kind not in GATED:
        return False
    person = person_of(record)
    about = {"person": person} if person else {"repatriation_case": record}
    if person is None and record.kind != "repatriation_case":
        return False
    return not GlassBreak.objects.standing(user, timezone.now()).filter(**about).exists()


#: Kinds of record that the auditor opens with a reason (safety.md §4).
GATED = frozenset({"person", "repatriation_case", "evacuee", "tracing_request"})


def glass(record):
    """The page that asks why."""
    return reverse("break_glass", args=[record.reference])


class BehindGlass:
    """A page that cannot keep anything back, such as a form: while the person's facts are kept it leads to the page that asks why."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if can(user, self.action) and is_kept_from(user, person_of(self.record)):
            return HttpResponseRedirect(glass(self.record))
        return super().dispatch(request, *args, **kwargs)


def seen_by(user, *records):
    """Of these records, those that the user may see."""
    return [
        record for record in records
        if record is not None and type(record).objects.visible_to(user).filter(pk=record.pk).exists()
    ]  # fmt: skip


#: Kinds of record on whose pages every place is kept from other roles.
OF_PEOPLE = frozenset({"person", "evacuee", "visit", "tracing_request"})


def close(user, rows):
    """Mark those of these claims or events that are about people whose facts are kept from this user; one query at most."""
    rows = list(rows)
    keys = [row.person_id or getattr(row.about, "person_id", None) for row in rows]
    kept = kept_from(user, keys)
    for row, key in zip(rows, keys, strict=True):
        row.closed = key in kept
    return rows


def claimed(claim, *, places):
    """The value of a claim, away from the page of its record: with its place only where that page shows it (R03)."""
    places = places and not getattr(claim, "closed", False)
    if places or not claim.place_id:
        return claim.value_text
    of_people = claim.about_kind in OF_PEOPLE or getattr(claim.about, "person_id", None)
    return str(KEPT) if of_people or claim.place.restricted else claim.value_text


def keeps_event(event, *, places):
    """Is where an event was, and what was noted of it, kept away from the page of its record as it is there (R03)?"""
    if places:
        return event.closed
    of_people = event.about_kind in OF_PEOPLE or getattr(event.about, "person_id", None)
    return bool(
        of_people or event.type == "family_called" or (event.place is not None and event.place.restricted)
    )


class NotOfOthers:
    """A form of a new record of a person, before the form: nobody comes to look after somebody by it whom others look after."""

    def clean(self):
        cleaned = super().clean()
        new = self.instance.pk is None
        if new and cleaned.get("owner") == self.user and is_kept_from(self.user, cleaned.get("person")):
            self.add_error("owner", _("Others look after this person: choose one of them, or break the glass on the page of the "
                                      "person first."))  # fmt: skip
        return cleaned


class Guarded:
    """A page about people, before `RecordPage`: other roles see no place, no note and no earlier value.

    What is public of a group (`of_person` is False) stays; only restricted places are kept.
    """

    of_person = True

    def dispatch(self, request, *args, **kwargs):
        """The auditor says why, once for each record and day."""
        user = request.user
        if user.is_authenticated and user.role == user.Role.AUDITOR and needs_reason(user, self.record):
            return HttpResponseRedirect(glass(self.record))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sees_places(self):
        return sees_places(self.request.user) and not self.behind_glass

    @property
    def reads_words(self):
        return self.sees_places

    @cached_property
    def behind_glass(self):
        """Is it kept because others look after the person, and not because of the role?"""
        return self.of_person and is_kept_from(self.request.user, person_of(self.record))

    def glass(self):
        """What the page says of the glass: whole, with the way through it, or broken until when."""
        if self.behind_glass:
            return {"url": glass(self.record), "until": None}
        user, person = self.request.user, person_of(self.record)
        if person is None or not can(user, "break_glass"):
            return None
        last = (
            GlassBreak.objects.standing(user, timezone.now()).filter(person=person).order_by("-until").first()
        )
        return {"url": "", "until": last.until} if last else None

    def place(self, place):
        """A place for the facts."""
        return (KEPT if self.keeps(place) else place) if place else _("not stated")

    def keeps(self, place):
        return not self.sees_places and (self.of_person or place.restricted)

    def date_fact(self, label, date):
        return {"label": label, "date": date} if date else {"label": label, "value": _("not stated")}

    def get_claims(self):
        return [claim for claim in super().get_claims() if not (claim.place_id and self.keeps(claim.place))]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {
            "sees_places": self.sees_places, "kept": KEPT, "glass": self.glass(),
        }  # fmt: skip
        if not self.sees_places:
            context["history"] = [{"at": "", "by": "", "text": KEPT}]
            for item in context["timeline"]:
                self.keep(item)
        elif not self.of_person:
            kept = kept_from(self.request.user, (item.get("whose") for item in context["timeline"]))
            for item in context["timeline"]:
                if item.get("whose") in kept:
                    item |= {name: KEPT for name in ("where", "note", "wrong_text") if item.get(name)}
        return context

    @cached_property
    def restricted(self):
        """The names of restricted places in the events of the record."""
        events = Event.objects.about(self.record).filter(place__restricted=True)
        return set(events.order_by().values_list("place__name", flat=True))

    def keep(self, item):
        """Take out of an event what is not for this role."""
        for name in ("where", "note", "wrong_text"):
            words = str(item.get(name) or "")
            if (
                item.get("id")
                and words
                and (
                    self.of_person
                    or item.get("of_person")
                    or any(place in words for place in self.restricted)
                )
            ):
                item[name] = KEPT
