"""What pages show only to those who may see it: life-critical facts (R03), and linked records (R02)."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.models import Event

KEPT = gettext_lazy("not shown to your role")


def sees_places(user):
    """May this user see where people are held or stay?"""
    return can(user, "see_life_critical")


def seen_by(user, *records):
    """Of these records, those that the user may see."""
    return [
        record for record in records
        if record is not None and type(record).objects.visible_to(user).filter(pk=record.pk).exists()
    ]  # fmt: skip


#: Kinds of record on whose pages every place is kept from other roles.
OF_PEOPLE = frozenset({"person", "evacuee", "visit", "tracing_request"})


def claimed(claim, *, places):
    """The value of a claim, away from the page of its record: with its place only where that page shows it (R03)."""
    if places or not claim.place_id:
        return claim.value_text
    of_people = claim.about_kind in OF_PEOPLE or getattr(claim.about, "person_id", None)
    return str(KEPT) if of_people or claim.place.restricted else claim.value_text


class Guarded:
    """A page about people, before `RecordPage`: other roles see no place, no note and no earlier value.

    What is public of a group (`of_person` is False) stays; only restricted places are kept.
    """

    of_person = True

    @cached_property
    def sees_places(self):
        return sees_places(self.request.user)

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
        context = super().get_context_data(**kwargs) | {"sees_places": self.sees_places, "kept": KEPT}
        if not self.sees_places:
            context["history"] = [{"at": "", "by": "", "text": KEPT}]
            for item in context["timeline"]:
                self.keep(item)
        return context

    @cached_property
    def restricted(self):
        """The names of restricted places in the events of the record."""
        events = Event.objects.about(self.record).filter(place__restricted=True)
        return set(events.order_by().values_list("place__name", flat=True))

    def keep(self, item):
        """Take out of an event what is not for this role."""
        for name in ("where", "note"):
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
