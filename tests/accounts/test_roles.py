"""Another role or another office for a member of staff: asked by an administrator, allowed by a second person (safety.md §4)."""

import pytest

from cases.models import RoleChange, User
from tests import factories
from tests.accounts.members import give_app, member, signed_in


@pytest.fixture
def olena(office):
    return member(username="olena", first_name="", last_name="", role="caseworker", office=office)


def ask(client, user, role="coordinator", office=None, reason="She leads the office from December", **typed):
    office = "" if office == "" else (office or user.office).pk
    return client.post(f"/staff/{user.pk}/role/", {"role": role, "office": office, "reason": reason} | typed)


def now(user):
    row = User.objects.get(pk=user.pk)
    return row.role, row.office


def test_nothing_changes_until_a_second_person_allows_it_and_then_they_sign_in_anew(
    client_for, administrator, coordinator, olena, office
):
    session = signed_in(olena, give_app(olena))
    page = ask(client_for(administrator), olena).url
    assert now(olena) == ("caseworker", office)
    assert session.get("/parcels/").status_code == 200
    assert client_for(coordinator).post(page, {"answer": "allow"}).status_code == 302
    assert now(olena) == ("coordinator", office)
    assert session.get("/parcels/").status_code == 302, "signed out"
    assert "It holds." in client_for(administrator).get(page).content.decode()


def test_who_asked_does_not_allow_it_and_neither_does_whoever_it_is_about(
    client_for, administrator, coordinator, user_in
):
    user_in("coordinator")
    page = ask(client_for(administrator), coordinator, role="viewer").url
    for who in (administrator, coordinator):
        answer = client_for(who).post(page, {"answer": "allow"})
        assert answer.status_code == 422
    assert now(coordinator)[0] == "coordinator"


def test_nobody_asks_for_themselves(client_for, administrator, coordinator, office):
    answer = ask(client_for(administrator), administrator, office=office)
    assert answer.status_code == 422
    assert "Nobody gives themselves another role" in answer.content.decode()
    assert not RoleChange.objects.exists()


def test_a_refusal_has_a_reason_and_changes_nothing(client_for, administrator, coordinator, olena):
    page = ask(client_for(administrator), olena).url
    desk = client_for(coordinator)
    assert "Write why it is refused" in desk.post(page, {"answer": "refuse"}).content.decode()
    desk.post(page, {"answer": "refuse", "reason": "Not before she has been here a year"})
    assert now(olena)[0] == "caseworker"
    assert "Nothing has changed" in desk.get(page).content.decode()


def test_the_second_person_is_of_the_office_whose_records_it_opens(
    client_for, administrator, coordinator, user_in, olena
):
    elsewhere = factories.OfficeFactory(name="Elsewhere")
    there = user_in("coordinator", elsewhere)
    page = ask(client_for(administrator), olena, role="viewer", office=elsewhere).url
    assert client_for(coordinator).get(page).status_code == 404
    assert client_for(there).post(page, {"answer": "allow"}).status_code == 302
    assert now(olena) == ("viewer", elsewhere)


def test_a_role_without_an_office_takes_another_administrator(
    client_for, administrator, coordinator, user_in, olena
):
    alone = ask(client_for(administrator), olena, role="auditor", office="")
    assert alone.status_code == 422
    assert "invite another administrator" in alone.content.decode()
    second = user_in("administrator", None)
    page = ask(client_for(administrator), olena, role="auditor", office="").url
    assert client_for(coordinator).get(page).status_code == 404
    assert client_for(second).post(page, {"answer": "allow"}).status_code == 302
    assert now(olena) == ("auditor", None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"office": ""}, "Choose the office"),
        ({"role": "caseworker"}, "their role and office already"),
        ({"reason": ""}, "This field is required"),
        ({"role": "director"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client_for, administrator, coordinator, olena, typed, sentence
):
    answer = client_for(administrator).post(
        f"/staff/{olena.pk}/role/",
        {"role": "coordinator", "office": olena.office_id, "reason": "She leads it from December"} | typed,
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    if "reason" not in typed:
        assert "She leads it from December" in answer.content.decode()


def test_one_change_waits_at_a_time(client_for, administrator, coordinator, olena):
    ask(client_for(administrator), olena)
    assert "to be decided first" in ask(client_for(administrator), olena, role="viewer").content.decode()


def test_it_is_among_what_waits_and_on_the_page_of_the_account(client_for, administrator, coordinator, olena):
    page = ask(client_for(administrator), olena).url
    assert [
        row.get_absolute_url() for row in client_for(coordinator).get("/approvals/").context["waiting"]
    ] == [page]
    assert page in client_for(administrator).get(f"/staff/{olena.pk}/").content.decode()


def test_the_workshop_shows_role_and_office_and_changes_neither(
    client_for, administrator, coordinator, olena, office
):
    there = f"/admin/cases/user/{olena.pk}/change/"
    desk = client_for(administrator)
    page = desk.get(there)
    assert f"/staff/{olena.pk}/role/" in page.content.decode()
    assert not {"role", "office"} & set(page.context["adminform"].form.fields)
    form = page.context["adminform"].form
    desk.post(
        there,
        {name: form[name].value() or "" for name in form.fields}
        | {"role": "administrator", "is_active": "on"},
    )
    assert now(olena) == ("caseworker", office)


@pytest.mark.parametrize("role", ["viewer", "caseworker", "coordinator", "auditor"])
def test_only_an_administrator_asks(client_for, olena, role):
    assert client_for(role).get(f"/staff/{olena.pk}/role/").status_code == 403
    assert ask(client_for(role), olena).status_code == 403
