"""The records. One noun, one file."""

from cases.models import any_of as any_of  # only a lookup
from cases.models import standing as standing  # only triggers
from cases.models.actor import Actor, Party
from cases.models.agreement import Agreement, Undertaking
from cases.models.aspect import Aspect, Outcome, Population, Stance
from cases.models.assessment import Assessment
from cases.models.audit import AuditEntry as AuditEntry
from cases.models.audit import AuditSeal as AuditSeal
from cases.models.base import Confidentiality
from cases.models.call import FamilyCall
from cases.models.child_card import ChildCardItem, ChildCardJudgement
from cases.models.claim import Claim
from cases.models.consent import Consent, ConsentWithdrawal
from cases.models.consignment import Consignment, Lot
from cases.models.correspondence import Correspondence
from cases.models.counterpart import CounterpartLine, CounterpartList, LineCandidate, LineJudgement
from cases.models.custody import Confirmation, CustodyPeriod
from cases.models.death import DeathNotice, DeathReport
from cases.models.document_file import DocumentFile
from cases.models.evacuation import Evacuation, Evacuee, Wish
from cases.models.event import Event, EventError, NewsSearch
from cases.models.export import Export as Export
from cases.models.export import ExportApproval as ExportApproval
from cases.models.export import ExportPart as ExportPart
from cases.models.flag import PersonFlag
from cases.models.glass import GlassBreak
from cases.models.group import Group, GroupMembership
from cases.models.handling import Handling
from cases.models.hold import PersonHold as PersonHold
from cases.models.identifier import PersonIdentifier
from cases.models.identity import IdentityJudgement, IdentityLink
from cases.models.import_batch import ImportBatch, ImportRow
from cases.models.invitation import Invitation as Invitation
from cases.models.name_search import NameIndexDue as NameIndexDue
from cases.models.name_search import NameToken as NameToken
from cases.models.name_search import PersonTokens as PersonTokens
from cases.models.office import Office, User
from cases.models.operation import RepatriationEvent, RepatriationPart
from cases.models.parcel import Parcel
from cases.models.person import Person
from cases.models.person_name import PersonName
from cases.models.place import Place
from cases.models.proposed_step import ProposedStep
from cases.models.relationship import Relationship
from cases.models.removal import Erasure, Redaction, Removal
from cases.models.repatriation import Position, RepatriationCase
from cases.models.role_change import RoleChange as RoleChange
from cases.models.saved_view import SavedView, SavedViewLook
from cases.models.second_factor import SecondFactorReset as SecondFactorReset
from cases.models.setup_link import SetupLink as SetupLink
from cases.models.source import Source, SourceAssessment, Statement, StoredCopy
from cases.models.thread import Thread
from cases.models.tracing import ReleaseConsent, TracingConsent, TracingJudgement, TracingRequest
from cases.models.visit import Visit, Visited
from cases.models.wish import WishRecord
from cases.models.work import Document, FollowUp

__all__ = [
    "Actor",
    "Agreement",
    "Aspect",
    "Assessment",
    "ChildCardItem",
    "ChildCardJudgement",
    "Claim",
    "Confidentiality",
    "Confirmation",
    "Consent",
    "ConsentWithdrawal",
    "Consignment",
    "Correspondence",
    "CounterpartLine",
    "CounterpartList",
    "CustodyPeriod",
    "DeathNotice",
    "DeathReport",
    "Document",
    "DocumentFile",
    "Erasure",
    "Evacuation",
    "Evacuee",
    "Event",
    "EventError",
    "FamilyCall",
    "FollowUp",
    "GlassBreak",
    "Group",
    "GroupMembership",
    "Handling",
    "IdentityJudgement",
    "IdentityLink",
    "ImportBatch",
    "ImportRow",
    "LineCandidate",
    "LineJudgement",
    "Lot",
    "NewsSearch",
    "Office",
    "Outcome",
    "Parcel",
    "Party",
    "Person",
    "PersonFlag",
    "PersonIdentifier",
    "PersonName",
    "Place",
    "Population",
    "Position",
    "ProposedStep",
    "Redaction",
    "Relationship",
    "ReleaseConsent",
    "Removal",
    "RepatriationCase",
    "RepatriationEvent",
    "RepatriationPart",
    "SavedView",
    "SavedViewLook",
    "Source",
    "SourceAssessment",
    "Stance",
    "Statement",
    "StoredCopy",
    "Thread",
    "TracingConsent",
    "TracingJudgement",
    "TracingRequest",
    "Undertaking",
    "User",
    "Visit",
    "Visited",
    "Wish",
    "WishRecord",
]  # fmt: skip
