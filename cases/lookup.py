"""Find one record by what somebody types: the combobox's suggestions, and the text that a form field resolves."""

import re
from dataclasses import dataclass
from functools import partial

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Upper

from cases.access import can
from cases.finding.people import find_people, once_each
from cases.lib import codes
from cases.lib.names.compare import LIKELY
from cases.models import (
    Actor,
    Agreement,
    Consignment,
    Correspondence,
    CounterpartList,
    Evacuation,
    Evacuee,
    FollowUp,
    Group,
    Parcel,
    Person,
    Place,
    RepatriationCase,
    RepatriationEvent,
    Source,
    Statement,
    TracingRequest,
    Undertaking,
    User,
    Visit,
)  # fmt: skip
from cases.models.about import KINDS as ABOUT
from cases.models.about import model_of
from cases.models.base import Record

LIMIT = 10
RECORD = "record"  # the kind of a field in which a record of any kind is found
FOLLOW_UP = "follow_up"
OF_EACH = 3  # how many suggestions of one kind stand among those of all


@dataclass(frozen=True)
class Kind:
    """How one kind is found: its model, the columns that words are looked for in, and how a row is described."""

    model: type
    words: tuple[str, ...]
    detail: str = ""
    scoped: bool = True
    related: tuple[str, ...] = ()

    def rows(self, user):
        rows = self.model._default_manager.select_related(*self.related)
        if self.scoped:
            return rows.visible_to(user)
        if self.model is User:
            return rows.filter(office_id=user.office_id, is_active=True)
        if self.model is Place and not can(user, "see_life_critical"):
            return rows.filter(restricted=False)
        return rows

    def described(self, rows, user):
        """The suggestions of these rows; a record that belongs to one is named only to those who see it (R02)."""
        details = [getattr(row, self.detail) if self.detail else "" for row in rows]
        details = [detail() if callable(detail) else detail for detail in details]
        hidden = hidden_of(user, [detail for detail in details if isinstance(detail, Record)])
        return [
            {
                "value": value_of(row),
                "label": str(row),
                "detail": "" if detail in hidden else str(detail or ""),
            }
            for row, detail in zip(rows, details, strict=True)
        ]


def hidden_of(user, records):
    """Of these records of one kind, those that the user does not see; one query at most."""
    if not records:
        return set()
    keys = {record.pk for record in records}
    return set(records) - set(type(records[0])._default_manager.visible_to(user).filter(pk__in=keys))


KINDS = {
    "person": Kind(Person, ("name", "latin_name", "label"), "latin_name"),
    "group": Kind(Group, ("name",)),
    "agreement": Kind(Agreement, ("title",)),
    "consignment": Kind(Consignment, ("title",)),
    "parcel": Kind(Parcel, ("sender",), "status_label", related=("addressee", "addressee_group")),
    "correspondence": Kind(
        Correspondence, ("correspondent", "person__name"), "status_label", related=("person",)
    ),
    "undertaking": Kind(Undertaking, ("text",), "agreement", related=("party", "agreement")),
    "evacuation": Kind(Evacuation, ("title",)),
    "repatriation_case": Kind(RepatriationCase, ("title",)),
    "source": Kind(Source, ("title", "url"), "publisher", related=("publisher",)),
    "statement": Kind(Statement, ("text", "quote"), "speaker", related=("speaker",)),
    "actor": Kind(Actor, ("name", "short_name"), "get_kind_display", scoped=False),
    "place": Kind(Place, ("name", "name_uk", "name_ru"), "parent", scoped=False, related=("parent",)),
    "visit": Kind(Visit, ("title",)),
    "evacuee": Kind(Evacuee, ("person__name", "person__latin_name"), related=("person", "evacuation")),
    "repatriation_event": Kind(RepatriationEvent, ("title",)),
    "counterpart_list": Kind(CounterpartList, ("title",), "sender", related=("sender",)),
    "tracing_request": Kind(TracingRequest, ("name", "enquirer"), "status_label"),
    "user": Kind(User, ("last_name", "first_name", "username"), "get_role_display", scoped=False),
}

_KIND_OF_PREFIX = {codes.PREFIXES[kind]: kind for kind in ABOUT}
_MODEL_OF_PREFIX = {prefix: model_of(kind) for prefix, kind in _KIND_OF_PREFIX.items()} | {
    codes.PREFIXES[FOLLOW_UP]: FollowUp
}
_TAIL = re.compile(r"·\s*(\S+)\s*$")


def value_of(row):
    """The text that stands in the field for a row, and that `resolve` reads back: the name, then what tells it apart."""
    if isinstance(row, User):
        return f"{row} · @{row.username}"
    code = getattr(row, "reference", None)
    return f"{row} · {code or f'#{row.pk}'}"


def suggest(kind, words, user):
    """Up to ten rows whose words begin with, or else contain, what was typed; fewer than one letter suggests nothing."""
    words = words.strip()[:100]
    if not words or "\0" in words:
        return []
    if kind == RECORD:
        return _suggest_any(words, user)
    look = KINDS[kind]
    if code := _reference(words):
        found = list(look.rows(user).filter(reference=code)[:1]) if _has_reference(look) else []
        if found:
            return look.described(found, user)
    return look.described(list(_some(kind, words, user, LIMIT)), user)


