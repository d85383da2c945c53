"""One record of each kind in the test's office, and the pages of the workshop."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases import models
from tests import factories

#: News of a death that others than its owner see: the family is informed.
TOLD = {
    "informed_at": datetime(2026, 1, 5, tzinfo=UTC),
    "informed_whom": "a sister",
    "informed_how": "in person",
}
#: Read in the workshop by the auditor alone: what is asked and decided on pages of the office.
THE_AUDITORS = {models.Erasure, models.Redaction, models.Removal}
#: Rows whose own office is decided by the record that they are about or belong to.
DEEDS = ("Claim", "Event", "Handling", "NewsSearch", "WishRecord", "Thread", "Lot", "Position")


def row_of(name, office):
    """The least row of a model that belongs to this office."""
    make = getattr(factories, f"{name}Factory")
    match name:
        case "Party" | "Actor" | "Place":
            return make()
        case "Office":
            return office
        case "User":
            return make(office=office)
        case (
            "ChildCardItem"
            | "ChildCardJudgement"
            | "PersonName"
            | "PersonIdentifier"
            | "Relationship"
            | "CustodyPeriod"
            | "PersonFlag"
            | "Consent"
        ):
            return make(person__office=office)
        case "DeathNotice":
            return make(person__office=office, **TOLD)
        case "DeathReport":
            return make(
                notice__person__office=office, **{f"notice__{name}": value for name, value in TOLD.items()}
            )
        case "ConsentWithdrawal":
            return make(consent__person__office=office)
        case "DocumentFile":
            return make(document__parcel__office=office)
        case "Visited":
            return make(visit__office=office)
        case "ProposedStep":
            return make(case__office=office)
        case "GroupMembership":
            return make(group__office=office)
        case "RepatriationPart":
            return make(event__office=office)
        case "ImportRow":
            return make(batch__office=office)
        case "FollowUp" | "Document":
            return make(parcel__office=office)
        case "SavedViewLook":  # a look is seen by whoever looked
            user = models.User.objects.filter(office=office, role="coordinator").first()
            return make(view__office=office, user=user or factories.UserFactory(office=office))
        case "Statement":
            return make(source__office=office)
        case "SourceAssessment":
            return make(source__office=office)
        case "IdentityJudgement":
            return make(link__office=office)
        case "TracingConsent" | "TracingJudgement":
            return make(request__office=office)
        case "ReleaseConsent":
            return make(judgement__request__office=office)
        case "CounterpartLine":
            return make(list__office=office)
        case "LineJudgement":
            return make(line__list__office=office)
        case "Assessment":
            return make(claim__about__office=office)
        case "EventError":
            return make(event__about__office=office)
        case "GlassBreak":
            return make(record__office=office)
        case "Redaction" | "Erasure":
            return make(person__office=office)
        case "Removal":
            return make(erasure__person__office=office)
        case _ if name in DEEDS:
            return make(about__office=office)
    return make(office=office)


@pytest.fixture
def row(office):
    """Give the least row of a model in an office: the test's, or another one."""

    def row(model, where=office):
        return row_of(model.__name__, where)

    return row


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def records():
    """All models of ours."""
    found = (getattr(models, name) for name in models.__all__)
    return sorted((m for m in found if hasattr(m, "_meta")), key=lambda m: m.__name__)


def filled(answer, **typed):
    """What a browser would send from the form of a page, with some fields typed anew."""
    context = answer.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False and value != "" and value != []:
                data[bound.html_name] = _offered(bound, value) if isinstance(value, list) else value
    return data | typed


def _offered(bound, values):
    """Of several values those that the form offers: a browser sends no others."""
    keys = [getattr(value, "pk", value) for value in values]
    if hasattr(bound.field, "queryset"):
        return list(bound.field.queryset.filter(pk__in=keys).values_list("pk", flat=True))
    return keys


def reader_of(model):
    """The role that reads a table in the workshop."""
    return "auditor" if model in THE_AUDITORS else "coordinator"


@pytest.fixture
def workshop(client_for):
    """Open and send the forms of the workshop as somebody."""

    class Workshop:
        def __init__(self, who):
            self.client = client_for(who)

        def get(self, model, page, *args, **query):
            return self.client.get(address(model, page, *args), query)

        def send(self, model, page, *args, query=None, **typed):
            there = address(model, page, *args) + (f"?{query}" if query else "")
            return self.client.post(there, filled(self.client.get(there), **typed))

    return Workshop


def errors_of(answer):
    """All errors that a form shows, in one text."""
    return " ".join(str(line) for line in answer.context["errors"])
