"""One factory for each record, with the least that is true of it.

What the ledger holds is made through the actions, as in the product: an event leaves its status on the
record, a claim its thread. The record that is passed in is brought up to date, so that a test can go on.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from cases import models
from cases.actions import (
    calls,
    child_card,
    consents,
    events,
    evidence,
    glass,
    identity,
    lists,
    naming,
    positions,
    tracing,
    wishes,
)
from cases.finding.lists import Alike
from cases.lib import dates, name_lists
from cases.models.handling import COLUMNS

DIGEST = "0" * 64


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = models.Office

    name = Sequence("Office {}".format)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User

    username = Sequence("worker{}".format)
    last_name = Sequence("Worker {}".format)
    role = models.User.Role.CASEWORKER
    office = SubFactory(OfficeFactory)


class PartyFactory(DjangoModelFactory):
    """A state by a made-up code, never one of XA and XB, which tests name themselves."""

    class Meta:
        model = models.Party

    code = Sequence(lambda number: chr(ord("A") + number // 24 % 26) + chr(ord("C") + number % 24))
    name = LazyAttribute(lambda party: f"State {party.code}")


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = models.Actor

    name = Sequence("Organisation {}".format)
    kind = models.Actor.Kind.HUMANITARIAN


class StateBodyFactory(ActorFactory):
    """Somebody whose words are the party's own."""

    name = Sequence("Ministry {}".format)
    kind = models.Actor.Kind.STATE_BODY
    party = SubFactory(PartyFactory)


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.Place

    name = Sequence("Place {}".format)
    country = "XA"


# --- Records ----------------------------------------------------------------------------------------------


class RecordFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    office = SubFactory(OfficeFactory)


class PersonFactory(RecordFactory):
    class Meta:
        model = models.Person

    name = Sequence("Person {}".format)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        person = super()._create(model_class, *args, **kwargs)
        naming.index_names([person])
        return person


class GroupFactory(RecordFactory):
    class Meta:
        model = models.Group

    name = Sequence("Group {}".format)


class AgreementFactory(RecordFactory):
    class Meta:
        model = models.Agreement

    title = Sequence("Agreement {}".format)


class UndertakingFactory(RecordFactory):
    class Meta:
        model = models.Undertaking

    agreement = SubFactory(AgreementFactory, office=factory.SelfAttribute("..office"))
    party = SubFactory(PartyFactory)
    text = "To pass on parcels"


class ConsignmentFactory(RecordFactory):
    class Meta:
        model = models.Consignment

    title = Sequence("Consignment {}".format)
    from_party = SubFactory(PartyFactory)
    to_party = SubFactory(PartyFactory)


class ParcelFactory(RecordFactory):
    class Meta:
        model = models.Parcel


class CorrespondenceFactory(RecordFactory):
    class Meta:
        model = models.Correspondence


class VisitFactory(RecordFactory):
    class Meta:
        model = models.Visit

    title = Sequence("Visit {}".format)
    type = models.Visit.Kind.DELEGATE


class VisitedFactory(DjangoModelFactory):
    """Somebody on the list of a visit whom the visitors saw."""

    class Meta:
        model = models.Visited

    visit = SubFactory(VisitFactory)
    person = SubFactory(PersonFactory, office=factory.SelfAttribute("..visit.office"))
    seen = models.Visited.Seen.SEEN


class EvacuationFactory(RecordFactory):
    class Meta:
        model = models.Evacuation

    title = Sequence("Evacuation {}".format)


class EvacueeFactory(RecordFactory):
    class Meta:
        model = models.Evacuee

    evacuation = SubFactory(EvacuationFactory, office=factory.SelfAttribute("..office"))
    person = SubFactory(PersonFactory, office=factory.SelfAttribute("..office"))


class RepatriationCaseFactory(RecordFactory):
    """A case of a group, with the rows that say where each party stands."""

    class Meta:
        model = models.RepatriationCase
        skip_postgeneration_save = True

    title = Sequence("Case {}".format)
    group = SubFactory(GroupFactory, office=factory.SelfAttribute("..office"))
    holding_party = SubFactory(PartyFactory)
    receiving_party = SubFactory(PartyFactory)

    @factory.post_generation
    def mediators(case, create, actors):
        if create:
            case.mediators.set(actors or [])
            positions.refresh(case)


class RepatriationEventFactory(RecordFactory):
    class Meta:
        model = models.RepatriationEvent

    title = Sequence("Operation {}".format)
    from_party = SubFactory(PartyFactory)
    to_party = SubFactory(PartyFactory)


