"""What stands beside a person of a list: further names and numbers, the words they are found by, and possible duplicates."""

from cases.actions import naming, proposals
from cases.finding.lists import people_of
from cases.lib import scripts
from cases.models import (
    IdentityLink,
    ImportRow,
    NameIndexDue,
    Person,
    PersonIdentifier,
    PersonName,
    PersonTokens,
)


def put(batch, rows, by):
    """Record the names and numbers of rows; whoever is new or changed is then proposed beside those who are like them."""
    PersonName.objects.bulk_create(
        PersonName(
            person_id=row.record,
            full=name,
            script=scripts.script_of(name),
            language=scripts.language_of(name),
        )
        for row in rows
        for name in row.beside.get("names", ())
    )
    PersonIdentifier.objects.bulk_create(
        PersonIdentifier(person_id=row.record, scheme=scheme, value=value)
        for row in rows
        for scheme, value in row.beside.get("numbers", ())
    )
    naming.index_names(row.record for row in rows)
    _propose(batch, list(dict.fromkeys(row.record for row in rows)))
    proposals.propose_again([row.record for row in rows if row.outcome == ImportRow.Outcome.CHANGED])


def _propose(batch, records):
    """Pairs into the queue of possible duplicates: with everybody who is there now, also by this very file."""
    people = Person.objects.described().in_bulk(records)
    told = [people[pk].description() for pk in records]
    links = {
        tuple(sorted((pk, each.person))): each
        for pk, alike in zip(records, people_of(batch.office, told, synthetic=batch.synthetic), strict=True)
        for each in alike
        if each.person != pk
    }
    ends = {pk for pair in links for pk in pair}
    joined = dict(
        Person.objects.filter(pk__in=ends, joined_into__isnull=False).values_list("pk", "joined_into")
    )
    links = {
        pair: each
        for pair, each in links.items()
        if joined.get(pair[0], pair[0]) != joined.get(pair[1], pair[1])
    }
    IdentityLink.objects.bulk_create(
        (
            IdentityLink(first_id=first, second_id=second, office_id=batch.office_id, score=each.score,
                         reasons=list(each.reasons))
            for (first, second), each in sorted(links.items())
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def take_back(rows):
    """Take what `put` recorded away again; of whom somebody judged a pair of the new ones, as {"reference": …}, or None."""
    new = [row.record for row in rows if row.outcome == ImportRow.Outcome.NEW]
    links = IdentityLink.objects.of(new).order_by("pk")
    if judged := links.filter(judgements__isnull=False).select_related("first", "second").first():
        return {"reference": (judged.second if judged.second_id in new else judged.first).reference}
    links._raw_delete(links.db) if new else None
    names = {(row.record, name) for row in rows for name in row.beside.get("names", ())}
    numbers = {(row.record, *number) for row in rows for number in row.beside.get("numbers", ())}
    people = [row.record for row in rows]
    _delete(PersonName, people, ("person_id", "full"), names)
    _delete(PersonIdentifier, people, ("person_id", "scheme", "value"), numbers)
    if new:
        for cache in (PersonTokens, NameIndexDue):
            cache.objects.filter(person__in=new).delete()
    naming.index_names({*people} - {*new})
    proposals.propose_again({*people} - {*new})
    return None


def _delete(model, people, columns, wanted):
    if wanted:
        there = model.objects.filter(person__in=people).order_by("pk").values_list("pk", *columns)
        model.objects.filter(pk__in=[pk for pk, *said in there if tuple(said) in wanted]).delete()
