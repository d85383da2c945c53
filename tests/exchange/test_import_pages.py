"""Giving a file, seeing what it would do, recording it and undoing it, on the pages."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.actions.imports import work
from cases.models import ImportBatch, Parcel
from tests import factories

LIST = "No,Sender,Weight\n1,A family,700 g\n2,Another,heavy\n\n4,Third,12 kg\n"


@pytest.fixture
def consignment(office):
    return factories.ConsignmentFactory(office=office)


@pytest.fixture
def client(client_for):
    return client_for("coordinator")


def give(client, consignment, content=LIST, **said):
    file = SimpleUploadedFile("list.csv", content.encode() if isinstance(content, str) else content)
    return client.post(
        reverse("import_batch_add"), {"consignment": consignment.reference, "file": file} | said
    )


def work_off():
    work.work_off(report_to=lambda rows: None)


@pytest.fixture
def batch(client, consignment):
    give(client, consignment)
    work_off()
    return ImportBatch.objects.get()


def test_a_file_is_given_and_its_page_says_that_it_is_at_work(client, consignment):
    answer = give(client, consignment)
    batch = ImportBatch.objects.get()
    assert answer["Location"] == batch.get_absolute_url()
    page = client.get(answer["Location"]).content.decode()
    assert "Being checked" in page
    assert "hx-trigger" in page


def test_the_page_says_what_the_file_would_do_and_what_is_wrong(client, batch):
    page = client.get(batch.get_absolute_url())
    assert [number for _label, number in page.context["counts"]] == [2, 0, 0, 1, 1, 1]
    text = page.content.decode()
    assert "This is no weight: write 4500 g or 4.5 kg." in text
    assert "not free of postage" in text
    assert "hx-trigger" not in text


def test_what_is_wrong_leaves_as_csv(client, batch):
    answer = client.get(reverse("import_batch_problems", args=[batch.reference]))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[1] == "3,Weight,heavy,This is no weight: write 4500 g or 4.5 kg.,error"
    assert lines[2].startswith("5,Weight,12 kg,")


def test_recording_asks_for_what_is_missing_and_keeps_what_was_typed(client, batch):
    url = reverse("import_batch_record", args=[batch.reference])
    answer = client.post(url, {"reason": "agreed"})
    assert answer.status_code == 422
    assert "only_good" in answer.context["form"].errors
    assert 'value="agreed"' in answer.content.decode()
    assert client.post(url, {"reason": "agreed", "only_good": "on"}).status_code == 302
    assert client.post(url, {"reason": "agreed", "only_good": "on"}).status_code == 302, "sent twice is once"
    work_off()
    assert Parcel.objects.count() == 2
    assert client.post(reverse("import_batch_undo", args=[batch.reference])).status_code == 302
    work_off()
    assert Parcel.objects.count() == 0


def test_parcels_that_stay_behind_are_counted_and_named_and_nobody_learns_why(
    client, client_for, office, user_in, consignment
):
    told = []
    for number, factory in enumerate((factories.PersonHoldFactory, factories.DeathNoticeFactory)):
        person = factories.PersonFactory(office=office, name=f"Святослав {number}")
        give(client, consignment, f"No,Addressee\n{number},{person.reference}\n{number}b,\n")
        work_off()
        batch = ImportBatch.objects.latest("pk")
        url = batch.get_absolute_url()
        client.post(f"{url}record/")
        work_off()
        factory(person=person, owner=user_in("caseworker"))
        client.post(f"{url}put-in/")
        work_off()
        answer = client.get(url)
        assert [parcel.addressee for parcel in answer.context["left_behind"]] == [person]
        assert answer.context["left_behind"][0].reference in answer.content.decode()
        told.append(
            [client_for(role).get(url).context["put_in"] for role in ("coordinator", "caseworker", "viewer")]
        )
        assert client_for("caseworker").get(url).context["left_behind"] == []
        assert "Put in what stayed behind" in answer.content.decode()
        assert "Undo this import" not in answer.content.decode()
    assert {words for some in told for words in some} == {
        "Put into the consignment: 1 of 2 parcels. 1 stays behind."
    }


def test_a_file_is_put_aside(client, batch):
    client.post(reverse("import_batch_discard", args=[batch.reference]))
    batch.refresh_from_db()
    assert (batch.state, batch.content, batch.rows.count()) == ("discarded", None, 0)


@pytest.mark.parametrize("content", [b"", b"\0\0", "Ґ" * 100_000, b"PK\x03\x04", b"\xff\xfe\x00\xd8"])
def test_no_content_is_more_than_a_sentence(client, consignment, content):
    answer = give(client, consignment, content)
    assert answer.status_code in {302, 422}
    work_off()
    batch = ImportBatch.objects.first()
    if batch:
        assert batch.state == "refused"
        assert 'role="alert"' in client.get(batch.get_absolute_url()).content.decode()


def test_a_file_that_is_too_large_is_refused_at_once(client, consignment, monkeypatch):
    monkeypatch.setattr("cases.exchange.forms.LARGEST", 10)
    answer = give(client, consignment)
    assert answer.status_code == 422
    assert "larger than 10 MB" in answer.content.decode()


def test_the_same_form_twice_is_one_import(client, consignment):
    key = str(uuid.uuid4())
    assert (
        give(client, consignment, form_key=key)["Location"]
        == give(client, consignment, form_key=key)["Location"]
    )


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_only_looks_sees_counts_and_no_rows(client_for, role, batch):
    page = client_for(role).get(batch.get_absolute_url())
    assert page.status_code == 200
    assert "heavy" not in page.content.decode()
    for name in ("import_batch_record", "import_batch_undo", "import_batch_discard"):
        assert client_for(role).post(reverse(name, args=[batch.reference])).status_code == 403
    assert client_for(role).get(reverse("import_batch_problems", args=[batch.reference])).status_code == 403
    assert client_for(role).get(reverse("import_batch_add")).status_code == 403


def test_other_offices_keep_their_imports(client_for, user_in, batch):
    stranger = client_for(user_in("coordinator", factories.OfficeFactory()))
    assert stranger.get(batch.get_absolute_url()).status_code == 404
    assert stranger.post(reverse("import_batch_record", args=[batch.reference])).status_code == 404


def test_an_import_is_hidden_with_its_consignment(client_for, consignment, batch):
    type(consignment).objects.filter(pk=consignment.pk).update(confidentiality="strict")
    assert client_for("caseworker").get(batch.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_asks_the_same_number_of_questions_for_any_number_of_rows(
    client, consignment, number, django_assert_max_num_queries
):
    give(client, consignment, "No,Weight\n" + "".join(f"{row},heavy\n" for row in range(number)))
    work_off()
    with django_assert_max_num_queries(9):
        client.get(ImportBatch.objects.get().get_absolute_url())


def test_a_caseworker_checks_a_file_and_a_coordinator_records_it(client, client_for, consignment):
    """safety.md §4: import preview by both, apply by the coordinator."""
    desk = client_for("caseworker")
    give(desk, consignment)
    work_off()
    batch = ImportBatch.objects.get()
    page = desk.get(batch.get_absolute_url())
    assert page.context["form"] is None
    assert "a coordinator records it" in page.content.decode()
    for deed in ("record", "put-in", "undo"):
        assert desk.post(f"{batch.get_absolute_url()}{deed}/").status_code == 403
    assert client.get(batch.get_absolute_url()).context["form"] is not None