# --- What belongs to records ------------------------------------------------------------------------------


class GroupMembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.GroupMembership

    group = SubFactory(GroupFactory)
    person = SubFactory(PersonFactory, office=factory.SelfAttribute("..group.office"))


class PersonNameFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonName

    person = SubFactory(PersonFactory)
    full = Sequence("Name {}".format)
    script = models.PersonName.Script.LATIN

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        name = super()._create(model_class, *args, **kwargs)
        naming.index_names([name.person_id])
        return name


class NameTokenFactory(DjangoModelFactory):
    class Meta:
        model = models.NameToken

    fold = Sequence("word{}".format)
    sound = fold
    keys = ("word",)


class PersonTokensFactory(DjangoModelFactory):
    """The words of a person, as the indexing of names wrote them."""

    class Meta:
        model = models.PersonTokens

    person = SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, person):
        return model_class.objects.get(person=person)


class NameIndexDueFactory(DjangoModelFactory):
    class Meta:
        model = models.NameIndexDue

    person = SubFactory(PersonFactory)


class PersonIdentifierFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonIdentifier

    person = SubFactory(PersonFactory)
    scheme = "passport"
    value = Sequence("X{:07}".format)


class RelationshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Relationship

    person = SubFactory(PersonFactory)
    other = SubFactory(PersonFactory, office=factory.SelfAttribute("..person.office"))
    role = models.Relationship.Role.SIBLING


class CustodyPeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.CustodyPeriod

    person = SubFactory(PersonFactory)
    holding_power = SubFactory(PartyFactory)


class RepatriationPartFactory(DjangoModelFactory):
    class Meta:
        model = models.RepatriationPart

    event = SubFactory(RepatriationEventFactory)
    person = SubFactory(PersonFactory, office=factory.SelfAttribute("..event.office"))


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = models.FollowUp

    parcel = SubFactory(ParcelFactory)
    office = LazyAttribute(lambda follow_up: follow_up.parcel.office)
    text = "Ask for the receipt"
    due_on = factory.Faker("date_between", start_date="+1d", end_date="+60d")


class SavedViewFactory(RecordFactory):
    """The cases that are contested, shared with the office."""

    class Meta:
        model = models.SavedView

    owner = SubFactory(UserFactory, office=factory.SelfAttribute("..office"))
    name = Sequence("View {}".format)
    list = "repatriation_cases"
    query = "contested=yes"
    shared = True


class SavedViewLookFactory(DjangoModelFactory):
    class Meta:
        model = models.SavedViewLook

    view = SubFactory(SavedViewFactory)
    user = SubFactory(UserFactory, office=factory.SelfAttribute("..view.office"))


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    parcel = SubFactory(ParcelFactory)
    office = LazyAttribute(lambda document: document.parcel.office)
    title = "Receipt"
    sha256 = DIGEST


class DocumentFileFactory(DjangoModelFactory):
    """A receipt in plain text."""

    class Meta:
        model = models.DocumentFile

    document = SubFactory(DocumentFactory)
    content = b"Received: one parcel."
    sha256 = LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())
    received_sha256 = DIGEST
    media_type = "text/plain"
    size = LazyAttribute(lambda file: len(file.content))


# --- The ledger, through the actions ----------------------------------------------------------------------


class DeedFactory(DjangoModelFactory):
    """A row that only an action writes; `about` is brought up to date afterwards."""

    class Meta:
        abstract = True

    by = None

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = cls.deed(**kwargs)
        if about := kwargs.get("about"):
            about.refresh_from_db()
        return row


class SourceFactory(DeedFactory):
    class Meta:
        model = models.Source

    office = SubFactory(OfficeFactory)
    publisher = SubFactory(ActorFactory, kind=models.Actor.Kind.MEDIA)
    title = Sequence("Source {}".format)
    type = models.Source.Kind.ARTICLE
    deed = staticmethod(evidence.record_source)


class SourceAssessmentFactory(DeedFactory):
    class Meta:
        model = models.SourceAssessment

    source = SubFactory(SourceFactory)
    kind = models.SourceAssessment.Kind.RATED
    reliability = models.Source.Reliability.RELIABLE
    reason = "It names its own sources."
    deed = staticmethod(evidence.judge_source)


