"""Records found by a number: a reference code, a number of a person's papers, a postal item number."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.lib import codes
from cases.lookup import KINDS
from cases.models import Correspondence, Parcel, Person, PersonIdentifier

_BY_PREFIX = {codes.PREFIXES[kind]: look.model for kind, look in KINDS.items() if kind in codes.PREFIXES}
_ITEM = re.compile(r"[^\W\d_]{2}\d{9}[^\W\d_]{2}")
MOST = 10


@dataclass
class Found:
    """The records that a number names, and a sentence where it nearly names one."""

    records: list = field(default_factory=list)
    said: str = ""


def by_number(user, text):
    """What a number can name, among what the user may see; nothing where the text has no digit."""
    if not re.search(r"\d", text):
        return Found()
    return _by_reference(user, text) or _by_item_number(user, text) or _by_papers(user, text)


def _by_reference(user, text):
    """The record of a reference code; where its check character is wrong, the records of the nearest valid codes.

    Nothing is said of a text that can be a name, such as one with a year of birth.
    """
    try:
        code = codes.normalise(text)
        if record := _record(user, code):
            return Found([record])
        if not codes.is_no_name(text):
            return None
        codes.decode(code)
    except codes.WrongCheck as wrong:
        if not codes.is_no_name(text):
            return None
        near = _of_codes(user, dict.fromkeys((*wrong.nearest, *codes.one_slip_away(text))))[:MOST]
        if not near:
            return Found(said=wrong.message)
        return Found(near, _("This is not a valid code: one character is wrong or two are swapped. Nearest:"))
    except codes.BadCode:
        return None
    return Found(said=_("%(code)s is a valid code, and no record that you may see has it.") % {"code": code})


def _record(user, code):
    model = _BY_PREFIX.get(code.partition("-")[0])
    return model.objects.visible_to(user).filter(reference=code).first() if model else None


def _of_codes(user, wanted):
    """The records that have one of these codes, in the order of the codes; one question for each kind."""
    of_model = {}
    for code in wanted:
        if model := _BY_PREFIX.get(code.partition("-")[0]):
            of_model.setdefault(model, []).append(code)
    found = {
        record.reference: record
        for model, some in of_model.items()
        for record in model.objects.visible_to(user).filter(reference__in=some)
    }
    return [found[code] for code in wanted if code in found]


def _by_item_number(user, text):
    plain = re.sub(r"[\s\-.]+", "", text)
    if not _ITEM.fullmatch(plain):
        return None
    try:
        number = codes.validate_s10(plain)
    except codes.BadCode as bad:
        return Found(said=bad.message)
    named = (model.objects.visible_to(user).filter(s10=number)[:MOST] for model in (Parcel, Correspondence))
    return Found([record for records in named for record in records])


def _by_papers(user, text):
    """People by the number of a passport, of an authority, of the army, however it is written; each once, whoever was named since."""
    numbered = PersonIdentifier.objects.written(text[:100]).values("person")
    people = Person.objects.visible_to(user).filter(superseded_by=None)
    found = [*people.filter(pk__in=numbered)[:MOST], *people.with_service_number(text[:100])[:MOST]]
    found.sort(key=lambda person: (person.joined_into_id is not None, person.pk))
    once: dict[int, Person] = {}
    for person in found:
        once.setdefault(person.joined_into_id or person.pk, person)
    return Found(list(once.values()))
