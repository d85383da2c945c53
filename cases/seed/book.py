"""Finds or makes the rows that the keys of the data files stand for.

Every row has a form key that follows from its key in the files, so that it is made once and never touched
again, whatever people have changed in it since. What a row refers to is looked up only when it is made.
"""

import uuid
from collections import Counter
from dataclasses import dataclass, field

import pghistory
from django.db import models

from cases.actions import evidence, naming, positions
from cases.models import Actor, Office, Party, Person, Place, Source, Statement, User
from cases.models.about import KINDS, model_of
from cases.models.fields import UncertainDateField
from cases.seed.reading import AHEAD, a_date

NAMESPACE = uuid.UUID("6b1c9a52-8f0e-4d57-9d3e-2f7d4c1b0a68")
OUR_OFFICE = "our-office"
_LOOSE = {"place": Place, "actor": Actor}


def form_key(*words):
    """The identity of a seeded row: the same words give the same key for ever."""
    return uuid.uuid5(NAMESPACE, " ".join(words))


def the_office():
    """The first office; made under a general name when there is none."""
    return Office.objects.order_by("pk").first() or Office.objects.create(name="Homeward office")


def the_recorder(office):
    """Who stands as the recorder of seeded rows: a user who cannot sign in."""
    user = User.objects.filter(username="seed").first()
    if user is None:
        user = User(username="seed", first_name="Seeded from public sources", is_active=False, office=office)
        user.set_unusable_password()
        user.save()
    return user


@dataclass
class Book:
    """The rows of the data files by their keys; how many of each model were new, and which records."""

    tables: dict
    office: Office
    by: User
    made: Counter = field(default_factory=Counter)
    fresh: set = field(default_factory=set)
    known: dict = field(default_factory=dict)

    def __post_init__(self):
        keyed = ((table, row) for table, rows in self.tables.items() for row in rows if "key" in row)
        self.rows = {(table, row["key"]): row for table, row in keyed}

    def party(self, code):
        """A party, by its ISO code."""
        row = next(row for row in self.tables["party"] if row["code"] == code)
        return self._once(Party, row, code=code)

    def place(self, key):
        """A place, by its key."""
        row = dict(self.rows["place", key])
        parent = self.place(row["parent"]) if "parent" in row else None
        identity = {"name": row["name"], "country": row["country"], "parent": parent}
        return self._once(Place, row | identity, **identity)

    def actor(self, key):
        """An actor, by its key; our own office is the one that keeps these records."""
        if key == OUR_OFFICE:
            facts = {"name": self.office.name, "kind": Actor.Kind.OUR_OFFICE, "office": self.office}
            return self._once(Actor, facts, office=self.office)
        row = dict(self.rows["actor", key])
        party = self.party(row["party"]) if "party" in row else None
        return self._once(Actor, row | {"party": party}, name=row["name"])

    def source(self, key):
        """A source, by its key, with the chain that it relays."""
        return self._keyed(Source, "source", key, self._source)

    def statement(self, key):
        """A statement, by its key, with the statements that it is derived from."""
        return self._keyed(Statement, "statement", key, self._statement)

    def record(self, about):
        """A record, by its kind and key ("group.six")."""
        kind, _, key = about.partition(".")
        return self._keyed(model_of(kind), kind, key, self._record)

    def is_fresh(self, about):
        """Was this record made in this run?"""
        return about in self.fresh

    def _once(self, model, facts, **identity):
        place = (model, *identity.values())
        if place not in self.known:
            found = model.objects.filter(**identity).first()
            if found is None:
                columns = {name: value for name, value in facts.items() if name != "key"}
                found = model.objects.create(**columns)
                self.made[model] += 1
            self.known[place] = found
        return self.known[place]

    def _keyed(self, model, kind, key, make):
        about = f"{kind}.{key}"
        if about not in self.known:
            identity = form_key(kind, key)
            found = model.objects.filter(form_key=identity).first()
            if found is None:
                found = make(model, self.rows[kind, key])
                if found.form_key == identity:  # a source whose address somebody recorded before is theirs
                    self.made[model] += 1
                    self.fresh.add(about)
            self.known[about] = found
        return self.known[about]

    def _source(self, _model, row):
        facts = {name: row[name] for name in ("title", "url", "type", "language") if name in row}
        if "published" in row:
            facts["published"] = a_date(row["published"], None)
        if "relayed_from" in row:
            facts["relayed_from"] = self.source(row["relayed_from"])
        return evidence.record_source(
            office=self.office, publisher=self.actor(row["publisher"]), by=self.by,
            form_key=form_key("source", row["key"]), **facts,
        )  # fmt: skip

    def _statement(self, _model, row):
        source = self.source(row["source"])
        facts = {name: row[name] for name in ("modality", "quote", "language") if name in row}
        if "said" in row:
            facts["said"] = a_date(row["said"], source.published)
        return evidence.record_statement(
            source=source, speaker=self.actor(row["speaker"]), text=row["text"], by=self.by,
            parts=[self.statement(part) for part in row.get("parts", ())],
            form_key=form_key("statement", row["key"]), **facts,
        )  # fmt: skip

    def _record(self, model, row):
        facts, many = self._facts(model, row)
        with pghistory.context(user=self.by.pk):
            record = model.objects.create(
                office=self.office, created_by=self.by, form_key=form_key(model.kind, row["key"]), **facts
            )
            for name, rows in many.items():
                getattr(record, name).set(rows)
            if model is Person:
                naming.index_names([record])
            return positions.refresh(record) if model.kind == "repatriation_case" else record

    def _facts(self, model, row):
        """The columns of a row, references resolved by what their fields point to; those to many apart."""
        published = self.statement(row["statement"]).source.published if "statement" in row else None
        facts, many = {}, {}
        for name, value in row.items():
            if name == "key":
                continue
            column = model._meta.get_field(name)
            if column.many_to_many:
                many[name] = [self._referred(column.related_model, item) for item in value]
            elif isinstance(column, models.ForeignKey):
                facts[name] = self._referred(column.related_model, value)
            elif isinstance(column, UncertainDateField):
                facts[name] = a_date(value, published, ahead=name in AHEAD)
            else:
                facts[name] = value
        return facts, many

    def _referred(self, model, key):
        if model is Party:
            return self.party(key)
        if model is Statement:
            return self.statement(key)
        name = model._meta.model_name
        if name in _LOOSE:
            return getattr(self, name)(key)
        kind = next(kind for kind, model_name in KINDS.items() if model_name.lower() == name)
        return self.record(f"{kind}.{key}")
