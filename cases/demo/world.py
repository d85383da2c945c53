"""Who is there for a synthetic office: two sides that differ in nothing but their names, and those between.

Every draw is made without looking which side it is for, and both sides have tables of the same lengths:
change the sides over and the same office comes out, with the names changed over (the mirror test).
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from cases.actions import evidence
from cases.demo.batch import at_work
from cases.demo.paths import Deck, steps
from cases.demo.sides import Side, actor, side
from cases.demo.spoken import Spoken, plainly
from cases.models import Actor, Event, Office, Source, Statement, User

_SAID = (190, 150, 115, 85, 60, 38, 20, 6)  # days ago, the same for all who speak: what they say can differ
_EVIDENCE = (
    Event.Evidence.SIGNED_RECEIPT,
    Event.Evidence.PHOTO,
    Event.Evidence.TESTIMONY,
    Event.Evidence.PARTY_STATEMENT,
    Event.Evidence.OWN_OBSERVATION,
    Event.Evidence.OWN_OBSERVATION,
)


@dataclass(eq=False)
class World:
    """One run of the generator: its chance, its day, its office and everybody in it."""

    office: Office
    today: date
    rng: random.Random
    staff: list[User]
    sides: tuple[Side, Side]
    between: list[Actor]
    media: Actor
    spoken: Spoken
    statements: dict[int, list[Statement]] = field(default_factory=dict)
    decks: dict[int, Deck] = field(default_factory=dict)

    @property
    def speakers(self):
        """Those between, and of both sides alike the ombudsman and the ministry."""
        return [*self.between, *(who for side in self.sides for who in (side.ombudsman, side.ministry))]

    def ago(self, days):
        """So many days before today."""
        return self.today - timedelta(days=days)

    def deal(self, weights):
        """An option of a table of weights, the same for either side; see `Deck`."""
        deck = self.decks.setdefault(id(weights), Deck(self.rng, weights))
        return deck.deal()

    def pick(self, some):
        """One of them, or None where there is nobody."""
        return self.rng.choice(some) if some else None

    def owner(self):
        """Somebody of the office who looks after a record, or nobody."""
        return self.rng.choice([*self.staff, None])

    def level(self):
        """A level of confidentiality."""
        return self.rng.choices(["ordinary", "restricted", "strict"], [86, 11, 3])[0]

    def statement(self, *speakers):
        """Something that one of the speakers said."""
        return self.rng.choice(self.statements[self.rng.choice(speakers).pk])

    def spread(self, path, first, last=None):
        """Days for the events of a path, at random between two days."""
        return self.spoken.days(len(steps(path)), first, min(last or self.today, self.today))

    def happened(self, record, path, days, **facts):
        """The events of a path on their days; `facts` has, by type, what an event of it says besides."""
        events, earlier = [], datetime.min.replace(tzinfo=UTC)
        for (type, found), day in zip(steps(path), days, strict=True):
            earlier = max(earlier, at_work(day, self.rng.randint(0, 3000), latest=self.today))
            events.append(
                Event(
                    **{f"{record.kind}_id": record.pk},
                    type=type,
                    declared_status=found,
                    office=self.office,
                    occurred=self.spoken.past(day),
                    recorded_at=earlier,
                    recorded_by=self.rng.choice(self.staff),
                    **(self._rests_on(day) | self._says(facts.get(type), day)),
                )
            )
        return events

    def _rests_on(self, day):
        """Something that was said since, or evidence."""
        grade, speaker = self.rng.choice(_EVIDENCE), self.rng.choice(self.speakers)
        later = [said for said in self.statements[speaker.pk] if said.said_earliest >= day]
        if later and self.rng.random() < 0.35:
            return {"statement": later[0]}
        return {"evidence": grade}

    @staticmethod
    def _says(facts, day):
        return facts(day) if callable(facts) else facts or {}


def create(*, office, today, seed, staff, parties=("RU", "UA")):
    """The world of a run, with the statements that its events and claims rest on."""
    rng = random.Random(seed)  # noqa: S311  the same seed gives the same office
    sides = tuple(side(code) for code in parties)
    sides[0].other, sides[1].other = sides[1], sides[0]
    between = [
        actor("Training relief society", "humanitarian", None),
        actor("Training mission of a third country", "organisation", None),
    ]
    world = World(
        office,
        today,
        rng,
        staff,
        sides,
        between,
        actor("Training news agency", "media", None),
        Spoken(rng, today),
    )
    _speak(world)
    return world


def _speak(world):
    """A source, and what everybody who speaks said in it."""
    by = world.staff[0]
    source = evidence.record_source(
        office=world.office,
        publisher=world.media,
        title="Synthetic training source",
        by=by,
        synthetic=True,
        type=Source.Kind.OWN,
        language="en",
        published=plainly(world.ago(1)),
        retrieved_on=world.today,
    )
    for speaker in world.speakers:
        world.statements[speaker.pk] = [
            evidence.record_statement(
                source=source,
                speaker=speaker,
                said=plainly(world.ago(days)),
                by=by,
                text=f"Synthetic statement of {speaker} about the records of this office.",
            )
            for days in _SAID
        ]