def resolve(kind, text, user):
    """The rows that a typed text can mean, at most two: one is the answer, none or two are for the user to put right."""
    text = text.strip()
    if "\0" in text:
        return []
    if kind == RECORD:
        return _resolve_any(text, user)
    look = KINDS[kind]
    rows = look.rows(user)
    tail = _TAIL.search(text)
    mark = tail.group(1) if tail else text
    if mark.startswith("@") and look.model is User:
        return list(rows.filter(username=mark[1:])[:1])
    if re.fullmatch(r"#\d{1,18}", mark):
        return list(rows.filter(pk=mark[1:])[:1])
    if _has_reference(look) and (code := _reference(mark)):
        found = list(rows.filter(reference=code)[:1])
        if found or tail:  # else they are words that only look like a code
            return found
    exact = _so_called(look, text, user)
    if exact or _is_surely_code(mark):
        return exact
    if look.model is Person:
        return _meant(text, user)[:2]
    condition = Q()
    for column in look.words:
        condition |= Q(**{f"{column}__icontains": text})
    return list(rows.filter(condition).order_by("pk")[:2]) if text else []


def _so_called(look, text, user):
    """The first two whose whole name is this; of people, of records joined as one the one that stands for them."""
    rows = look.rows(user).filter(**{f"{look.words[0]}__iexact": text})
    if look.model is Person:
        rows = rows.annotate(stands=Coalesce("joined_into", "pk")).distinct("stands")
        rows = rows.order_by("stands", F("joined_into").asc(nulls_first=True), "pk")
    return list(rows[:2])


def _named(text, user):
    """People by any spelling of their names, the best first."""
    return [hit.person for hit in once_each(find_people(user, text, limit=LIMIT))]


def _meant(text, user):
    """Whoever is likely to be called so, else whoever has all the words: in any script and language, but letter for letter."""
    hits = [hit for hit in find_people(user, text, limit=LIMIT) if _GUESSED.isdisjoint(hit.reasons)]
    return [hit.person for hit in once_each([hit for hit in hits if hit.score >= LIKELY] or hits)]


#: Where a name fits by one of these alone, somebody else can be meant: it is asked about, never taken.
_GUESSED = frozenset({
    "vowels_differ", "one_letter_differs", "two_letters_differ", "several_letters_differ", "gender_form", "given_name_differs",
    "family_name_differs", "patronymic_differs", "word_not_found",
})  # fmt: skip


def nearly(kind, text, user):
    """Up to three people who can be meant by a name that is on record in no such spelling, as the field has them."""
    if kind not in KINDS or KINDS[kind].model is not Person:
        return []
    return [value_of(person) for person in _named(text, user)[:3]]


def _some(kind, words, user, most):
    found = _named if KINDS[kind].model is Person else partial(_containing, kind)
    return found(words, user)[:most]


def any_record(user, text):
    """The record of any kind that a reference names, among those that the user may see; None if there is none."""
    reference = _reference(text)
    kind = _KIND_OF_PREFIX.get(reference.partition("-")[0])
    return model_of(kind).objects.visible_to(user).filter(reference=reference).first() if kind else None


def many_records(user, words):
    """What these references name, among what the user may see: word -> record or follow-up; one query for each kind."""
    wanted: dict[str, dict[str, str]] = {}
    for word in words:
        reference = _reference(word)
        wanted.setdefault(reference.partition("-")[0], {})[word] = reference
    found = {}
    for prefix, named in wanted.items():
        if model := _MODEL_OF_PREFIX.get(prefix):
            rows = (
                model.objects.visible_to(user)
                .filter(reference__in=set(named.values()))
                .select_related("owner")
            )
            rows = rows.with_about() if model is FollowUp else rows
            known = {row.reference: row for row in rows}
            found |= {word: known[reference] for word, reference in named.items() if reference in known}
    return found


def _suggest_any(words, user):
    """The record of a reference; else a few of each kind, so that no kind crowds out another."""
    found = [record] if (record := any_record(user, words)) else []
    for kind in () if found else ABOUT:
        found += _some(kind, words, user, OF_EACH)
    return [
        {"value": value_of(row), "label": str(row), "detail": f"{row.workflow.label} · {row.reference}"}
        for row in found[:LIMIT]
    ]


def _resolve_any(text, user):
    """By its reference, by the tail that a suggestion has, by its whole name, or by a part of it."""
    tail = _TAIL.search(text)
    mark = tail.group(1) if tail else text
    if (record := any_record(user, mark)) or (tail and _reference(mark)):
        return [record] if record else []
    if not text:
        return []
    looks = [KINDS[kind] for kind in ABOUT]
    exact = [row for look in looks for row in _so_called(look, text, user)]
    if exact or _is_surely_code(mark):
        return exact[:2]
    return [row for kind in ABOUT for row in _some(kind, text, user, 2)][:2]


def _containing(kind, words, user):
    look = KINDS[kind]
    condition = Q()
    for column in look.words:
        condition |= Q(**{f"{column}__icontains": words})
    return look.rows(user).filter(condition).order_by(Upper(look.words[0]), "pk")


def _has_reference(look):
    return any(field.name == "reference" for field in look.model._meta.concrete_fields)


def _is_surely_code(text):
    """Is it no name that only looks like a code? What is nobody's, or hidden, is then not taken for a part of another name."""
    return bool(_reference(text)) and codes.is_no_name(text)


def _reference(text):
    try:
        return codes.normalise(text)
    except codes.BadCode:
        return ""