class StoredCopyFactory(DeedFactory):
    """The copy that a source was recorded with."""

    class Meta:
        model = models.StoredCopy

    @staticmethod
    def deed(copy=b"%PDF-1.7 what was read", media_type="application/pdf", **source):
        return SourceFactory(copy=copy, media_type=media_type, **source).stored_copy


class StatementFactory(DeedFactory):
    class Meta:
        model = models.Statement

    source = SubFactory(SourceFactory)
    speaker = SubFactory(ActorFactory)
    text = "What was said, in our own words"
    deed = staticmethod(evidence.record_statement)


class ClaimFactory(DeedFactory):
    """A claim of how many people a group is, unless the test says otherwise."""

    class Meta:
        model = models.Claim

    about = SubFactory(GroupFactory)
    statement = SubFactory(StatementFactory, source__office=factory.SelfAttribute("...about.office"))
    aspect = models.Aspect.SIZE
    deed = staticmethod(evidence.record_claim)

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        if kwargs["aspect"] == models.Aspect.SIZE:
            kwargs = {"number": 6, "population": models.Population.PEOPLE} | kwargs
        return kwargs


class ThreadFactory(DeedFactory):
    """The thread of one claim."""

    class Meta:
        model = models.Thread

    about = SubFactory(GroupFactory)

    @staticmethod
    def deed(**kwargs):
        return ClaimFactory(**kwargs).thread


class AssessmentFactory(DeedFactory):
    class Meta:
        model = models.Assessment

    claim = SubFactory(ClaimFactory)
    kind = models.Assessment.Kind.PREFERRED
    reason = "The list with names has as many."
    deed = staticmethod(evidence.assess)


class EventFactory(DeedFactory):
    """A note for the file, which every record can have, unless the test says otherwise."""

    class Meta:
        model = models.Event

    about = SubFactory(ParcelFactory)
    type = "noted"
    note = "Called the family."
    evidence = models.Event.Evidence.OWN_OBSERVATION
    deed = staticmethod(events.record_event)


class NewsSearchFactory(DeedFactory):
    """Somebody looked for news of a case and found nothing."""

    class Meta:
        model = models.NewsSearch

    about = SubFactory(RepatriationCaseFactory)
    languages = "en, uk, ru"
    looked_at = "The publications of both parties"

    @staticmethod
    def deed(about, by, **facts):
        event = EventFactory(about=about, type="checked_for_news", by=by)
        return models.NewsSearch.objects.create(event=event, **facts)


class FamilyCallFactory(DeedFactory):
    """The family of a person called and asked something."""

    class Meta:
        model = models.FamilyCall

    office = SubFactory(OfficeFactory)
    about = SubFactory(PersonFactory, office=factory.SelfAttribute("..office"))
    caller_name = Sequence("Caller {}".format)
    relationship = models.Relationship.Role.SIBLING
    asked = "When will he write?"
    on = date(2025, 12, 1)

    @staticmethod
    def deed(office, **facts):
        return calls.record_call(**facts)


class HandlingFactory(DeedFactory):
    """A parcel was delivered, and the addressee signed."""

    class Meta:
        model = models.Handling

    about = SubFactory(ParcelFactory)
    type = "delivered"
    signed_by = "addressee"

    @staticmethod
    def deed(about, type, by, **facts):
        if about.kind == "parcel" and about.status == "registered":
            EventFactory(about=about, type="earlier_not_known", declared_status="received", by=by)
        handling = {name: facts.pop(name) for name in COLUMNS if name in facts}
        facts = {"evidence": "signed_receipt", "note": "As signed."} | facts
        return events.record_event(about=about, type=type, by=by, handling=handling, **facts).handling


class WishRecordFactory(DeedFactory):
    """Somebody of a case told a delegate, alone, that they wish to return; `about` may be an evacuee as well."""

    class Meta:
        model = models.WishRecord

    about = SubFactory(RepatriationCaseFactory)
    wish = models.Wish.RETURN
    how = models.WishRecord.How.ALONE
    heard_by = "A delegate"

    @staticmethod
    def deed(about, **facts):
        return wishes.record_wish(record=about, **facts).wish_record


class EventErrorFactory(DeedFactory):
    class Meta:
        model = models.EventError

    event = SubFactory(EventFactory)
    kind = models.EventError.Kind.DID_NOT_OCCUR
    reason = "Typed on the wrong record."
    deed = staticmethod(events.declare_wrong)


