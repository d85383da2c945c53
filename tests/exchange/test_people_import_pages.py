"""A list of people is given, decided, recorded and undone on the pages of imports."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.actions.imports import work
from cases.lib.dates import parse
from cases.models import ImportBatch, Person
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "No;Name;Born;Rank\n1;Іван Петренко;14.03.1987;солдат\n2;Олена Коваль;;\n"


@pytest.fixture
def client(client_for):
    return client_for("coordinator")


@pytest.fixture
def known(office):
    return factories.PersonFactory(office=office, name="Ivan Petrenko", born=parse("1987"), rank="")


def give(client, content=LIST, **said):
    file = SimpleUploadedFile("people.csv", content.encode())
    return client.post(reverse("import_batch_add"), {"type": "people", "file": file} | said)


def checked(client, content=LIST):
    url = give(client, content)["Location"]
    work_off()
    return url


def work_off():
    work.work_off(report_to=lambda rows: None)


def test_a_row_with_somebody_like_it_is_decided_then_recorded_and_undone(client, known):
    url = checked(client)
    text = client.get(url).content.decode()
    assert "1 row may be of somebody who is on record" in text
    answer = client.post(f"{url}record/")
    assert answer.status_code == 422
    assert "Some rows are not decided" in answer.content.decode()
    text = client.get(f"{url}people/").content.decode()
    assert known.reference in text
    assert "same after romanisation" in text
    assert "Олена Коваль" not in text
    assert client.post(f"{url}people/", {"row-2": known.reference})["Location"] == url
    assert "checked" in client.get(f"{url}people/").content.decode()
    client.post(f"{url}record/")
    work_off()
    known.refresh_from_db()
    assert (known.rank, Person.objects.count()) == ("солдат", 2)
    client.post(f"{url}undo/")
    work_off()
    known.refresh_from_db()
    assert (known.rank, Person.objects.count()) == ("", 1)


def test_none_of_these_is_a_new_person(client, known):
    url = checked(client)
    client.post(f"{url}people/", {"row-2": "new"})
    client.post(f"{url}record/")
    work_off()
    assert Person.objects.count() == 3
    assert client.get(reverse("duplicates")).content.decode().count(known.reference) > 0


def test_what_is_not_chosen_stays_to_be_decided_and_is_left_out_if_somebody_says_so(client, known):
    url = checked(client)
    client.post(f"{url}people/", {"row-2": "PER-00000"})
    client.post(f"{url}people/")
    batch = ImportBatch.objects.get()
    assert batch.undecided == 1
    client.post(f"{url}record/", {"only_good": "on"})
    work_off()
    assert set(Person.objects.values_list("name", flat=True)) == {"Ivan Petrenko", "Олена Коваль"}
    answer = client.post(f"{url}people/", {"row-2": "new"})
    assert answer.status_code == 422
    assert "nothing can be decided any more" in answer.content.decode()


def test_many_rows_are_decided_ten_at_a_time(client, office):
    lines = "".join(f"{n};Іван Петренко;{1940 + 3 * n};\n" for n in range(12))
    for number in range(12):
        factories.PersonFactory(office=office, name="Ivan Petrenko", born=parse(str(1940 + 3 * number)))
    url = checked(client, f"No;Name;Born;Rank\n{lines}")
    page = client.get(f"{url}people/")
    assert len(page.context["rows"]) == 10
    answer = client.post(f"{url}people/", {"row-2": "new", "row-13": "new"})
    assert answer["Location"] == f"{url}people/?page=2"
    assert ImportBatch.objects.get().undecided == 11, "only what stood on the page is decided"
    assert len(client.get(answer["Location"]).context["rows"]) == 2


def test_a_file_of_parcels_has_nobody_to_decide(client, office):
    consignment = factories.ConsignmentFactory(office=office)
    url = give(client, "No,Weight (g)\n1,4500\n", type="parcels", consignment=consignment.reference)[
        "Location"
    ]
    assert "No row of this file is like anybody on record" in client.get(f"{url}people/").content.decode()


def test_people_are_imported_for_no_consignment(client, office):
    consignment = factories.ConsignmentFactory(office=office)
    answer = give(client, consignment=consignment.reference)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["consignment"])


def test_a_candidate_hidden_from_who_looks_is_not_named(client_for, user_in, known):
    url = checked(client_for("caseworker"))
    Person.objects.filter(pk=known.pk).update(confidentiality="strict")
    text = client_for(user_in("caseworker")).get(f"{url}people/").content.decode()
    assert "Іван Петренко" in text
    assert known.reference not in text
    assert "Ivan Petrenko" not in text
