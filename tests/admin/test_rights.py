"""Each role sees in the workshop what it may, and nothing of another office."""

import pytest

from cases import models
from cases.admin import site
from cases.models import Office, Person, SavedView, SavedViewLook, User
from cases.models.hold import PersonHold
from tests import factories
from tests.admin.conftest import THE_AUDITORS, address, filled, records

pytestmark = pytest.mark.django_db

REFERENCE = {models.Party, models.Actor, models.Place}
STAFF = {Office, User}
EXPORTS = {models.Export, models.ExportApproval}
LINKS = {
    models.Invitation,
    models.RoleChange,
    models.SecondFactorReset,
    models.SetupLink,
}  # read in the workshop, kept on their pages
GLASS = {models.GlassBreak}
CACHES = {models.Thread, models.Lot, models.Position, models.IdentityLink, models.LineCandidate}
ON_THEIR_PAGES = {
    PersonHold,
    SavedView,
    SavedViewLook,
    models.NewsSearch,
    models.WishRecord,
    models.Consent,
    models.ConsentWithdrawal,
    models.ChildCardItem,
    models.ChildCardJudgement,
    models.StoredCopy,
    models.DeathNotice,
    models.DeathReport,
    models.ImportBatch,
    models.ImportRow,
    models.CounterpartList,
    models.CounterpartLine,
    models.ProposedStep,
    models.FamilyCall,
    models.Handling,
    models.DocumentFile,
}  # read in the workshop, recorded elsewhere
LEDGER = {
    models.Source, models.SourceAssessment, models.Statement, models.Event, models.EventError, models.Claim,
    models.Assessment, models.IdentityJudgement, models.TracingConsent, models.TracingJudgement, models.ReleaseConsent,
    models.LineJudgement,
}  # fmt: skip
RECORDS = set(records()) - REFERENCE - STAFF - CACHES - ON_THEIR_PAGES - LEDGER - GLASS - THE_AUDITORS
SCOPED = sorted(set(records()) - REFERENCE - STAFF, key=lambda model: model.__name__)


def rights_on_the_first_page(client):
    """(model, may add) of each table that the first page offers."""
    shown = client.get("/admin/").context["app_list"]
    return {(entry["model"], entry["add_url"] is not None) for group in shown for entry in group["models"]}


