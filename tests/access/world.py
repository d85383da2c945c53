"""Two offices full of records with canaries in every text, and what is strict in one of them (R02, R03).

Whatever is somebody else's to see carries a word that nothing else has: where that word is read in an answer, or the reference
of such a record, something leaked.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import pgtrigger
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cases.actions import glass, naming
from cases.lib.dates import from_edtf
from cases.lib.registry import Sensitivity, registry
from cases.models import (
    ChildCardItem,
    Claim,
    Confidentiality,
    CustodyPeriod,
    DeathNotice,
    Document,
    Erasure,
    Evacuation,
    Evacuee,
    Event,
    EventError,
    FamilyCall,
    FollowUp,
    GlassBreak,
    Invitation,
    Office,
    Person,
    Place,
    RepatriationCase,
    RoleChange,
    SavedView,
    SavedViewLook,
    SecondFactorReset,
    SetupLink,
    Statement,
    TracingRequest,
    User,
)
from cases.models.about import AboutOne
from cases.models.base import Record
from cases.models.export import Export, ExportApproval
from cases.models.hold import PersonHold
from tests import factories as make
from tests.admin.conftest import records, row_of
from tests.models.kinds import named

#: The words, by what they mark: read by everybody of the office; of another office; for coordinators alone.
OURS, THEIRS, STRICT = "Zqours", "Zqtheirs", "Zqstrict"
#: Life-critical facts of somebody of ours whom the coordinator looks after: kept from caseworkers behind glass.
CLOSED = "Zqclosed"
#: Life-critical fields of our own records; what its owner alone may know until the family does (D38).
KEPT, UNTOLD = "Zqkept", "Zquntold"
#: What is asked about members of staff, and their accounts: of this office, and of another one.
OUR_STAFF, THEIR_STAFF = "Zqcolleague", "Zqelsewhere"
STAFF = (Invitation, RoleChange, SecondFactorReset, SetupLink, User)
STAFF_OF = {OURS: OUR_STAFF, STRICT: OUR_STAFF, THEIRS: THEIR_STAFF}
#: What is typed to find the canaries: part of every such text, and no canary itself.
LURE = "kestrel"

#: Columns with a form of their own, in which no word can be put.
FORMED = {
    "reference", "sha256", "script", "language", "media_type", "country", "iso_3166_2", "pcode", "code", "list",
    "query", "password", "username", "timezone", "tracking", "s10",
}  # fmt: skip
#: Public tables, and who works here: everybody in the office may read them.
PUBLIC = {"Party", "Actor", "Place", "Office", "User"}


#: All tables of which there is one row in each scope.
TABLES = [
    *records(),
    PersonHold,
    Export,
    ExportApproval,
    Invitation,
    RoleChange,
    SecondFactorReset,
    SetupLink,
]


#: Rows that hide or undo what they point to, or are one with an event of their own kind: no second one points to a hidden record, nor
#: what copies its scope from its record.
ENDING = (DeathNotice, EventError, FamilyCall)


@dataclass
class World:
    """The offices, the people who work there, and one row of each kind in each scope."""

    office: Office
    elsewhere: Office
    users: dict = field(default_factory=dict)
    ours: dict = field(default_factory=dict)
    linked: dict = field(default_factory=dict)
    strict: dict = field(default_factory=dict)
    theirs: dict = field(default_factory=dict)
    filled: int = 0
    place: Place | None = None
    refused: list = field(default_factory=list)

    def references(self, *tokens):
        """The references of all records that carry one of these words."""
        return set().union(*(self.codes.get(token, set()) for token in tokens))

    def hidden_from(self, actor):
        """The references that nobody tells them; the administrator knows those of the records that they are to erase."""
        known = self.to_erase if actor.role == "administrator" else set()
        return self.references(*actor.canaries) - known

    closed: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    to_erase: set = field(default_factory=set)


def build():
    """Both offices, filled and linked; nothing of it is committed."""
    world = World(make.OfficeFactory(name="Here"), make.OfficeFactory(name="Elsewhere"))
    world.place = make.PlaceFactory(name=f"{KEPT} {LURE} place", restricted=True)
    for role in User.Role.values:
        world.users[role] = make.UserFactory(username=role, role=role, office=world.office)
    for scope, token, office in (
        ("theirs", THEIRS, world.elsewhere), ("strict", STRICT, world.office), ("ours", OURS, world.office),
    ):  # fmt: skip
        before = known()
        rows = {model: least(model, office) for model in TABLES}
        setattr(world, scope, rows)
        make_child(rows[Person])
        if scope == "ours":
            alone = [model for model in TABLES if not issubclass(model, (AboutOne, *ENDING))]
            world.linked = {model: least(model, office) for model in alone}
            give(world, rows)
        if scope == "strict":
            make_strict(before)
        fill(world, token, before)
    close(world)
    link(world)
    keep_untold(world)
    say_why(world.users["auditor"])
    make.AuditSealFactory()
    world.to_erase = set(Erasure.objects.values_list("reference", flat=True))
    naming.index_names(Person.objects.order_by("pk"))
    return world


def least(model, office):
    """The least row of a table in an office."""
    if model is GlassBreak:
        return make.GlassBreakFactory(record__office=office)
    if model.__name__ == "DocumentFile":
        return make.DocumentFileFactory(document__parcel__office=office)
    if model is Export:
        return make.ExportFactory(office=office)
    if model is ExportApproval:
        return make.ExportApprovalFactory(export__office=office)
    if model is Invitation:
        return make.InvitationFactory(office=office)
    if model is SavedViewLook:
        return make.SavedViewLookFactory(view__office=office)
    if model is RoleChange:
        return make.RoleChangeFactory(user__office=office)
    if model is SecondFactorReset:
        return make.SecondFactorResetFactory(user__office=office)
    if model is SetupLink:
        made_by = User.objects.filter(office=office, username="coordinator").first()
        made_by = made_by or make.UserFactory(role="administrator", office=None)
        return make.SetupLinkFactory(user__office=office, made_by=made_by)
    if model is PersonHold:
        return make.PersonHoldFactory(person__office=office)
    return row_of(named(model), office)


def make_child(person):
    """Of a child there is a card besides."""
    person.born = from_edtf("2015")
    person.save()


def give(world, rows):
    """What only its owner sees belongs to the caseworker."""
    worker = world.users["caseworker"]
    person = make.PersonFactory(office=world.office)
    rows[DeathNotice] = make.DeathNoticeFactory(person=person, owner=worker)
    rows[PersonHold] = make.PersonHoldFactory(person=make.PersonFactory(office=world.office), owner=worker)
    rows[Export] = make.ExportFactory(office=world.office, owner=worker)
    asked = make.ExportFactory(office=world.office, owner=worker, state="asked", rows=12_000)
    rows[ExportApproval] = make.ExportApprovalFactory(export=asked)
    SavedView.objects.filter(pk=rows[SavedView].pk).update(owner=worker)
    rows[SavedViewLook] = make.SavedViewLookFactory(view=rows[SavedView], user=worker)


def close(world):
    """Somebody of ours whom the coordinator looks after, with all that is kept of them."""
    office, owner = world.office, world.users["coordinator"]
    person = make.PersonFactory(
        office=office, owner=owner, contact=f"{CLOSED} relative", address=f"{CLOSED} home"
    )
    make_child(person)
    place = make.PlaceFactory(name=f"{CLOSED} place", restricted=True)
    world.closed = {
        Person: person,
        CustodyPeriod: make.CustodyPeriodFactory(person=person, place=place),
        Evacuee: make.EvacueeFactory(office=office, person=person, place=place, evacuation=world.ours[Evacuation]),
        RepatriationCase: make.RepatriationCaseFactory(office=office, person=person, group=None, place_now=place),
        ChildCardItem: make.ChildCardItemFactory(person=person, value=f"{CLOSED} blood group"),
        Event: make.EventFactory(about=person, type="seen", place=place, note=f"{CLOSED} note"),
        Claim: make.ClaimFactory(
            about=person, aspect="place", place=place, statement=world.ours[Statement],
        ),
        TracingRequest: make.TracingRequestFactory(
            office=office, person=person, last_seen_place=place, circumstances=f"{CLOSED} circumstances",
        ),
        Document: make.DocumentFactory(office=office, person=person, parcel=None, location=f"{CLOSED} cupboard"),
    }  # fmt: skip
    for model in (Evacuee, RepatriationCase, TracingRequest):
        record = world.closed[model]
        make.EventFactory(about=record, type="noted", place=place, note=f"{CLOSED} note about it")
        make.FollowUpFactory(
            office=office, parcel=None, text=f"{CLOSED} to do about it", owner=owner, **{record.kind: record}
        )
    world.closed[FollowUp] = record.followups.get()


def say_why(auditor):
    """The auditor has given a reason for every record today: what is shown then is tried."""
    now = timezone.now()
    for person in Person.objects.order_by("pk"):
        glass.break_glass(record=person, reason="The proof", by=auditor, now=now)
    for case in RepatriationCase.objects.filter(person=None).order_by("pk"):
        glass.break_glass(record=case, reason="The proof", by=auditor, now=now)


def keep_untold(world):
    """The words of what only its owner may know (D38)."""
    for model in (DeathNotice, PersonHold):
        row = world.ours[model]
        for column in texts(model):
            model.objects.filter(pk=row.pk).update(**{column.name: f"{UNTOLD} {LURE}"})


@contextmanager
def as_if_said():
    """Change what the ledger holds; what a constraint refuses, also one that waits for the end, is undone."""
    with pgtrigger.ignore(*frozen()), transaction.atomic():
        yield
        connection.check_constraints()


@cache
def frozen():
    """The triggers that let no row of the ledger be changed: the world is made as if its words had been said so."""
    return [
        f"{model._meta.label}:no_update"
        for model in apps.get_app_config("cases").get_models()
        if any(trigger.name == "no_update" for trigger in getattr(model._meta, "triggers", ()))
    ]


def is_record(model):
    return issubclass(model, Record)


def known():
    """The keys that each table has now."""
    return {
        model: set(model.objects.values_list("pk", flat=True))
        for model in apps.get_app_config("cases").get_models()
    }


def make_strict(before):
    """The records that came since are the coordinators' alone."""
    for model in apps.get_app_config("cases").get_models():
        own_level = is_record(model) or (
            hasattr(model, "confidentiality") and not issubclass(model, AboutOne)
        )
        if own_level and not model.__name__.endswith("History"):
            with as_if_said():
                model.objects.exclude(pk__in=before[model]).update(confidentiality=Confidentiality.STRICT)