class LotFactory(DeedFactory):
    """What a consignment holds in bulk after some parcels were counted and prepared."""

    class Meta:
        model = models.Lot

    about = SubFactory(ConsignmentFactory)
    quantity = 10

    @staticmethod
    def deed(about, quantity, by):
        EventFactory(about=about, type="prepared", count=quantity, by=by)
        return about.lots.get(parcel=None, account=models.Lot.Account.WITH_US)


class PositionFactory(DeedFactory):
    """Where the holding party of a case stands, before anybody said anything."""

    class Meta:
        model = models.Position

    about = SubFactory(RepatriationCaseFactory)
    role = models.Position.Role.HOLDING

    @staticmethod
    def deed(about, role, by):
        return about.positions.get(role=role)


class IdentityLinkFactory(DeedFactory):
    """Two persons of one office of whom nobody has judged yet whether they are one."""

    class Meta:
        model = models.IdentityLink

    office = SubFactory(OfficeFactory)
    one = SubFactory(PersonFactory, office=factory.SelfAttribute("..office"))
    other = SubFactory(PersonFactory, office=factory.SelfAttribute("..office"))

    @staticmethod
    def deed(one, other, office, by):
        return identity.pair(one, other)


class IdentityJudgementFactory(DeedFactory):
    """Somebody judged the two of a pair not the same."""

    class Meta:
        model = models.IdentityJudgement

    link = SubFactory(IdentityLinkFactory)
    verdict = models.IdentityJudgement.Verdict.NOT_SAME
    reason = "Other fathers."
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..link.office"))
    deed = staticmethod(identity.judge)


class PersonFlagFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonFlag

    person = SubFactory(PersonFactory)
    type = models.PersonFlag.Kind.OTHER
    instruction = "Ask the owner first"


class PersonHoldFactory(DjangoModelFactory):
    """A hold for a reason that its owner alone sees."""

    class Meta:
        model = models.PersonHold

    person = SubFactory(PersonFactory)
    owner = SubFactory(UserFactory, office=factory.SelfAttribute("..person.office"))
    reason = "The address is in doubt"


class GlassBreakFactory(DeedFactory):
    """Somebody opened for three hours what is kept of a person."""

    class Meta:
        model = models.GlassBreak

    record = SubFactory(PersonFactory)
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..record.office"))
    reason = "The family is on the telephone"
    now = factory.LazyFunction(timezone.now)
    deed = staticmethod(glass.break_glass)


class DeathNoticeFactory(DjangoModelFactory):
    """News that its owner alone sees; on nobody's word unless a report is made with it."""

    class Meta:
        model = models.DeathNotice

    person = SubFactory(PersonFactory)
    owner = SubFactory(UserFactory, office=factory.SelfAttribute("..person.office"))


class DeathReportFactory(DjangoModelFactory):
    class Meta:
        model = models.DeathReport

    notice = SubFactory(DeathNoticeFactory)
    speaker = SubFactory(ActorFactory)
    title = Sequence("Call {}".format)
    text = "The person died"


class ChildCardItemFactory(DjangoModelFactory):
    class Meta:
        model = models.ChildCardItem

    person = SubFactory(PersonFactory)
    item = "m"
    value = "A positive"


class ChildCardJudgementFactory(DeedFactory):
    """The surname of a child may be passed on."""

    class Meta:
        model = models.ChildCardJudgement

    person = SubFactory(PersonFactory)
    item = "a"
    verdict = "no_risk"

    @staticmethod
    def deed(person, item, verdict, by):
        seen = child_card.state_of(person)
        child_card.save_card(person=person, values={}, verdicts={item: verdict}, seen=seen, by=by)
        return models.ChildCardJudgement.objects.get(person=person, item=item)


class TracingRequestFactory(RecordFactory):
    class Meta:
        model = models.TracingRequest

    enquirer = Sequence("Relative {}".format)
    relationship = models.TracingRequest.Relationship.SIBLING
    received_on = date(2026, 2, 1)
    name = Sequence("Sought {}".format)


class TracingConsentFactory(DeedFactory):
    """The enquirer lets the request be shared with the Red Cross."""

    class Meta:
        model = models.TracingConsent

    request = SubFactory(TracingRequestFactory)
    scope = models.TracingConsent.Scope.RED_CROSS
    answer = "given"
    answered_on = date(2026, 2, 1)
    how = "Signed form."
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..request.office"))
    deed = staticmethod(tracing.record_consent)


