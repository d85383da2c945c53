"""The two sides: a state each, with places, bodies and names that are plainly made for training."""

from dataclasses import dataclass, field

from cases.demo.names import NAMES, Names
from cases.models import Actor, Group, Party, Person, Place

SETTLEMENTS = 6
PARTIES = {"RU": ("Russia", "Росія", "Россия"), "UA": ("Ukraine", "Україна", "Украина")}


@dataclass(eq=False)
class Side:
    """One state of the two, as this office would meet it."""

    party: Party
    names: Names
    ombudsman: Actor
    ministry: Actor
    facility: Actor
    settlements: list[Place]
    shelter: Place
    camp: Place
    other: "Side | None" = None
    unnamed: int = 0
    held: list[Person] = field(default_factory=list)
    moved: list[Person] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def actor(name, kind, party):
    """Somebody who speaks, holds or carries: synthetic, and named so that nobody is meant."""
    one, _made = Actor.objects.get_or_create(
        name=name, defaults={"kind": kind, "party": party, "synthetic": True}
    )
    return one


def side(code):
    """The side of a state; actors and places that an earlier run left are used again."""
    name, name_uk, name_ru = PARTIES[code]
    party, _made = Party.objects.get_or_create(
        code=code, defaults={"name": name, "name_uk": name_uk, "name_ru": name_ru}
    )
    region = _place(party, "Training region", ("Навчальна область", "Учебная область"))
    return Side(
        party=party,
        names=NAMES[code],
        ombudsman=actor(f"Training ombudsman, {party}", "official", party),
        ministry=actor(f"Training ministry, {party}", "state_body", party),
        facility=actor(f"Training camp office, {party}", "facility", party),
        settlements=[
            _place(
                party,
                f"Training settlement {n}",
                (f"Навчальне селище {n}", f"Учебный посёлок {n}"),
                parent=region,
            )
            for n in range(1, SETTLEMENTS + 1)
        ],
        shelter=_place(
            party, "Training reception centre", ("Навчальний притулок", "Учебный приют"), parent=region
        ),
        camp=_place(
            party, "Training camp", ("Навчальний табір", "Учебный лагерь"), parent=region, restricted=True
        ),
    )


def _place(party, name, others, **columns):
    names = {"name_uk": others[0], "name_ru": others[1]}
    place, _made = Place.objects.get_or_create(
        name=f"{name}, {party}",
        country=party.code,
        parent=columns.pop("parent", None),
        defaults={**names, **columns, "synthetic": True},
    )
    return place