# --- Words in every text ----------------------------------------------------------------------------------


def texts(model):
    """The columns of a table in which somebody writes words."""
    for column in model._meta.concrete_fields:
        words = type(column) in {models.CharField, models.TextField, models.URLField}
        if (
            words
            and column.editable
            and not column.choices
            and column.name not in FORMED
            and not column.primary_key
        ):
            yield column


def fill(world, token, before):
    """Put a word that marks the scope into every text of the rows that came since; what a constraint refuses stays."""
    for model in apps.get_app_config("cases").get_models():
        if model.__name__ in PUBLIC or model.__name__.endswith("History"):
            continue
        rows = model.objects.exclude(pk__in=before[model])
        for column in texts(model):
            word = KEPT if token == OURS and is_life_critical(model, column) else token
            word = STAFF_OF[token] if model in STAFF else word
            if words := words_for(word, model, column):
                write(world, rows, column, Concat(Value(words), Cast(F("pk"), models.TextField())))
        if any(column.name == "reference" for column in model._meta.concrete_fields):
            world.codes.setdefault(token, set()).update(rows.values_list("reference", flat=True))
        if token == OURS:
            hold_there(world, model, rows)


def words_for(token, model, column):
    """What is written: the mark, the lure and where it stands, or the mark alone where there is no room for more."""
    before, between = ("https://example.org/", "-") if isinstance(column, models.URLField) else ("", " ")
    for parts in ([token, LURE, f"{model.__name__}.{column.name}", ""], [token, ""]):
        words = before + between.join(parts)
        if not column.max_length or len(words) + 8 <= column.max_length:
            return words
    return ""