class TracingJudgementFactory(DeedFactory):
    """Somebody on record is said to be the person looked for."""

    class Meta:
        model = models.TracingJudgement

    request = SubFactory(TracingRequestFactory)
    person = SubFactory(PersonFactory, office=factory.SelfAttribute("..request.office"))
    verdict = models.TracingJudgement.Verdict.IS
    reason = "The same father and village."
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..request.office"))
    deed = staticmethod(tracing.judge)


class ReleaseConsentFactory(DeedFactory):
    """A person found lets the enquirer be told."""

    class Meta:
        model = models.ReleaseConsent

    judgement = SubFactory(TracingJudgementFactory)
    answer = "given"
    answered_on = date(2026, 3, 1)
    asked_by = "A delegate"
    how = "Alone, in writing."
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..judgement.request.office"))

    @staticmethod
    def deed(judgement, **facts):
        return tracing.record_release_consent(request=judgement.request, **facts)


class ConsentFactory(DeedFactory):
    """A person lets their family be told."""

    class Meta:
        model = models.Consent

    person = SubFactory(PersonFactory)
    scope = models.Consent.Scope.FAMILY
    given_by = "person"
    given = dates.from_edtf("2026-02-03")
    how = "In writing, alone with a delegate."
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..person.office"))
    deed = staticmethod(consents.give)


class ConsentWithdrawalFactory(DeedFactory):
    """They took it back."""

    class Meta:
        model = models.ConsentWithdrawal

    consent = SubFactory(ConsentFactory)
    withdrawn = dates.from_edtf("2026-03-04")
    reason = "Said so to a delegate."
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..consent.person.office"))
    deed = staticmethod(consents.withdraw)


# --- Staff ------------------------------------------------------------------------------------------------


class InvitationFactory(DjangoModelFactory):
    """A caseworker whom a coordinator invites into their office."""

    class Meta:
        model = models.Invitation

    office = SubFactory(OfficeFactory)
    asked_by = SubFactory(UserFactory, office=factory.SelfAttribute("..office"), role="coordinator")
    role = "caseworker"
    whom = "A new colleague"
    reason = "Begins in December"
    needs_second = False


class SecondFactorResetFactory(DjangoModelFactory):
    """Asked by an administrator, not decided yet."""

    class Meta:
        model = models.SecondFactorReset

    user = SubFactory(UserFactory)
    office = factory.SelfAttribute("user.office")
    asked_by = SubFactory(UserFactory, office=None, role="administrator")
    reason = "Their phone fell into the river; they called from home"


class RoleChangeFactory(DjangoModelFactory):
    """Asked by an administrator, not decided yet."""

    class Meta:
        model = models.RoleChange

    user = SubFactory(UserFactory)
    office = factory.SelfAttribute("user.office")
    asked_by = SubFactory(UserFactory, office=None, role="administrator")
    role = "coordinator"
    reason = "Leads the office from December"


class SetupLinkFactory(DjangoModelFactory):
    """A link for a new password, made just now."""

    class Meta:
        model = models.SetupLink

    purpose = "password"
    digest = Sequence("{:064d}".format)
    user = SubFactory(UserFactory)
    made_by = SubFactory(UserFactory, office=None, role="administrator")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=71))


# --- Exports ----------------------------------------------------------------------------------------------


class ExportFactory(RecordFactory):
    """A list of parcels that the background is asked to make a file of."""

    class Meta:
        model = models.Export

    owner = SubFactory(UserFactory, office=factory.SelfAttribute("..office"), role="coordinator")
    created_by = factory.SelfAttribute("owner")
    role = factory.SelfAttribute("owner.role")
    reason = "For the meeting"
    list_name = "parcels"
    title = "Parcels"
    path = "/parcels/"
    format = "csv"
    rows = 3000


class ExportPartFactory(DjangoModelFactory):
    class Meta:
        model = models.ExportPart

    export = SubFactory(ExportFactory)
    number = Sequence(int)
    content = b"Reference\r\n"


class ExportApprovalFactory(DjangoModelFactory):
    """A large list that waits for another coordinator."""

    class Meta:
        model = models.ExportApproval

    export = SubFactory(ExportFactory, state="asked", rows=12_000)
    office = factory.SelfAttribute("export.office")
    asked_by = factory.SelfAttribute("export.owner")
    reason = "For the meeting"


class ProposedStepFactory(DjangoModelFactory):
    """A case that a caseworker proposes to close."""

    class Meta:
        model = models.ProposedStep

    case = SubFactory(RepatriationCaseFactory)
    office = factory.SelfAttribute("case.office")
    asked_by = SubFactory(UserFactory, office=factory.SelfAttribute("..office"))
    type = "closed"
    evidence = "own_observation"
    reason = "They are home"


