"""Labels: who it is from and for in two scripts, the words of the post, a code that says nothing about anybody."""

import pytest

from cases.mail import labels
from cases.models import Export
from tests import factories


@pytest.fixture
def consignment(office):
    return factories.ConsignmentFactory(office=office)


@pytest.fixture
def parcel(office, consignment):
    person = factories.PersonFactory(
        office=office, name="Щербаківський-Добровольський Святослав", latin_name=""
    )
    return factories.ParcelFactory(
        office=office, consignment=consignment, addressee=person, sender="Родина, Суми", external_number="7"
    )  # fmt: skip


@pytest.fixture
def page(client_for):
    client = client_for("caseworker")

    def page(**query):
        return client.post("/labels/", query)

    return page


def faces(answer):
    return [face for sheet in answer.context["sheets"] for face in sheet]


def test_a_label_says_both_names_and_the_reference(page, consignment, parcel):
    (face,) = faces(page(consignment=consignment.reference))
    assert (face["reference"], face["external"]) == (parcel.reference, "7")
    assert face["latin"].startswith("Shcherbakivskyi")
    assert face["sender_latin"] == "Rodyna, Sumy"
    assert face["long"]


def test_the_code_holds_the_reference_and_no_style(page, consignment, parcel):
    html = page(consignment=consignment.reference).content.decode()
    assert "<svg viewBox=" in html
    assert "style=" not in html
    assert labels._qr(parcel.reference) in html


def test_the_words_of_the_post_follow_the_basis_on_record(page, consignment, parcel):
    assert faces(page(consignment=consignment.reference))[0]["lines"] == ()
    factories.CustodyPeriodFactory(person=parcel.addressee, basis="internee", accepted=True)
    assert "internés civils" in faces(page(consignment=consignment.reference))[0]["lines"][0][1]
    chosen = faces(page(consignment=consignment.reference, endorsement="prisoner_of_war"))[0]
    assert chosen["lines"][0][1].startswith("Service des prisonniers de guerre")


def test_references_that_name_nothing_are_named(page, parcel):
    answer = page(references=f"{parcel.reference.lower()}, nonsense")
    assert len(faces(answer)) == 1
    assert answer.context["unknown"] == ["nonsense"]


def test_a_reference_typed_with_a_space_is_one(page, parcel):
    answer = page(references=f"nonsense {parcel.reference.replace('-', ' ')}")
    assert [face["reference"] for face in faces(answer)] == [parcel.reference]
    assert answer.context["unknown"] == ["nonsense"]


def test_a_consignment_and_references_together_are_refused_with_everything_typed(page, consignment, parcel):
    answer = page(consignment=consignment.reference, references=parcel.reference)
    assert answer.status_code == 422
    assert "empty one of the two" in answer.content.decode()
    assert answer.context["form"]["references"].value() == parcel.reference
    assert answer.context["form"]["consignment"].value() == consignment.reference


def test_a_held_label_is_not_printed_and_nobody_learns_why(page, consignment, parcel, caseworker):
    factories.DeathNoticeFactory(person=parcel.addressee, owner=caseworker)
    answer = page(consignment=consignment.reference)
    assert faces(answer) == []
    assert "1 label is held by the office" in answer.content.decode()
    assert "Святослав" not in answer.content.decode()


def test_eight_on_a_sheet_and_a_large_consignment_in_parts(page, office, consignment, monkeypatch):
    monkeypatch.setattr(labels, "SHEETS", 1)
    factories.ParcelFactory.create_batch(9, office=office, consignment=consignment)
    first = page(consignment=consignment.reference)
    assert (len(faces(first)), first.context["pages"]) == (8, 2)
    assert len(faces(page(consignment=consignment.reference, page=2))) == 1


def test_parcels_picked_in_the_list_are_in_the_form(client_for, office, parcel):
    other = factories.ParcelFactory(office=office)
    client = client_for("caseworker")
    assert "/bulk/labels/" in client.get("/parcels/").content.decode()
    answer = client.post("/bulk/labels/", {"list": "parcels", "query": "", "pick": [parcel.reference]})
    assert answer.context["form"]["references"].value() == parcel.reference
    every = client.post("/bulk/labels/", {"list": "parcels", "query": "", "all": "1"}).context["form"]
    assert every["references"].value().split() == [parcel.reference, other.reference]


def test_a_parcel_that_one_may_not_see_has_no_label(page, office, parcel):
    hidden = [
        factories.ParcelFactory(office=office, confidentiality="strict"),
        factories.ParcelFactory(office=factories.OfficeFactory()),
    ]
    answer = page(references=" ".join(each.reference for each in [*hidden, parcel]))
    assert [face["reference"] for face in faces(answer)] == [parcel.reference]


def test_hundreds_of_references_are_sent_and_not_put_into_the_address(client_for, office, consignment):
    many = factories.ParcelFactory.create_batch(30, office=office, consignment=consignment)
    typed = {"references": "\n".join(parcel.reference for parcel in many), "consignment": ""}
    client = client_for("caseworker")
    assert len(faces(client.post("/labels/", typed))) == 30
    whole = client.post("/labels/", {"consignment": consignment.reference, "references": ""})
    assert len(faces(whole)) == 30


def test_more_than_a_page_of_references_is_refused_with_everything_typed(client_for, monkeypatch):
    monkeypatch.setattr(labels, "MOST", 2)
    answer = client_for("caseworker").post("/labels/", {"references": "PCL-1 PCL-2 PCL-3"})
    assert answer.status_code == 422
    assert "PCL-3" in answer.content.decode()


def test_nothing_named_is_asked_for(page):
    assert page(consignment="", references="").status_code == 422
    assert page().status_code == 422


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_labels_leave_the_house_with_those_who_may_export(client_for, role, consignment):
    assert client_for(role).get(f"/labels/?consignment={consignment.reference}").status_code == 403


@pytest.mark.parametrize("number", [1, 30])
def test_the_sheets_ask_the_same_number_of_questions(
    page, office, consignment, number, django_assert_max_num_queries
):
    for _ in range(number):
        factories.ParcelFactory(
            office=office, consignment=consignment, addressee=factories.PersonFactory(office=office)
        )  # fmt: skip
    with django_assert_max_num_queries(15):
        page(consignment=consignment.reference)


def test_an_address_shows_the_form_and_who_made_labels_leaves_a_trace(
    client_for, caseworker, consignment, parcel
):
    client = client_for(caseworker)
    shown = client.get("/labels/", {"consignment": consignment.reference, "endorsement": "internee"})
    assert shown.context["form"]["consignment"].value() == consignment.reference
    assert not Export.objects.exists()
    client.post("/labels/", {"consignment": consignment.reference})
    trace = Export.objects.get()
    assert (trace.owner, trace.format, trace.rows, trace.office) == (
        caseworker,
        "print",
        1,
        consignment.office,
    )
    assert str(consignment) in trace.title
