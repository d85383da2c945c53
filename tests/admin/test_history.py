"""What changed: in words on the record's page, masked and across offices for the auditor."""

import pytest
from pghistory.models import Context

from cases.admin import site
from cases.models import Group, Person, User
from tests import factories
from tests.admin.conftest import address

pytestmark = pytest.mark.django_db

HISTORIES = [
    page.model for page in site._registry.values() if page.subject == "audit" and page.reads == "read_audit"
]


def test_the_history_of_a_record_says_who_changed_what(workshop, office, caseworker):
    person = factories.PersonFactory(office=office, name="Anna", sex="female")
    desk = workshop(caseworker)
    desk.send(Person, "change", person.pk, name="Hanna", born="about 1987")
    html = desk.get(Person, "history", person.pk).content.decode()
    assert str(caseworker) in html
    assert "<del>Anna</del> → <ins>Hanna</ins>" in html
    assert "about 1987" in html
    assert "female" in html
    assert "born_earliest" not in html


def test_the_history_does_not_name_a_record_out_of_sight(workshop, office):
    strict = factories.PersonFactory(office=office, name="Secret", confidentiality="strict")
    parcel = factories.ParcelFactory(office=office, addressee=strict)
    parcel.addressee = None
    parcel.save()
    page = workshop("caseworker").get(type(parcel), "history", parcel.pk)
    assert "restricted: not shown to you" in page.content.decode()
    assert "Secret" not in page.content.decode()


def test_a_row_that_is_only_read_does_not_name_a_record_out_of_sight(office, client_for):
    secret = factories.StatementFactory(source__office=office, text="Canary words", confidentiality="strict")
    event = factories.EventFactory(about__office=office, statement=secret, evidence="")
    for role, told in (("caseworker", False), ("coordinator", True)):
        page = client_for(role).get(address(type(event), "change", event.pk)).content.decode()
        assert ("Canary words" in page) is told


@pytest.mark.parametrize("model", HISTORIES, ids=lambda model: model.__name__)
def test_each_page_of_the_audit_opens_and_only_for_the_auditor(model, auditor, coordinator, client_for):
    client = client_for(auditor)
    for query in ("", "?q=%231", "?q=PER-XXXXX", "?q=nonsense", "?pgh_label=update", "?p=99", "?nothing=1"):
        assert client.get(address(model, "changelist") + query).status_code in (200, 400)
    assert client.get(address(model, "add")).status_code == 403
    assert client_for(coordinator).get(address(model, "changelist")).status_code == 403


def test_the_auditor_sees_which_fields_changed_and_not_their_values(workshop, office, auditor, client_for):
    person = factories.PersonFactory(office=office, name="Canary")
    workshop("caseworker").send(Person, "change", person.pk, contact="Mother of the canary")
    change = person.history.latest("pgh_id")
    client = client_for(auditor)
    page = client.get(address(type(change), "change", change.pk)).content.decode()
    assert "person to be informed" in page
    everything = page + client.get(address(type(change), "changelist")).content.decode()
    assert person.reference in everything
    assert "anary" not in everything


def test_the_auditor_sees_how_a_role_changed(caseworker, auditor, client_for):
    User.objects.filter(pk=caseworker.pk).update(role="coordinator")
    change = caseworker.history.latest("pgh_id")
    page = client_for(auditor).get(address(type(change), "change", change.pk)).content.decode()
    assert "caseworker → coordinator" in page


def test_the_auditor_sees_all_that_one_deed_changed(workshop, office, caseworker, auditor, client_for):
    workshop(caseworker).send(Group, "add", name="Six residents")
    deed = Group.objects.get().history.get().pgh_context
    page = client_for(auditor).get(address(Context, "change", deed.pk)).content.decode()
    assert str(caseworker) in page
    assert Group.objects.get().reference in page


def test_the_audit_cannot_be_edited(workshop, office, auditor, client_for):
    person = factories.PersonFactory(office=office)
    change = person.history.get()
    assert (
        client_for(auditor).post(address(type(change), "change", change.pk), {"name": "x"}).status_code == 403
    )
