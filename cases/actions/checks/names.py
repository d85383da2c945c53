"""What people are found by, against their names; operators are told of differences, not of names."""

from cases.actions import naming
from cases.actions.checks.difference import Difference
from cases.models import NameToken, PersonName, PersonTokens


def of_people(rows):
    """People whose words in the index are not those of their names."""
    names: dict[int, list[str]] = {row.pk: [] for row in rows}
    for person, full in PersonName.objects.filter(person__in=rows).values_list("person", "full"):
        names[person].append(full)
    tokens = {one.person_id: one for one in PersonTokens.objects.filter(person__in=rows)}
    numbers = {number for one in tokens.values() for number in one.tok}
    fold = dict(NameToken.objects.filter(pk__in=numbers).values_list("pk", "fold"))
    for row in rows:
        one = tokens.get(row.pk)
        expected = naming.words_of(row.name, row.latin_name, row.label, names[row.pk])
        stored = {fold.get(number) for number in one.tok} if one else None
        if one is None or stored != expected or one.office_id != row.office_id:
            yield Difference(row, "words", "those of other names" if one else None, "those of the names")


def of_words(rows):
    """Words of the dictionary whose sound or keys are not those that the word has."""
    for row in rows:
        if naming.dictionary_columns(row.fold) != {"sound": row.sound, "keys": row.keys}:
            yield Difference(row, "keys", "others", "those of the word")
