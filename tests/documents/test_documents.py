"""Files of records: given, kept, fetched by who may see the record, declared wrong (R30)."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Document, DocumentFile
from tests import factories as make
from tests.documents.hostile import PDF, picture


def text(answer):
    return answer.content.decode()


def give(client, record, content=PDF, name="receipt.pdf", **typed):
    data = {"title": "Receipt of March", "type": "receipt", "file": SimpleUploadedFile(name, content)}
    return client.post(f"/record/{record.reference}/documents/add/", data | typed)


@pytest.fixture
def parcel(office):
    return make.ParcelFactory(office=office)


@pytest.fixture
def kept(client_for, parcel):
    give(client_for("caseworker"), parcel)
    return Document.objects.get()


def test_a_file_is_kept_and_listed_on_the_page_of_the_record(client_for, parcel):
    client = client_for("caseworker")
    answer = give(client, parcel)
    assert answer.status_code == 302
    file = DocumentFile.objects.get()
    assert bytes(file.content) == PDF
    assert file.sha256 == file.received_sha256 == file.document.sha256 == hashlib.sha256(PDF).hexdigest()
    page = text(client.get(answer["Location"]))
    assert "Receipt of March" in page
    assert f"/documents/{file.document.reference}/file/" in page


@pytest.mark.parametrize("kind", ["Person", "Group", "Consignment", "Correspondence", "Visit", "Evacuation", "Evacuee",
                                  "RepatriationCase", "RepatriationEvent", "TracingRequest", "Agreement"])  # fmt: skip
def test_each_kind_of_record_takes_documents(client_for, office, kind):
    record = getattr(make, f"{kind}Factory")(office=office)
    client = client_for("coordinator")
    answer = give(client, record)
    assert answer.status_code == 302
    assert "Receipt of March" in text(client.get(record.get_absolute_url()))


def test_the_file_is_one_to_keep_and_never_shown_by_the_browser(client_for, kept):
    answer = client_for("caseworker").get(f"/documents/{kept.reference}/file/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{kept.reference}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_the_name_that_a_file_had_is_not_kept(client_for, parcel):
    give(client_for("caseworker"), parcel, picture("PNG"), "Ivan Petrov in hospital 3.png")
    for row in (*Document.objects.values(), *DocumentFile.objects.values()):
        assert "Petrov" not in str(row)


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_other_roles_do_not_open_it(client_for, kept, role):
    assert client_for(role).get(f"/documents/{kept.reference}/file/").status_code == 403


def test_who_does_not_see_the_record_does_not_find_its_file(client_for, user_in, office):
    theirs = make.DocumentFileFactory()
    strict = make.DocumentFileFactory(
        document__parcel=make.ParcelFactory(office=office, confidentiality="strict")
    )
    client = client_for("caseworker")
    for file in (theirs, strict):
        assert client.get(f"/documents/{file.document.reference}/file/").status_code == 404
        assert client.get(f"/documents/{file.document.reference}/wrong/").status_code == 404
    for record in (theirs.document.parcel, strict.document.parcel):
        assert give(client, record).status_code == 404
    assert client_for("coordinator").get(f"/documents/{strict.document.reference}/file/").status_code == 200


def test_who_lost_the_right_is_refused_at_the_next_read(client_for, kept, parcel):
    client = client_for("caseworker")
    assert client.get(f"/documents/{kept.reference}/file/").status_code == 200
    type(parcel).objects.filter(pk=parcel.pk).update(confidentiality="strict")
    assert client.get(f"/documents/{kept.reference}/file/").status_code == 404


def test_it_is_fetched_and_never_posted(client_for, kept):
    assert client_for("caseworker").post(f"/documents/{kept.reference}/file/").status_code == 405


def test_sent_twice_it_is_one(client_for, parcel):
    client, key = client_for("caseworker"), "7f0a8ad2-3a53-4a0e-9c43-0a4c4a3e9c11"
    for _time in range(2):
        assert give(client, parcel, form_key=key).status_code == 302
    assert DocumentFile.objects.count() == 1


def test_without_a_file_one_is_asked_for(client_for, parcel):
    answer = client_for("caseworker").post(
        f"/record/{parcel.reference}/documents/add/", {"title": "A", "type": "receipt"}
    )
    assert answer.status_code == 422
    assert "Choose the file." in text(answer)


def test_the_wrong_file_is_declared_so_and_opened_no_more(client_for, kept, parcel):
    client = client_for("caseworker")
    assert client.post(f"/documents/{kept.reference}/wrong/", {"reason": ""}).status_code == 422
    assert (
        client.post(f"/documents/{kept.reference}/wrong/", {"reason": "Of another parcel"}).status_code == 302
    )
    assert client.get(f"/documents/{kept.reference}/file/").status_code == 404
    page = text(client.get(parcel.get_absolute_url()))
    assert "declared wrong" in page
    assert "Of another parcel" in page
    kept.refresh_from_db()
    assert kept.history.order_by("-pgh_id").first().wrong_reason == "Of another parcel"
    assert client.post(f"/documents/{kept.reference}/wrong/", {"reason": "Again"}).status_code == 404


def test_a_page_asks_as_often_with_many_documents_as_with_one_and_reads_no_file(client_for, office, parcel):
    client, counts = client_for("caseworker"), []
    for number in (1, 19):
        for _each in range(number):
            make.DocumentFileFactory(document__parcel=parcel)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(parcel.get_absolute_url())
        counts.append(len(queries))
        assert not any('"cases_documentfile"."content"' in query["sql"] for query in queries)
    assert counts[0] == counts[1]
