"""The wishes of the people of an evacuation on one page: what all share once, a row for each, all or none."""

import uuid

import pytest

from cases.models import Evacuee, WishRecord
from tests.factories import EvacuationFactory, EvacueeFactory, PersonFactory, StateBodyFactory


@pytest.fixture
def spring(office):
    return EvacuationFactory(office=office, title="Evacuation in spring")


@pytest.fixture
def people(spring):
    return [
        EvacueeFactory(
            office=spring.office, evacuation=spring, person=PersonFactory(office=spring.office, name=name)
        )
        for name in ("Adam", "Boris", "Clara")
    ]


def text(answer):
    return answer.content.decode()


def url(spring):
    return f"{spring.get_absolute_url()}wishes/"


def typed(rows, **changes):
    data = {"how": "alone", "heard_by": "A delegate", "occurred": "2 Dec 2025", "who_says_so": "own_observation",
            "form_key": uuid.uuid4()}  # fmt: skip
    for evacuee, facts in rows.items():
        data |= {f"e{evacuee.pk}-{name}": value for name, value in facts.items()}
    return data | changes


def test_each_row_with_a_wish_is_recorded_and_the_others_stay(client_for, spring, people):
    adam, boris, clara = people
    data = typed({
        adam: {"wish": "return"},
        boris: {"wish": "stay", "how": "with_others", "present": "His wife"},
        clara: {"wish": ""},
    })  # fmt: skip
    client = client_for("caseworker")
    assert client.post(url(spring), data).url == spring.get_absolute_url()
    assert client.post(url(spring), data).status_code == 302
    wished = list(Evacuee.objects.order_by("pk").values_list("wish", "wish_recorded_by"))
    assert wished == [("return", "A delegate"), ("stay", "A delegate"), ("unknown", "")]
    told = WishRecord.objects.order_by("pk").values_list("how", "present")
    assert list(told) == [("alone", ""), ("with_others", "His wife")]


def test_one_row_that_is_not_right_leaves_all_unrecorded_with_what_was_typed(client_for, spring, people):
    adam, boris, _clara = people
    data = typed(
        {adam: {"wish": "return"}, boris: {"wish": "stay", "how": "with_others", "heard_by": "Canary"}}
    )
    answer = client_for("caseworker").post(url(spring), data)
    assert answer.status_code == 422
    assert "Write who was present." in text(answer)
    assert 'value="Canary"' in text(answer)
    assert not WishRecord.objects.exists()


def test_what_all_lack_is_said_once(client_for, spring, people):
    data = typed({evacuee: {"wish": "return"} for evacuee in people}, heard_by="")
    answer = client_for("caseworker").post(url(spring), data)
    assert answer.status_code == 422
    assert "Write who heard it" in text(answer)
    assert not WishRecord.objects.exists()


def test_a_row_without_a_wish_and_with_other_words_is_asked_about(client_for, spring, people):
    answer = client_for("caseworker").post(url(spring), typed({people[0]: {"present": "His wife"}}))
    assert "Choose what is wished, or empty this row." in text(answer)
    assert "No wish is chosen" in text(client_for("caseworker").post(url(spring), typed({})))


def test_a_guardian_speaks_for_one_of_them(client_for, spring, people):
    data = typed({people[0]: {"wish": "cannot_express", "guardian": "The aunt", "in_interest": "yes"}})
    client_for("caseworker").post(url(spring), data)
    assert Evacuee.objects.get(pk=people[0].pk).return_wished


def test_those_who_returned_are_not_asked(client_for, spring, people):
    Evacuee.objects.filter(pk=people[0].pk).update(status="returned")
    page = text(client_for("caseworker").get(url(spring)))
    assert "Adam" not in page
    assert "Boris" in page


def test_a_partys_word_carries_no_survey(client_for, spring, people):
    minister = StateBodyFactory(name="Ministry of the test")
    data = typed(
        {people[0]: {"wish": "return"}},
        who_says_so="other",
        source="https://example.org/report",
        speaker=minister.name,
    )
    answer = client_for("caseworker").post(url(spring), data)
    assert answer.status_code == 422
    assert "is a claim, not a wish" in text(answer)


def test_bad_words_and_pages_are_no_fault(client_for, spring, people):
    client = client_for("caseworker")
    for words in ("\0", "x" * 100_000, "\u202eא"):
        answer = client.post(
            url(spring), typed({people[0]: {"wish": words, "heard_by": words}}, form_key=words)
        )
        assert answer.status_code == 422
    for page in ("0", "-1", "x", "²", "9" * 30):
        assert client.get(f"{url(spring)}?page={page}").status_code == 404


def test_the_page_asks_the_same_number_of_questions_of_one_and_of_thirty(
    client_for, spring, people, django_assert_max_num_queries
):
    client = client_for("caseworker")
    client.get(url(spring))
    for _number in range(30):
        EvacueeFactory(office=spring.office, evacuation=spring)
    with django_assert_max_num_queries(9):
        assert "Adam" in text(client.get(url(spring)))


def test_who_may_record_no_event_asks_nobody(client_for, spring, people):
    assert client_for("viewer").get(url(spring)).status_code == 403
    assert client_for("auditor").post(url(spring), typed({people[0]: {"wish": "stay"}})).status_code == 403
