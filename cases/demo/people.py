"""People: prisoners, internees, the evacuated and relatives, half of them of either side."""

from datetime import timedelta

from cases.demo import paths
from cases.demo.batch import Batch
from cases.demo.names import FEMALE, MALE
from cases.demo.romanise import romanise
from cases.demo.spoken import plainly, year
from cases.models import CustodyPeriod, Person, PersonIdentifier, PersonName, Relationship

_CHUNK = 4000
_ROLES = {"prisoner": 8, "internee": 2, "evacuated": 5, "relative": 1}
_DEAD = {False: 40, True: 1}
_YOUNGEST = 1_500  # days: some of those who were evacuated are children
_UNNAMED = {False: 12, True: 1}
_HELD = {
    "prisoner": CustodyPeriod.Basis.PRISONER_OF_WAR,
    "internee": CustodyPeriod.Basis.INTERNEE,
    "evacuated": CustodyPeriod.Basis.ACCOMMODATION,
}
_KIN = (Relationship.Role.SIBLING, Relationship.Role.SPOUSE, Relationship.Role.RELATIVE)
_RANKS = ("private", "corporal", "sergeant", "lieutenant", "captain")


def make(world, count):
    """So many people, their names, custody and events; those who can be written to are left on their side."""
    batch = Batch(world)
    for number in range(count):
        _person(world, batch, world.sides[number % 2])
        if number % _CHUNK == _CHUNK - 1:
            batch.save()
    _relate(world, batch)
    batch.save()


def _person(world, batch, side):
    role, dead = world.deal(_ROLES), world.deal(_DEAD)
    sex = MALE if role == "prisoner" else world.rng.choice([FEMALE, MALE])
    names = _names(world, side, sex)
    dead = dead and role == "prisoner"
    since = world.ago(world.rng.randint(20, 420))
    person = batch.record(
        Person,
        since=since,
        sex=sex,
        confidentiality="strict" if dead else world.level(),
        owner=world.staff[-1] if dead else world.owner(),
        **_called(world, side, names),
        **_facts(world, side, role),
    )
    if person.name:
        _write_names(world, batch, person, side, names)
    _detain(world, batch, person, side, role, since)
    path = world.deal(
        paths.DEATH if dead else paths.PRISONER if role in ("prisoner", "internee") else paths.CIVILIAN
    )
    family = {"family_called": {"note": "Synthetic call: greetings passed on."}}
    batch.tell(person, world.happened(person, path, world.spread(path, since), **family))
    if not dead and role != "relative":
        (side.moved if role == "evacuated" else side.held).append(person)


def _names(world, side, sex):
    """A family name, a given name, the father's name and a patronymic; drawn for unnamed people as well."""
    woman, rng = sex == FEMALE, world.rng
    family = rng.choice(side.names.surnames)[woman]
    given = rng.choice(side.names.given[sex])
    father, sons, daughters = rng.choice(side.names.fathers)
    return family, given, father, daughters if woman else sons


def _called(world, side, names):
    family, given, father, patronymic = names
    place = world.rng.choice(side.settlements)
    if world.deal(_UNNAMED):
        side.unnamed += 1
        return {"label": f"unnamed, no. {side.unnamed} from {place}", "last_residence": place}
    name = f"{family} {given} {patronymic}"
    return {
        "name": name,
        "latin_name": romanise(name, side.names.language),
        "father_name": father,
        "last_residence": place,
    }


def _facts(world, side, role):
    rng, party = world.rng, side.party
    born, exactly = (
        world.spoken.within(world.ago(24_000), world.ago(_YOUNGEST if role == "evacuated" else 7_300)),
        rng.random(),
    )
    facts = {
        "nationality": party.code,
        "power_of_dependence": party,
        "born": _born(born, exactly),
        "birth_place": rng.choice([*side.settlements, None]),
        "contact": rng.choice(["", "Synthetic relative; reached through this office only."]),
    }
    number = f"T-{rng.randrange(100_000, 1_000_000)}"
    if role == "prisoner":
        facts |= {"rank": rng.choice(_RANKS), "service_number": number}
    return facts


def _born(day, exactly):
    if exactly < 0.05:
        return None
    if exactly < 0.35:
        return plainly(day)
    return year(day, about=exactly > 0.9)


def _write_names(world, batch, person, side, names):
    family, given, _, patronymic = names
    latin = [romanise(part, side.names.language) for part in (family, given, patronymic)]
    for script, type, (last, first, second) in (
        (PersonName.Script.CYRILLIC, PersonName.Kind.OFFICIAL, (family, given, patronymic)),
        (PersonName.Script.LATIN, PersonName.Kind.TRANSLITERATION, latin),
    ):
        batch.add(
            PersonName,
            person=person,
            full=f"{last} {first} {second}",
            family=last,
            given=first,
            patronymic=second,
            script=script,
            language=side.names.language,
            type=type,
        )
    if world.rng.random() < 0.1:
        number = f"TR{world.rng.randrange(10**6):06d}"
        batch.add(
            PersonIdentifier, person=person, scheme="training passport", value=number, issuer="synthetic"
        )


def _detain(world, batch, person, side, role, since):
    if role in _HELD:
        day = since - timedelta(days=world.rng.randint(1, 30))
        batch.add(
            CustodyPeriod,
            person=person,
            holding_power=side.other.party,
            basis=_HELD[role],
            place=side.other.shelter if role == "evacuated" else world.rng.choice([side.other.camp, None]),
            begin=world.spoken.past(day),
            accepted=world.rng.random() < 0.7,
        )


def _relate(world, batch):
    """Some of the evacuated of one side belong together."""
    for side in world.sides:
        pairs = zip(side.moved[::5], side.moved[1::5], strict=False)
        for person, other in pairs:
            batch.add(Relationship, person=person, other=other, role=world.rng.choice(_KIN))
