"""The card of an evacuated child (Additional Protocol I, Art. 78(3)): only what involves no risk of harm leaves the house."""

from datetime import date

import pytest

from cases.actions import child_card
from cases.lib.dates import parse
from cases.models import ChildCardItem, ChildCardJudgement
from cases.models.child_card import Item
from tests.factories import DeathNoticeFactory, EvacueeFactory, PersonFactory, PersonFlagFactory, PlaceFactory


@pytest.fixture
def child(office):
    return PersonFactory(
        office=office,
        name="Орлова Наталья",
        born=parse("2016"),
        sex="female",
        contact="The aunt in Canary street",
    )


def url(person):
    return f"{person.get_absolute_url()}card/"


def text(answer):
    return answer.content.decode()


def typed(person, values=(), verdicts=(), **more):
    data = {"seen": child_card.state_of(person)}
    data |= {f"value_{item}": value for item, value in dict(values).items()}
    return data | {f"verdict_{item}": verdict for item, verdict in dict(verdicts).items()} | more


def printed(client, person):
    return text(client.post(f"{url(person)}print/"))


def test_what_is_on_record_is_shown_and_not_typed_again(client_for, child):
    page = text(client_for("caseworker").get(url(child)))
    assert "Орлова Наталья" in page
    assert 'name="value_a"' not in page
    assert 'name="value_m"' in page


def test_only_what_is_judged_without_risk_is_printed(client_for, child):
    client = client_for("caseworker")
    values = {"m": "A positive", "n": "A scar", "l": "Canary health"}
    verdicts = {"a": "no_risk", "m": "no_risk", "n": "risk"}
    assert client.post(url(child), typed(child, values, verdicts)).status_code == 302
    sheet = printed(client, child)
    for words in ("Орлова Наталья", "A positive", "Central Tracing Agency", "Photograph"):
        assert words in sheet
    for words in ("A scar", "Canary", "2016"):
        assert words not in sheet
    assert "Blood group" in sheet


def test_words_that_change_are_judged_anew(client_for, child):
    client = client_for("caseworker")
    client.post(url(child), typed(child, {"m": "A positive"}, {"m": "no_risk"}))
    answer = client.post(url(child), typed(child, {"m": "B negative"}, {"m": "no_risk"}), follow=True)
    assert "are to be judged anew: Blood group" in text(answer)
    assert "negative" not in printed(client, child)
    client.post(url(child), typed(child, {"m": "B negative"}, {"m": "no_risk"}))
    assert "B negative" in printed(client, child)


def test_what_changes_on_the_record_itself_is_judged_anew_too(client_for, child):
    client = client_for("caseworker")
    client.post(url(child), typed(child, (), {"g": "no_risk"}))
    assert "The aunt" in printed(client, child)
    type(child).objects.filter(pk=child.pk).update(contact="The uncle")
    assert "The uncle" not in printed(client, child)


def test_a_judgement_is_taken_back_and_all_of_them_stay(client_for, child, caseworker):
    client = client_for(caseworker)
    client.post(url(child), typed(child, (), {"a": "no_risk"}))
    client.post(url(child), typed(child, (), {"a": "open"}))
    assert "Орлова" not in printed(client, child)
    rows = ChildCardJudgement.objects.order_by("sequence")
    assert [(row.verdict, row.recorded_by) for row in rows] == [("no_risk", caseworker), ("open", caseworker)]


def test_a_card_that_somebody_else_changed_is_refused_with_what_was_typed(client_for, child):
    stale = typed(child, {"m": "A positive"}, {"m": "no_risk"})
    client = client_for("caseworker")
    client.post(url(child), typed(child, {"n": "A scar"}))
    answer = client.post(url(child), stale)
    assert answer.status_code == 422
    assert "Somebody changed this card" in text(answer)
    assert 'value="A positive"' in text(answer)
    assert not ChildCardItem.objects.filter(item="m").exists()


@pytest.mark.parametrize(
    ("born", "possible"),
    [("2016", True), ("after 3 March 2007", True), ("about 2008", True), ("1987", False), ("by 1990", False), ("", False),
     ("11 December 2007", False), ("12 December 2007", True)],
)  # fmt: skip
def test_a_card_is_for_those_who_may_be_children(office, born, possible):
    person = PersonFactory(office=office, born=parse(born) if born else None)
    assert child_card.may_be_child(person, date(2025, 12, 11)) is possible


def test_who_is_flagged_as_a_minor_has_a_card_whatever_the_birth(client_for, office):
    person = PersonFactory(office=office)
    client = client_for("caseworker")
    assert client.get(url(person)).status_code == 404
    assert url(person) not in text(client.get(person.get_absolute_url()))
    PersonFlagFactory(person=person, type="minor")
    assert client.get(url(person)).status_code == 200
    assert url(person) in text(client.get(person.get_absolute_url()))


def test_news_of_a_death_holds_the_card_and_stands_on_it_only_when_the_family_knows(client_for, child):
    client = client_for("caseworker")
    client.post(url(child), typed(child, (), {"a": "no_risk"}))
    assert "value_s" not in text(client.get(url(child)))
    notice = DeathNoticeFactory(person=child)
    sheet = printed(client, child)
    assert "Held by the office" in sheet
    assert "Орлова" not in sheet.split("<main")[1].split("</h1>")[1]
    with pytest.raises(child_card.CardRefused):
        child_card.may_be_passed_on(child)
    informed = {"informed_at": "2026-01-05T00:00Z", "informed_whom": "The aunt", "informed_how": "in person"}
    type(notice).objects.filter(pk=notice.pk).update(**informed)
    assert "value_s" in text(client.get(url(child)))


def test_where_the_child_stays_is_on_record(office, child):
    EvacueeFactory(office=office, person=child, place=PlaceFactory(name="Shelter by the sea"))
    assert child_card.values_of(child)[Item.R] == "Shelter by the sea"


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_others_see_no_card(client_for, child, role):
    client = client_for(role)
    assert client.get(url(child)).status_code == 403
    assert client.post(f"{url(child)}print/").status_code == 403
    assert client.post(url(child), typed(child)).status_code == 403


@pytest.mark.parametrize("words", ["\0", "x" * 100_000, "\u202eא"])
def test_bad_words_are_no_fault(client_for, child, words):
    client = client_for("caseworker")
    for name in ("value_m", "verdict_a", "seen"):
        answer = client.post(url(child), typed(child) | {name: words})
        assert answer.status_code in {302, 422}


def test_the_card_has_all_items_of_the_article():
    assert [item.value for item in Item] == list("abcdefghijklmnopqrs")