def write(world, rows, column, value):
    try:
        with as_if_said():
            world.filled += rows.update(**{column.name: value})
    except DatabaseError as refusal:
        world.refused.append((named(rows.model), column.name, str(refusal).splitlines()[0]))


def is_life_critical(model, column):
    return registry().sensitivity(model._meta.label_lower, column.name) == Sensitivity.LIFE_CRITICAL


def hold_there(world, model, rows):
    """Wherever our records say where somebody is held or stays, it is the place that few may read of."""
    for column in model._meta.concrete_fields:
        if column.related_model is Place and is_life_critical(model, column):
            write(world, rows, column, world.place.pk)


# --- Links between what one sees and what one does not ----------------------------------------------------


def link(world):
    """What is strict points to what is ours, and the other way round, wherever the database lets it."""
    for model, row in world.strict.items():
        if model.__name__ not in PUBLIC and not issubclass(model, AboutOne):
            ends = [
                c.name
                for c in model._meta.concrete_fields
                if c.related_model in world.ours and c.related_model.__name__ not in PUBLIC
            ]
            # a row that is strict by the record it belongs to stays so: only its other ends are turned
            point(world, row, world.ours, but=() if is_record(model) else ends[:1])
    for model, row in world.linked.items():
        point(world, row, world.strict, but=getattr(model, "speaks_of", ()))


def point(world, row, targets, but=()):
    for column in row._meta.concrete_fields:
        target = targets.get(column.related_model) if column.is_relation else None
        if target is None or column.name in but or column.related_model.__name__ in PUBLIC:
            continue
        try:
            with as_if_said():
                type(row).objects.filter(pk=row.pk).update(**{column.name: target.pk})
        except DatabaseError as refusal:
            world.refused.append((named(type(row)), column.name, str(refusal).splitlines()[0]))
