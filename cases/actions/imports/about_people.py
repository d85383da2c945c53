"""What a row says of a person, made out of its cells: one name of several columns, places and states by their names."""

import re

from cases.actions.imports.rows import whole
from cases.lib import matching
from cases.lib.person_cells import SCHEMES
from cases.models import Party, Person, Place

_PLACES = ("birth_place", "last_residence")
_NAMES_OF_PLACES = ("name", "name_uk", "name_ru")


class Known:
    """States, and the places that rows name, learnt some hundred at a time."""

    def __init__(self, user):
        self.levels = user.confidentiality_levels
        self.parties: dict[str, Party] = {}
        for party in Party.objects.order_by("pk"):
            for name in filter(None, (party.code, party.name, party.name_uk, party.name_ru)):
                self.parties[name.casefold()] = party
        self.places: dict[str, list[Place]] = {}

    def learn(self, said):
        """The places of these values, by the name in any of three languages."""
        asked = {values[name] for values in said for name in _PLACES if values.get(name)} - self.places.keys()
        if not asked:
            return
        self.places |= {name: [] for name in asked}
        chain = Place.objects.select_related("parent__parent__parent").filter(restricted=False).order_by("pk")
        for column in _NAMES_OF_PLACES:
            for place in chain.filter(**{f"{column}__in": asked}):
                found = self.places[getattr(place, column)]
                if place not in found:
                    found.append(place)

    def place(self, pk):
        return next((place for found in self.places.values() for place in found if place.pk == pk), None)


def tidy(row, known):
    """Make columns of a person out of what the cells of a row say; what cannot be is wrong with the row."""
    values = row.values
    parts = " ".join(filter(None, (values.pop(name, "") for name in ("family", "given", "patronymic"))))
    others = values.pop("other_names", [])
    if parts and values.setdefault("name", parts) != parts:
        others = [parts, *others]
    if name := values.get("name"):
        values["sort_key"] = Person(name=name).make_sort_key()
    numbers = [
        *values.pop("numbers", []),
        *([scheme, values.pop(name)] for name, scheme in SCHEMES.items() if values.get(name)),
    ]
    beside = {
        "names": [other for other in dict.fromkeys(others) if other not in (name, values.get("latin_name"))],
        "numbers": [list(number) for number in dict.fromkeys(map(tuple, numbers))],
    }
    row.beside = {name: some for name, some in beside.items() if some}
    for column in _PLACES:
        _place(row, column, known)
    _states(row, known)
    if (
        values.get("confidentiality")
        and known.levels is not None
        and values["confidentiality"] not in known.levels
    ):
        row.wrong("confidentiality", "not_yours")


def _place(row, column, known):
    if not (name := row.values.pop(column, "")):
        return
    found = known.places[name]
    if len(found) == 1:
        row.values[f"{column}_id"] = found[0].pk
    else:
        row.wrong(column, "several_places" if found else "no_place")


def _states(row, known):
    values = row.values
    if said := values.pop("nationality", ""):
        party = known.parties.get(said.casefold())
        if party or re.fullmatch("[A-Za-z]{2}", said):
            values["nationality"] = party.code if party else said.upper()
        else:
            row.wrong("nationality", "no_state")
    if said := values.pop("power_of_dependence", ""):
        if party := known.parties.get(said.casefold()):
            values["power_of_dependence_id"] = party.pk
        else:
            row.wrong("power_of_dependence", "no_party")


def description(row, known):
    """What a row says that can tell people apart, for `cases.lib.matching`."""
    return _description(row.values, row.beside, lambda name: known.place(row.values.get(f"{name}_id")))


def _description(values, beside, place_of):
    names = [values.get("name"), values.get("latin_name"), *beside.get("names", ())]
    return matching.Description(
        names=tuple(filter(None, names)),
        born=values.get("born"),
        identifiers=tuple(map(tuple, beside.get("numbers", ()))),
        birth_place=_as_place(place_of("birth_place")),
        last_residence=_as_place(place_of("last_residence")),
        **{name: values.get(name, "") for name in _TOLD},
    )


def _as_place(place):
    return matching.Place(str(place), place.ancestry) if place else None


_TOLD = ("sex", "father_name", "mother_maiden_name", "nationality", "rank", "service_number")


def described(said):
    """What staged rows say that can tell people apart, for `cases.lib.matching`; `said` as `ImportRow.said` keeps it."""
    wholes = [whole(Person, each["values"]) for each in said]
    keys = {values.get(f"{name}_id") for values in wholes for name in _PLACES} - {None}
    places = Place.objects.select_related("parent__parent__parent").in_bulk(keys)
    return [
        _description(values, each["beside"], lambda name, values=values: places.get(values.get(f"{name}_id")))
        for values, each in zip(wholes, said, strict=True)
    ]
