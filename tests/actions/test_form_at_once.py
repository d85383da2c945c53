"""A form that is sent twenty times at the same moment, as by a stuck key or a retrying proxy, makes one row (R46)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import GlassBreak, ImportBatch, Parcel, Person
from tests import factories as make
from tests.actions.at_once import at_once
from tests.typed import main_form

TIMES = 20


def sent(user, address, files=dict, **typed):
    """The answers to one and the same form, sent from as many browsers' connections at once; `files` opens its files anew."""
    clients = [Client(raise_request_exception=False) for _each in range(TIMES)]
    for client in clients:
        client.force_login(user)
    data = main_form(clients[0].get(address).content.decode()).data | typed
    assert data["form_key"]
    return at_once(*[lambda client=client: client.post(address, data | files()) for client in clients])


def errors_of(answer):
    return answer.context and answer.context["form"].errors


@pytest.fixture
def caseworker(committed_db):
    return make.UserFactory(role="caseworker", office=make.OfficeFactory())


def test_a_record_is_added_once(caseworker):
    addressee = make.PersonFactory(office=caseworker.office)
    answers = sent(
        caseworker,
        "/parcels/add/",
        addressee=f"{addressee} · {addressee.reference}",
        from_party="",
        sender="Her sister",
    )
    assert {answer.status_code for answer in answers} == {302}, errors_of(answers[0])
    assert Parcel.objects.count() == 1
    assert {answer.url for answer in answers} == {Parcel.objects.get().get_absolute_url()}


def test_a_file_is_given_once(caseworker):
    consignment = make.ConsignmentFactory(office=caseworker.office)
    answers = sent(
        caseworker,
        "/imports/add/",
        lambda: {"file": SimpleUploadedFile("list.csv", b"No,Weight\n1,700 g\n")},
        consignment=consignment.reference,
    )
    assert {answer.status_code for answer in answers} == {302}, errors_of(answers[0])
    assert {answer.url for answer in answers} == {ImportBatch.objects.get().get_absolute_url()}


def test_the_glass_is_broken_once(caseworker):
    person = make.PersonFactory(
        office=caseworker.office, owner=make.UserFactory(office=caseworker.office, role="caseworker")
    )
    answers = sent(caseworker, f"/record/{person.reference}/open/", reason="The family is on the telephone")
    assert {answer.status_code for answer in answers} == {302}, answers
    assert {answer.url for answer in answers} == {Person.objects.get(pk=person.pk).get_absolute_url()}
    assert GlassBreak.objects.count() == 1
