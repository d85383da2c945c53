"""Lists of people held, received from either side about those of the other, partly worked off."""

from cases.actions import lists
from cases.demo.names import MALE
from cases.demo.romanise import romanise
from cases.demo.spoken import plainly
from cases.finding.lists import people_of
from cases.lib import name_lists
from cases.lib.matching import Description
from cases.models import CounterpartLine, CounterpartList, LineJudgement

_OURS, _THEIRS, _DECIDED = 12, 5, 6
Verdict = LineJudgement.Verdict


def make(world):
    """One list of each side, of people of the other whom it holds."""
    for side in world.sides:
        known = [person for person in side.held[:200] if person.name and person.confidentiality == "ordinary"]
        if known:
            _work_on(world, _record(world, side, known[:_OURS]), known)


def _record(world, side, known):
    """In other spellings than ours, with some whom we do not know."""
    rows = [(person.latin_name or person.name, person.born, person.pk) for person in known]
    rows += [(_invented(world, side), None, known[0].pk + number) for number in range(_THEIRS)]
    world.rng.shuffle(rows)
    written = "\n".join(["Name;Born;Training file", *(_written(*row) for row in rows)])
    lines = name_lists.read(written).lines
    told = [Description(names=(line.name,), born=line.born) for line in lines]
    return lists.record_list(
        office=world.office, by=world.staff[0], written=written, lines=lines,
        found=people_of(world.office, told, synthetic=True), synthetic=True, title="Synthetic list of people held",
        sender=side.other.ministry, received_on=world.ago(9), as_of=plainly(world.ago(14)),
        says=CounterpartList.Says.HELD, holding_party=side.other.party, owner=world.staff[0],
    )  # fmt: skip


def _written(name, born, number):
    return f"{name};{born.words or born.edtf if born else ''};T{number}"


def _written(name, born, number):
    return f"{name};{born.words or born.edtf if born else ''};T{number}"


def _invented(world, side):
    family, given = world.rng.choice(side.names.surnames)[False], world.rng.choice(side.names.given[MALE])
    return romanise(f"{family} {given}", side.names.language)


def _work_on(world, received, known):
    """The first lines are decided: who is on record as found, others as none of ours."""
    ours = {person.pk: person for person in known}
    for line in CounterpartLine.objects.filter(list=received).order_by("number")[:_DECIDED]:
        best = line.candidates.order_by("-score", "pk").first()
        person = ours.get(best.person_id) if best and best.score >= 75 else None
        lists.judge(
            line=line, verdict=Verdict.IS if person else Verdict.UNSURE if best else Verdict.NONE, person=person,
            reason="Synthetic: compared with our record.", by=world.rng.choice(world.staff),
        )  # fmt: skip
