"""The columns of the list of people as a file."""

import json

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Case, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.translation import gettext_lazy

from cases.generic.cells import OWNER, SYNTHETIC, Dated, Number, Said, Text, choice, last_event, party
from cases.models import Confirmation, Person, PersonFlag


def derived(user, on):
    """What the file needs and no column has: a name in place of a name, and the flags of a day.

    A line is of a human being: flags of the records joined into theirs stand in it, of those that the user sees.
    """
    stands = OuterRef(OuterRef("pk"))
    ours = Person.objects.visible_to(user).filter(Q(pk=stands) | Q(joined_into=stands)).order_by()
    flags = PersonFlag.objects.current(on).filter(person__in=ours.values("pk")).order_by()
    flags = flags.values(stands=Coalesce("person__joined_into", "person"))
    each = JSONBAgg(JSONObject(type="type", instruction="instruction"), order_by="id")
    return {
        "unnamed": Case(When(name="", then=F("label")), default=Value("")),
        "flagged": Cast(Subquery(flags.annotate(each=each).values("each")), TextField()),
    }


def flags(copied):
    """Each flag in a sentence, and each sentence once."""
    return "; ".join(dict.fromkeys(str(PersonFlag(**flag)) for flag in json.loads(copied or "[]")))


PERSON = (
    (gettext_lazy("Reference"), Text("reference")),
    (gettext_lazy("Name"), Text("name")),
    (gettext_lazy("In Latin letters"), Text("latin_name")),
    (gettext_lazy("While no name is known"), Text("unnamed")),
    (gettext_lazy("Born"), Dated("born")),
    (gettext_lazy("Sex"), choice(Person, "sex")),
    (gettext_lazy("Nationality"), Text("nationality")),
    (gettext_lazy("Depends on"), party("power_of_dependence")),
    (gettext_lazy("Contested"), Number("contested")),
    (gettext_lazy("Owner"), OWNER),
    (gettext_lazy("Last event"), last_event(Person)),
    (gettext_lazy("Synthetic"), SYNTHETIC),
    (gettext_lazy("Custody"), Said(lambda state: Confirmation(state).label, "confirmed")),
    (gettext_lazy("Flags"), Said(flags, "flagged")),
)
