"""What is told of people, by one statement that is planned once: what `cases.lib.matching` compares, and nothing else of them."""

from typing import NamedTuple

from cases.finding.plan import rows_by_index
from cases.lib import matching
from cases.lib.dates import UncertainDate

# A place and those that contain it, the innermost first.
_ANCESTRY = """
    CASE WHEN p.{0} IS NOT NULL THEN (
        WITH RECURSIVE around (id, parent_id, step) AS (
            SELECT id, parent_id, 0 FROM cases_place WHERE id = p.{0}
             UNION ALL SELECT c.id, c.parent_id, step + 1 FROM around JOIN cases_place c ON c.id = around.parent_id WHERE step < 20
        ) SELECT array_agg(id ORDER BY step) FROM around) END
"""
_TELLING = ("sex", "father_name", "mother_maiden_name", "nationality", "rank", "service_number")
_BORN = ("born", "born_words", "born_earliest", "born_latest", "born_basis")
_TOLD = f"""
    SELECT p.id, p.office_id, coalesce(p.joined_into_id, p.id), ARRAY[p.name, p.latin_name]
             || ARRAY(SELECT n."full" FROM cases_personname n WHERE n.person_id = p.id ORDER BY n.id),
           ARRAY(SELECT ARRAY[i.scheme, i.value] FROM cases_personidentifier i WHERE i.person_id = p.id ORDER BY i.id),
           {_ANCESTRY.format("birth_place_id")}, {_ANCESTRY.format("last_residence_id")},
           {", ".join(f"p.{name}" for name in (*_BORN, *_TELLING))}
      FROM cases_person p WHERE p.id = ANY({{which}})
"""  # noqa: S608
_THESE = _TOLD.format(which="$1::bigint[]")


class Told(NamedTuple):
    """A person of an office, the one who stands for them, and what is told of them."""

    office: int
    stands: int
    description: matching.Description


def told_of(pks):
    """{number: Told} for some people."""
    return {pk: _told(*row) for pk, *row in rows_by_index(_THESE, [sorted(pks)])}


def told_of_those(found, parameters):
    """The same for people whom a statement finds; it begins with common table expressions and ends in an array of numbers."""
    tables, which = found
    return {pk: _told(*row) for pk, *row in rows_by_index(tables + _TOLD.format(which=which), parameters)}


def _told(office, stands, names, identifiers, birth_place, last_residence, *rest):
    (edtf, words, earliest, latest, basis), telling = rest[: len(_BORN)], rest[len(_BORN) :]
    born = (
        UncertainDate(edtf=edtf, words=words, earliest=earliest, latest=latest, basis=basis) if edtf else None
    )
    description = matching.Description(
        names=tuple(dict.fromkeys(name for name in names if name)),
        born=born,
        birth_place=birth_place and matching.Place("", tuple(birth_place)),
        last_residence=last_residence and matching.Place("", tuple(last_residence)),
        identifiers=tuple(map(tuple, identifiers)),
        **dict(zip(_TELLING, telling, strict=True)),
    )
    return Told(office, stands, description)
