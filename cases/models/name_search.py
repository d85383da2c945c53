"""What names are found by: caches of `Person` and `PersonName`, written by `cases.actions.naming` alone.

They hold words of the names of all people, whoever may see these: no screen shows them, and a search asks for the
persons behind them with `visible_to`.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cases.models.person import Person
from cases.models.person_name import PersonName


class NameToken(models.Model):
    """One distinct word of names as it is written, with the keys under which its other spellings meet it."""

    id = models.AutoField(primary_key=True)  # four bytes: the array of each person has many of them
    fold = models.CharField(max_length=80, help_text="The word without case and accents, in its own script.")
    sound = models.CharField(max_length=80, help_text="The same from Cyrillic and from any romanisation.")
    keys = ArrayField(
        models.TextField(), help_text="Those of cases.lib.names.keys, each after the mark of its kind."
    )
    n = models.PositiveIntegerField(
        default=1, help_text="How many people had it when words were last counted."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fold"], name="nametoken_once")]
        indexes = [
            models.Index(fields=["sound"], name="nametoken_sound_idx"),
            GinIndex(fields=["keys"], name="nametoken_keys_idx", fastupdate=False),
        ]

    def __str__(self):
        return self.fold

    @property
    def reference(self):
        """The word in a line for operators, who need no names."""
        return f"word {self.pk}"


class PersonTokens(models.Model):
    """The words of all names of one person, as numbers of `NameToken`."""

    person = models.OneToOneField(
        "cases.Person", on_delete=models.CASCADE, primary_key=True, related_name="tokens"
    )
    office = models.ForeignKey("cases.Office", on_delete=models.PROTECT, related_name="+", db_index=False)
    tok = ArrayField(models.IntegerField())

    class Meta:
        verbose_name_plural = "person tokens"
        indexes = [GinIndex(fields=["office", "tok"], name="persontokens_tok_idx", fastupdate=False)]

    def __str__(self):
        return f"{self.person_id}: {self.tok}"


class NameIndexDue(models.Model):
    """A person whose names changed in a transaction that has not written `PersonTokens` yet."""

    person = models.OneToOneField(
        "cases.Person", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "name index due"

    def __str__(self):
        return str(self.person_id)


_DUE = "INSERT INTO cases_nameindexdue (person_id) {} ON CONFLICT DO NOTHING; RETURN NULL;"


def _due_on_insert(who):
    """At once for all rows of a statement, so that thousands cost as one."""
    return pgtrigger.Trigger(
        name="due_on_insert",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=_DUE.format(who),
    )


def _due_on_update(values, *columns):
    return pgtrigger.Trigger(
        name="due_on_update",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*columns),
        func=_DUE.format(f"VALUES {values}"),
    )


pgtrigger.register(
    _due_on_insert("SELECT id FROM new_rows"),
    _due_on_update("(NEW.id)", "name", "latin_name", "label", "office"),
)(Person)
pgtrigger.register(
    _due_on_insert("SELECT DISTINCT person_id FROM new_rows"),
    _due_on_update("(OLD.person_id), (NEW.person_id)", "full", "person"),
    pgtrigger.Trigger(
        name="due_on_delete",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        func=_DUE.format("VALUES (OLD.person_id)"),
    ),
)(PersonName)