def test_a_stranger_is_sent_to_the_one_door(client, db):
    answer = client.get("/admin/cases/person/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/cases/person/"


def test_the_admins_own_login_takes_no_password(client, db):
    factories.UserFactory(username="someone", role="coordinator")
    answer = client.post("/admin/login/", {"username": "someone", "password": "x"})
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/admin/")


def test_the_login_leads_nowhere_else(client, db):
    assert client.get("/admin/login/?next=https://example.org/").url == "/accounts/login/?next=/admin/"


def test_a_viewer_has_no_workshop_not_even_as_superuser(office, client_for):
    for user in (
        factories.UserFactory(role="viewer", office=office, is_staff=True, is_superuser=True),
        factories.UserFactory(role="viewer", office=office),
    ):
        client = client_for(user)
        assert client.get("/admin/", follow=True).status_code == 403
        assert client.get(address(Person, "changelist"), follow=True).status_code == 403


def test_a_coordinator_keeps_records_and_reference_tables(client_for):
    may = RECORDS | LEDGER | REFERENCE
    assert rights_on_the_first_page(client_for("coordinator")) == {(m, True) for m in may} | {
        (m, False) for m in CACHES | ON_THEIR_PAGES | EXPORTS | LINKS | GLASS | {User}
    }


def test_a_caseworker_reads_reference_tables(client_for):
    reads = CACHES | ON_THEIR_PAGES | EXPORTS | REFERENCE
    expected = {(m, True) for m in RECORDS | LEDGER} | {(m, False) for m in reads}
    assert rights_on_the_first_page(client_for("caseworker")) == expected


def test_the_administrator_sees_staff_and_no_personal_data(row, office, client_for, administrator):
    client = client_for(administrator)
    assert rights_on_the_first_page(client) == {(Office, True), *((m, False) for m in LINKS | {User})}
    for model in SCOPED:
        one = row(model)
        for url in (address(model, "changelist"), address(model, "add"), address(model, "change", one.pk)):
            assert client.get(url).status_code in (403, 404), url


def test_the_auditor_reads_the_audit_only(row, auditor, client_for):
    client = client_for(auditor)
    assert {
        model._meta.model_name.endswith(("history", "context", "auditentry", "auditseal"))
        for model, _ in rights_on_the_first_page(client)
        if model not in EXPORTS | GLASS | THE_AUDITORS
    } == {True}
    one = row(Person)
    assert client.get(address(Person, "change", one.pk)).status_code in (403, 404)
    assert client.get(address(Person, "changelist")).status_code == 403


def test_a_worker_without_an_office_sees_no_records(row, client_for):
    row(Person)
    client = client_for(factories.UserFactory(role="coordinator", office=None))
    assert client.get(address(Person, "changelist")).status_code == 403
    assert client.get(address(Person, "add")).status_code == 403


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_rows_of_another_office_do_not_exist_here(model, row, coordinator, client_for):
    theirs = row(model, factories.OfficeFactory())
    client = client_for(coordinator)
    assert f"/{theirs.pk}/change/" not in client.get(address(model, "changelist")).content.decode()
    for page in ("change", "history"):
        assert client.get(address(model, page, theirs.pk)).status_code in (403, 404)
    assert client.post(address(model, "change", theirs.pk), {}).status_code in (403, 404)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_nothing_is_deleted(model, row, coordinator, client_for):
    one, client = row(model), client_for(coordinator)
    assert client.post(address(model, "delete", one.pk), {"post": "yes"}).status_code in (403, 404)
    assert b"delete_selected" not in client.get(address(model, "changelist")).content
    assert model._default_manager.filter(pk=one.pk).exists()


def test_suggestions_stay_in_the_office(office, coordinator, client_for):
    factories.PersonFactory(name="Ours Anna", office=office)
    factories.PersonFactory(name="Theirs Anna")
    query = {"app_label": "cases", "model_name": "parcel", "field_name": "addressee", "term": "Anna"}
    found = client_for(coordinator).get("/admin/autocomplete/", query).json()["results"]
    assert [each["text"] for each in found] == ["Ours Anna"]


def test_a_caseworker_may_choose_a_colleague_but_not_open_staff(office, caseworker, client_for):
    factories.UserFactory(username="of_another_office")
    client = client_for(caseworker)
    query = {"app_label": "cases", "model_name": "parcel", "field_name": "owner", "term": ""}
    assert [u["id"] for u in client.get("/admin/autocomplete/", query).json()["results"]] == [
        str(caseworker.pk)
    ]
    assert client.get(address(User, "changelist")).status_code == 403


def test_the_administrator_gets_no_suggestions_of_people(office, client_for):
    factories.PersonFactory(name="Anna", office=office)
    query = {"app_label": "cases", "model_name": "parcel", "field_name": "addressee", "term": ""}
    assert client_for("administrator").get("/admin/autocomplete/", query).status_code == 403


def test_a_person_of_another_office_cannot_be_chosen_by_hand(office, workshop):
    theirs = factories.PersonFactory()
    answer = workshop("coordinator").send(models.Parcel, "add", addressee=theirs.pk)
    assert "addressee" in answer.context["adminform"].form.errors
    assert not models.Parcel.objects.exists()


def test_a_strict_record_is_the_coordinators(office, client_for):
    strict = factories.PersonFactory(office=office, confidentiality="strict")
    assert client_for("caseworker").get(address(Person, "change", strict.pk)).status_code == 404
    assert client_for("coordinator").get(address(Person, "change", strict.pk)).status_code == 200


def test_what_a_worker_may_not_see_survives_their_saving(office, workshop):
    person = factories.PersonFactory(office=office, name="Hidden Person", confidentiality="strict")
    load = factories.ConsignmentFactory(office=office, title="Hidden Load", confidentiality="strict")
    letter = factories.CorrespondenceFactory(office=office, consignment=load)
    visit = factories.VisitFactory(office=office)
    visit.visited.set([person])
    desk = workshop("caseworker")
    for row, field in ((letter, "correspondent"), (visit, "title")):
        page = desk.get(type(row), "change", row.pk)
        assert page.status_code == 200
        assert b"Hidden" not in page.content
        assert desk.send(type(row), "change", row.pk, **{field: "typed"}).status_code == 302
    letter.refresh_from_db()
    assert (letter.consignment, letter.correspondent) == (load, "typed")
    assert list(visit.visited.all()) == [person]


def test_a_form_changes_only_what_it_offers(office, coordinator, client_for):
    """Mass assignment: office, reference, synthetic and the caches are nobody's to type (R04)."""
    person, elsewhere = factories.PersonFactory(office=office), factories.OfficeFactory()
    client = client_for(coordinator)
    there = address(Person, "change", person.pk)
    forbidden = {
        "office": elsewhere.pk,
        "reference": "PER-HACKED",
        "synthetic": "on",
        "contested": 9,
        "status": "x",
    }
    assert client.post(there, filled(client.get(there), name="New", **forbidden)).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.office, person.synthetic, person.contested) == ("New", office, False, 0)
    assert person.reference != "PER-HACKED"


def test_every_table_has_a_subject():
    assert {page.subject for page in site._registry.values()} <= {
        "people", "mail", "evacuations", "repatriation", "evidence", "work", "places", "staff", "audit",
    }  # fmt: skip
