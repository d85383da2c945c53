"""Adding and changing records in the workshop: whose they become, dates in words, two people at once."""

import pytest
from allauth.usersessions.models import UserSession

from cases.lib import dates
from cases.models import (
    Actor,
    Agreement,
    Correspondence,
    FollowUp,
    Group,
    Parcel,
    Person,
    PersonName,
    RepatriationEvent,
    User,
)
from tests import factories
from tests.admin.conftest import address, errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(workshop):
    return workshop("caseworker")


def test_a_new_record_belongs_to_the_office_and_says_who_made_it(desk, office, caseworker):
    answer = desk.send(Correspondence, "add", written="about 2025")
    assert answer.status_code == 302
    letter = Correspondence.objects.get()
    assert (letter.office, letter.created_by, letter.written.edtf) == (office, caseworker, "2025~")
    assert letter.reference.startswith("COR-")
    assert letter.history.get().pgh_context.metadata["user"] == caseworker.pk


def test_a_form_that_is_sent_twice_makes_one_record(desk):
    data = filled(desk.get(Group, "add"), name="Six residents")
    answers = [desk.client.post(address(Group, "add"), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Group.objects.count() == 1


def test_a_date_that_cannot_be_read_keeps_what_was_typed(desk, office):
    person = factories.PersonFactory(office=office)
    answer = desk.send(Person, "change", person.pk, name="Anna Typed", born="the day before yesterday or so")
    html = answer.content.decode()
    assert "born" in answer.context["adminform"].form.errors
    assert 'value="the day before yesterday or so"' in html
    assert 'value="Anna Typed"' in html


def test_words_of_a_date_that_nobody_touched_keep_their_reading(desk, office):
    person = factories.PersonFactory(office=office, born=dates.parse("late November 2025"))
    desk.send(Person, "change", person.pk, rank="Private")
    again = Person.objects.get()
    assert (again.rank, again.born) == ("Private", person.born)


def test_a_stale_form_is_refused_and_loses_nothing(desk, office):
    person = factories.PersonFactory(office=office)
    data = filled(desk.get(Person, "change", person.pk), rank="Sergeant")
    Person.objects.filter(pk=person.pk).update(father_name="Ivan")
    answer = desk.client.post(address(Person, "change", person.pk), data)
    assert answer.status_code == 200
    assert "Somebody changed this record" in errors_of(answer)
    assert 'value="Sergeant"' in answer.content.decode()
    person.refresh_from_db()
    assert (person.rank, person.father_name) == ("", "Ivan")


def test_a_stale_row_of_an_inline_is_refused(desk, office):
    name = factories.PersonNameFactory(person__office=office)
    data = filled(desk.get(Person, "change", name.person_id)) | {"names-0-family": "Typed"}
    PersonName.objects.filter(pk=name.pk).update(given="Changed")
    answer = desk.client.post(address(Person, "change", name.person_id), data)
    assert "Somebody changed this record" in errors_of(answer)
    assert PersonName.objects.get().family == ""


def test_a_name_is_added_with_the_person(desk, office):
    person = factories.PersonFactory(office=office)
    row = {
        "names-TOTAL_FORMS": "1",
        "names-0-full": "Anna",
        "names-0-script": "Latn",
        "names-0-type": "alias",
    }
    assert desk.send(Person, "change", person.pk, **row).status_code == 302
    assert person.names.get().full == "Anna"


def test_nobody_hides_a_record_from_themselves(desk):
    assert desk.send(Group, "add", name="Six residents", confidentiality="strict").status_code == 200
    assert not Group.objects.exists()


def test_contents_are_ticked_and_a_wrong_postal_number_is_refused(desk):
    answer = desk.send(Parcel, "add", contents=["food", "books"], s10="RR123456789UA")
    assert "s10" in answer.context["adminform"].form.errors
    desk.send(Parcel, "add", contents=["food", "books"], s10="rr123456785ua")
    parcel = Parcel.objects.get()
    assert (parcel.contents, parcel.s10) == (["food", "books"], "RR123456785UA")


def test_several_actors_stay_chosen(workshop, office):
    """A field of many values comes back as all of them, not as the last one."""
    actors = [factories.ActorFactory() for _ in range(3)]
    workshop("coordinator").send(
        Agreement, "add", title="An agreement", made_by=[actor.pk for actor in actors]
    )
    assert set(Agreement.objects.get().made_by.all()) == set(actors)


def test_a_part_is_a_person_or_a_counted_group(desk, office):
    event, group = factories.RepatriationEventFactory(office=office), factories.GroupFactory(office=office)
    row = {"parts-TOTAL_FORMS": "1", "parts-0-group": group.pk, "parts-0-direction": "along"}
    answer = desk.send(RepatriationEvent, "change", event.pk, **row)
    assert "Choose a person, or a group and how many of it." in errors_of(answer)
    assert (
        desk.send(RepatriationEvent, "change", event.pk, **row, **{"parts-0-count": "8"}).status_code == 302
    )
    assert event.parts.get().count == 8


def test_a_follow_up_stays_with_its_record(desk, office, caseworker):
    parcel, other = (factories.ParcelFactory(office=office) for _ in range(2))
    desk.send(FollowUp, "add", query=f"about={parcel.reference}", text="Ask", due_on="2026-12-01")
    task = FollowUp.objects.get()
    assert (task.parcel, task.created_by) == (parcel, caseworker)
    desk.send(FollowUp, "change", task.pk, text="Ask again", about=other.reference, parcel=other.pk)
    task.refresh_from_db()
    assert (task.text, task.parcel) == ("Ask again", parcel)


def test_reference_tables_are_the_coordinators(workshop):
    actor = factories.ActorFactory(name="Old name")
    assert (
        workshop("caseworker").client.post(address(Actor, "change", actor.pk), {"name": "x"}).status_code
        == 403
    )
    assert workshop("coordinator").send(Actor, "change", actor.pk, name="New name").status_code == 302
    assert Actor.objects.get(pk=actor.pk).name == "New name"


def test_nobody_types_the_account_or_the_password_of_another(workshop, caseworker):
    client = workshop("administrator").client
    assert client.get(address(User, "add")).status_code == 403
    before = caseworker.password
    there = f"/admin/cases/user/{caseworker.pk}/password/"  # no page: it is taken for a key
    secret = "a long and quiet harbour"
    assert client.post(there, {"password1": secret, "password2": secret}, follow=True).status_code in {
        200,
        404,
    }
    caseworker.refresh_from_db()
    assert caseworker.password == before


def test_nobody_grants_a_role_to_themselves(workshop, administrator):
    desk = workshop(administrator)
    desk.send(User, "change", administrator.pk, last_name="Typed", role="coordinator")
    administrator.refresh_from_db()
    assert (administrator.last_name, administrator.role) == ("Typed", "administrator")


def test_who_closes_an_account_ends_its_sessions(workshop, caseworker, client_for):
    theirs = client_for(caseworker)
    UserSession.objects.create(
        user=caseworker, session_key=theirs.session.session_key, ip="127.0.0.1", user_agent=""
    )
    workshop("administrator").send(User, "change", caseworker.pk, is_active="")
    assert theirs.get("/account/").status_code == 302


def test_a_source_out_of_sight_survives_the_saving_of_a_name(desk, office):
    source = factories.SourceFactory(office=office, title="Secret list", confidentiality="strict")
    name = factories.PersonNameFactory(person__office=office, source=source)
    page = desk.get(Person, "change", name.person_id)
    assert b"Secret list" not in page.content
    desk.send(Person, "change", name.person_id, **{"names-0-family": "Typed"})
    name.refresh_from_db()
    assert (name.family, name.source) == ("Typed", source)


def test_periods_of_custody_that_overlap_are_refused_in_words(desk, office):
    old = factories.CustodyPeriodFactory(
        person__office=office, begin=dates.parse("2025-03-01"), accepted=True
    )
    row = {
        "custody_periods-TOTAL_FORMS": "2",
        "custody_periods-1-holding_power": old.holding_power_id,
        "custody_periods-1-basis": "unknown",
        "custody_periods-1-begin": "April 2025",
        "custody_periods-1-accepted": "on",
    }
    answer = desk.send(Person, "change", old.person_id, **row)
    assert "This overlaps an accepted period of custody" in errors_of(answer)
    assert 'value="April 2025"' in answer.content.decode()
