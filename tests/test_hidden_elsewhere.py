"""What is on a level above the reader is not there in what other pages gather either: searches, days, comparisons, choices (R02)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.lib import codes
from cases.lib.dates import parse
from tests import factories as make
from tests.test_hidden_meanwhile import hide, text

pytestmark = pytest.mark.django_db
STRICT = "strict"


@pytest.fixture
def pages(client_for):
    """The same page for a caseworker, who may not see what is strict, and for a coordinator, who may."""

    def pages(url, **query):
        return [text(client_for(role).get(url, query)) for role in ("caseworker", "coordinator")]

    return pages


@pytest.fixture
def hidden(office):
    return make.PersonFactory(office=office, name="Прихована Особа", confidentiality=STRICT)


# --- Searches by a number -------------------------------------------------------------------------------------


def test_a_slip_in_the_code_of_a_hidden_record_does_not_find_it(pages, hidden):
    last = hidden.reference[-1]
    wrong = hidden.reference[:-1] + next(sign for sign in codes.ALPHABET if sign != last)
    assert ["Прихована" in page for page in pages(reverse("search"), q=wrong)] == [False, True]


def test_the_item_number_of_a_hidden_parcel_does_not_find_it(pages, office):
    parcel = make.ParcelFactory(office=office, s10="RR123456785UA", confidentiality=STRICT)
    assert [parcel.reference in page for page in pages(reverse("search"), q="RR123456785UA")] == [False, True]


def test_the_number_of_a_passport_does_not_find_somebody_hidden(pages, hidden):
    make.PersonIdentifierFactory(person=hidden, value="ZZ998877")
    assert ["Прихована" in page for page in pages(reverse("search"), q="ZZ998877")] == [False, True]


# --- Today ----------------------------------------------------------------------------------------------------


def test_a_view_that_somebody_keeps_for_themselves_is_not_on_the_page_of_others(
    client_for, office, caseworker, viewer
):
    own = make.SavedViewFactory(office=office, owner=caseworker, shared=False, name="Мій вид")
    for user in (caseworker, viewer):
        make.SavedViewLookFactory(view=own, user=user, pinned=True)
    assert ["Мій вид" in text(client_for(who).get("/")) for who in (viewer, caseworker)] == [False, True]


def test_the_last_statements_leave_out_what_rests_on_a_hidden_source(pages, office):
    source = make.SourceFactory(office=office, confidentiality=STRICT)
    make.StatementFactory(source=source, text="Прихована заява")
    assert ["Прихована заява" in page for page in pages("/")] == [False, True]


def test_the_last_statements_do_not_name_a_hidden_record_that_they_are_about(pages, office):
    group = make.GroupFactory(office=office, name="Прихована група", confidentiality=STRICT)
    make.ClaimFactory(about=group, statement=make.StatementFactory(source__office=office))
    assert [group.reference in page for page in pages("/")] == [False, True]


# --- Visits ---------------------------------------------------------------------------------------------------


@pytest.fixture
def visit(office, parties):
    return make.VisitFactory(
        office=office,
        holding_party=parties[0],
        status="held",
        type="ombudsmen",
        occurred=parse(str(timezone.localdate())),
    )


def test_hidden_visits_are_not_compared(pages, office, visit):
    make.VisitFactory(
        office=office,
        holding_party=visit.holding_party,
        type="ombudsmen",
        status="held",
        confidentiality=STRICT,
    )
    numbers = ['">2</a>' in page for page in pages(reverse("visits_compare"))]
    assert numbers == [False, True]


def test_the_party_of_the_first_visit_that_one_sees_stands_first(client_for, office, parties):
    for party, level in ((parties[1], STRICT), (parties[0], "ordinary")):
        make.VisitFactory(office=office, holding_party=party, type="ombudsmen", confidentiality=level)
    columns = [
        client_for(role).get(reverse("visits_compare")).context["columns"]
        for role in ("caseworker", "coordinator")
    ]
    assert [found[0]["party"] for found in columns] == [*parties]


def test_hidden_people_are_not_counted_as_seen(client_for, hidden, visit):
    make.VisitedFactory(visit=visit, person=hidden, seen="seen")
    seen = [
        sum(each["seen"] for each in client_for(role).get(reverse("visits_compare")).context["columns"])
        for role in ("caseworker", "coordinator")
    ]
    assert seen == [0, 1]


def test_the_visits_of_a_day_leave_out_those_that_are_hidden_and_whom_they_name(pages, office, hidden, visit):
    make.VisitedFactory(visit=visit, person=hidden)
    make.VisitFactory(
        office=office,
        title="Прихований візит",
        status="held",
        occurred=visit.occurred,
        confidentiality=STRICT,
    )
    found = pages(reverse("visits_day"))
    assert [("Прихований візит" in page, "Прихована Особа" in page) for page in found] == [
        (False, False),
        (True, True),
    ]
    assert visit.title in found[0]


def test_where_a_visit_is_held_is_not_for_every_role(client_for, visit):
    visit.place = make.PlaceFactory(name="Тиха вулиця")
    visit.save()
    found = [text(client_for(role).get(reverse("visits_day"))) for role in ("viewer", "caseworker")]
    assert ["Тиха вулиця" in page for page in found] == [False, True]


# --- Whoever recorded something keeps no way to what was hidden since ---------------------------------------------


@pytest.mark.parametrize("what", ["person", "source"])
def test_a_source_that_one_used_is_not_offered_again_once_it_or_its_event_is_hidden(
    client_for, office, caseworker, what
):
    person, other = make.PersonFactory(office=office), make.PersonFactory(office=office)
    source = make.SourceFactory(office=office, title="Ненадовго видима")
    make.EventFactory(
        about=person, by=caseworker, statement=make.StatementFactory(source=source), evidence=""
    )
    client = client_for(caseworker)
    assert "Ненадовго видима" in text(client.get(other.get_absolute_url()))
    hide({"person": person, "source": source}[what])
    assert "Ненадовго видима" not in text(client.get(other.get_absolute_url()))


# --- What names somebody --------------------------------------------------------------------------------------


def test_an_event_of_a_parcel_for_somebody_hidden_is_in_no_list(pages, office, hidden):
    parcel = make.ParcelFactory(office=office, addressee=hidden)
    make.EventFactory(about=parcel)
    assert [parcel.reference in page for page in pages(reverse("events"))] == [False, True]


def test_whoever_records_nobody_has_no_form_of_a_person(client_for):
    answers = [
        client_for(role).get(reverse("person_new", args=["0" * 32])).status_code
        for role in ("viewer", "caseworker")
    ]
    assert answers == [403, 302]


def test_a_glass_that_was_broken_in_another_role_is_not_told_of(client_for, office, caseworker):
    person = make.PersonFactory(office=office)
    make.GlassBreakFactory(record=person, by=caseworker)
    client = client_for(caseworker)
    assert client.get(person.get_absolute_url()).context["glass"]["until"]
    caseworker.role = "viewer"
    caseworker.save()
    assert client_for(caseworker).get(person.get_absolute_url()).context["glass"] is None


# --- Lists of what is due -------------------------------------------------------------------------------------


def test_what_falls_due_elsewhere_is_no_concern_of_this_office(client_for, office):
    over = timezone.localdate() - timedelta(days=2)
    for name, where in (("Своя Особа", office), ("Чужа Особа", make.OfficeFactory())):
        make.PersonFactory(office=where, name=name, retention_until=over)
    page = text(client_for("coordinator").get(reverse("retention")))
    assert ("Своя Особа" in page, "Чужа Особа" in page) == (True, False)


def test_whoever_reads_no_words_of_colleagues_finds_nothing_by_them(client_for, office):
    task = make.FollowUpFactory(parcel__office=office, text="Запитати про розписку")
    found = [
        text(client_for(role).get(reverse("follow_ups"), {"q": "розписку"}))
        for role in ("viewer", "caseworker")
    ]
    assert [task.parcel.reference in page for page in found] == [False, True]


# --- Staff ----------------------------------------------------------------------------------------------------


def test_a_change_into_another_office_is_not_told_to_the_coordinator_of_this_one(client_for, caseworker):
    make.RoleChangeFactory(user=caseworker, office=make.OfficeFactory(name="Інше бюро"))
    found = [
        text(client_for(role).get(reverse("member", args=[caseworker.pk])))
        for role in ("coordinator", "administrator")
    ]
    assert ["Інше бюро" in page for page in found] == [False, True]
