"""A list of letters is given without a consignment, recorded and undone on the same pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.actions.imports import work
from cases.models import Correspondence, ImportBatch
from tests import factories

LIST = "No,Kind,Direction,Prisoner,Received\n1,letter,to the prisoner,Петренко Іван,27 January 2026\n2,letter,,,\n"


@pytest.fixture
def client(client_for):
    return client_for("coordinator")


def give(client, **said):
    file = SimpleUploadedFile("letters.csv", LIST.encode())
    return client.post(reverse("import_batch_add"), {"type": "correspondence", "file": file} | said)


def work_off():
    work.work_off(report_to=lambda rows: None)


def test_a_list_is_given_seen_recorded_and_undone(client, office):
    factories.PersonFactory(office=office, name="Петренко Іван")
    url = give(client)["Location"]
    work_off()
    page = client.get(url)
    assert [number for _label, number in page.context["counts"]] == [1, 0, 0, 0, 1, 0]
    text = page.content.decode()
    assert "Say which way it goes" in text
    assert "To the consignment" not in text
    client.post(f"{url}record/", {"only_good": "on"})
    work_off()
    letter = Correspondence.objects.get()
    text = client.get(url).content.decode()
    assert "into the consignment" not in text
    assert "Number on the list" in client.get(letter.get_absolute_url()).content.decode()
    listed = client.get(reverse("import_batches"), {"type": "correspondence"}).content.decode()
    assert url in listed
    assert url not in client.get(reverse("import_batches"), {"type": "parcels"}).content.decode()
    client.post(f"{url}undo/")
    work_off()
    assert not Correspondence.objects.exists()


def test_parcels_need_a_consignment_and_letters_have_none(client, office):
    consignment = factories.ConsignmentFactory(office=office)
    answer = give(client, consignment=consignment.reference)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["consignment"])
    answer = give(client, type="parcels")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["consignment"])
    assert not ImportBatch.objects.exists()


def test_one_postal_item_number_is_one_letter_on_the_form_too(client, office):
    factories.CorrespondenceFactory(office=office, s10="RR123456785UA")
    said = {"type": "letter", "direction": "to_person", "confidentiality": "ordinary"}
    for number in ("RR123456785UA", "RR123456784UA"):
        answer = client.post(reverse("correspondence_add"), said | {"s10": number})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["s10"])