# --- What two people take out -----------------------------------------------------------------------------


class RedactionFactory(DjangoModelFactory):
    """Words that are to go, and wait for a second person."""

    class Meta:
        model = models.Redaction

    person = SubFactory(PersonFactory)
    office = LazyAttribute(lambda redaction: redaction.person.office)
    reference = LazyAttribute(lambda redaction: redaction.person.reference)
    words = "the name of a witness"
    reason = "It puts somebody in danger"
    asked_by = SubFactory(UserFactory)


class ErasureFactory(DjangoModelFactory):
    """A person who is to be erased, and waits for the administrator."""

    class Meta:
        model = models.Erasure

    person = SubFactory(PersonFactory)
    office = LazyAttribute(lambda erasure: erasure.person.office)
    reference = LazyAttribute(lambda erasure: erasure.person.reference)
    basis = models.Erasure.Basis.REQUEST
    reason = "She asks for it"
    asked_by = SubFactory(UserFactory)


class RemovalFactory(DjangoModelFactory):
    """One row in which something was replaced."""

    class Meta:
        model = models.Removal

    erasure = SubFactory(ErasureFactory)
    table = "cases_person"
    row = 1
    columns = ["name"]
    sha256 = DIGEST


# --- Imports ----------------------------------------------------------------------------------------------


class ImportBatchFactory(RecordFactory):
    """A file that waits for its check."""

    class Meta:
        model = models.ImportBatch

    consignment = SubFactory(ConsignmentFactory, office=factory.SelfAttribute("..office"))
    created_by = SubFactory(UserFactory, office=factory.SelfAttribute("..office"))
    file_name = "parcels.csv"
    content = "№;Відправник\n1;Родина\n".encode()
    size = 20
    sha256 = DIGEST
    asked_at = datetime(2026, 1, 27, tzinfo=UTC)


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportRow

    batch = SubFactory(ImportBatchFactory)
    number = Sequence(lambda number: number + 2)
    outcome = models.ImportRow.Outcome.NEW


class CounterpartListFactory(DeedFactory):
    """A list of people whom a power holds, by a ministry of its own, with one name on it."""

    class Meta:
        model = models.CounterpartList

    office = SubFactory(OfficeFactory)
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..office"))
    title = Sequence("List {}".format)
    sender = SubFactory(StateBodyFactory)
    holding_party = factory.SelfAttribute("sender.party")
    received_on = date(2026, 3, 1)
    says = models.CounterpartList.Says.HELD
    written = Sequence("Somebody {}".format)

    @staticmethod
    def deed(written, found=(), **facts):
        lines = name_lists.read(written).lines
        return lists.record_list(written=written, lines=lines, found=found or [()] * len(lines), **facts)


class CounterpartLineFactory(DeedFactory):
    """The one line of a list."""

    class Meta:
        model = models.CounterpartLine

    list = SubFactory(CounterpartListFactory)

    @staticmethod
    def deed(list, by):
        return list.lines.get()


class LineCandidateFactory(DeedFactory):
    """Somebody on record who may be the person of a line."""

    class Meta:
        model = models.LineCandidate

    office = SubFactory(OfficeFactory)
    person = SubFactory(PersonFactory, office=factory.SelfAttribute("..office"))

    @staticmethod
    def deed(office, person, by):
        received = CounterpartListFactory(office=office, found=[[Alike(person.pk, 60, ("one_word_only",))]])
        return received.lines.get().candidates.get()


class LineJudgementFactory(DeedFactory):
    """Somebody judged that the person of a line is none of ours."""

    class Meta:
        model = models.LineJudgement

    line = SubFactory(CounterpartLineFactory)
    verdict = models.LineJudgement.Verdict.NONE
    by = SubFactory(UserFactory, office=factory.SelfAttribute("..line.list.office"))
    deed = staticmethod(lists.judge)


# --- The audit, which the database writes by itself ---------------------------------------------------------


class AuditEntryFactory(DjangoModelFactory):
    """An entry as if somebody had opened a page."""

    class Meta:
        model = models.AuditEntry

    txid = 1
    deed = models.AuditEntry.Deed.VIEW
    subject = "person"
    page = "person"


class AuditSealFactory(DjangoModelFactory):
    class Meta:
        model = models.AuditSeal

    base = 0
    since = 0
    upto = 1
    entries = 1
    last_entry = 1
    hash = b"0" * 32
