"""What is kept of somebody whom others look after, beside the facts: news, words of colleagues, files, and the workshop (safety.md §4)."""

import pytest

from cases.lib import dates
from cases.models import Person
from tests import factories as make
from tests.admin.conftest import TOLD

REASON = {"reason": "The family is on the telephone and the owner is ill"}
CANARY = "Zqcanary"


@pytest.fixture
def theirs(office, user_in):
    return make.PersonFactory(office=office, owner=user_in("caseworker"))


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def page(client, record):
    return client.get(record.get_absolute_url()).content.decode()


def open_it(client, person):
    client.post(f"/record/{person.reference}/open/", REASON)


def told(person, **report):
    place = make.PlaceFactory(name=f"{CANARY} camp")
    notice = make.DeathNoticeFactory(
        person=person,
        place=place,
        cause=f"{CANARY} cause",
        grave=f"{CANARY} grave",
        died=dates.parse("3 March 2025"),
        **TOLD,
    )
    return make.DeathReportFactory(notice=notice, text=f"{CANARY} said", title=f"{CANARY} title", **report)


def test_of_a_death_that_is_told_the_day_is_shown_and_what_tells_of_the_place_is_kept(client, theirs):
    told(theirs)
    shown = page(client, theirs)
    assert "3 Mar 2025" in shown
    assert CANARY not in shown
    open_it(client, theirs)
    for what in ("camp", "cause", "grave", "said", "title"):
        assert f"{CANARY} {what}" in page(client, theirs), what


def test_other_roles_do_not_read_what_is_said_of_a_death(client_for, office):
    person = make.PersonFactory(office=office)
    told(person)
    assert CANARY not in page(client_for("viewer"), person)
    assert f"{CANARY} said" in page(client_for("caseworker"), person)


def test_what_a_source_says_of_a_death_is_for_those_who_may_see_the_source(client_for, office):
    person = make.PersonFactory(office=office)
    told(person, source=make.SourceFactory(office=office, confidentiality="strict"))
    assert f"{CANARY} said" not in page(client_for("caseworker"), person)
    assert f"{CANARY} said" in page(client_for("coordinator"), person)


def records(person):
    """Records of a person on whose pages the words of colleagues stand."""
    of = {"office": person.office, "person": person}
    return [
        person, make.RepatriationCaseFactory(group=None, **of), make.TracingRequestFactory(**of), make.EvacueeFactory(**of),
    ]  # fmt: skip


def follow_up(record, **facts):
    return make.FollowUpFactory(
        **{"parcel": None, record.kind: record}, office=record.office, text=f"{CANARY} to do", **facts
    )


@pytest.mark.parametrize("which", range(4))
def test_the_words_of_colleagues_and_the_files_are_kept(client, theirs, which):
    record = records(theirs)[which]
    row = follow_up(record)
    make.FollowUpFactory(
        **{"parcel": None, record.kind: record}, office=record.office, text="Done", outcome=f"{CANARY} came of it",
        done_at="2026-01-05T12:00Z",
    )  # fmt: skip
    file = make.DocumentFileFactory(
        **{"document__parcel": None, "document__office": record.office, f"document__{record.kind}": record}
    )
    there = f"/documents/{file.document.reference}/file/"
    for address in ("/follow-ups/?state=any", record.get_absolute_url()):
        assert CANARY not in client.get(address).content.decode(), address
    taken = client.post("/follow-ups/export/?state=any", {"reason": "a check"})
    assert CANARY not in b"".join(taken.streaming_content).decode()
    assert row.reference not in client.get(f"/follow-ups/?q={CANARY}").content.decode()
    for address in (
        there,
        f"/follow-ups/{row.reference}/finish/",
        f"/follow-ups/{row.reference}/edit/",
    ):
        assert "/open/" in client.get(address).url, address
    assert there not in page(client, record)
    open_it(client, theirs)
    assert CANARY in page(client, record)
    assert client.get(there).status_code == 200


def test_what_is_given_to_somebody_they_read_in_the_list(client_for, caseworker, theirs):
    follow_up(theirs, owner=caseworker)
    assert f"{CANARY} to do" in client_for(caseworker).get("/follow-ups/").content.decode()


@pytest.mark.parametrize("which", range(1, 4))
def test_the_workshop_keeps_what_is_said_about_the_records_of_a_person(client, office, theirs, which):
    record = records(theirs)[which]
    rows = [
        make.EventFactory(about=record, type="noted", note=CANARY),
        follow_up(record),
        make.DocumentFactory(parcel=None, office=office, **{record.kind: record}),
    ]
    for row in rows:
        assert client.get(f"/admin/cases/{row._meta.model_name}/{row.pk}/change/").status_code == 404
    open_it(client, theirs)
    for row in rows:
        assert client.get(f"/admin/cases/{row._meta.model_name}/{row.pk}/change/").status_code == 200


def test_the_workshop_keeps_the_request_the_news_and_the_calls(client, theirs):
    report = told(theirs)
    case = make.RepatriationCaseFactory(office=theirs.office, group=None, person=theirs)
    rows = [
        make.TracingRequestFactory(office=theirs.office, person=theirs), report, report.notice,
        make.FamilyCallFactory(about=case),
    ]  # fmt: skip
    for row in rows:
        assert client.get(f"/admin/cases/{row._meta.model_name}/{row.pk}/change/").status_code == 404, row
    open_it(client, theirs)
    for row in rows:
        assert client.get(f"/admin/cases/{row._meta.model_name}/{row.pk}/change/").status_code == 200, row


# --- Joined records ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["stands", "joined", "beside"])
def test_of_joined_records_lists_keep_what_the_page_keeps(client_for, caseworker, office, theirs, which):
    twin, top = make.PersonFactory(office=office), theirs
    if which == "stands":
        Person.objects.filter(pk=theirs.pk).update(joined_into=twin)
    elif which == "joined":
        Person.objects.filter(pk=twin.pk).update(joined_into=theirs)
    else:
        top = make.PersonFactory(office=office)
        Person.objects.filter(pk__in=(twin.pk, theirs.pk)).update(joined_into=top)
    make.EvacueeFactory(office=office, person=twin, place=make.PlaceFactory(name=f"{CANARY} shelter"))
    client = client_for(caseworker)
    assert CANARY not in client.get("/evacuees/").content.decode()
    open_it(client, twin)
    assert CANARY in client.get("/evacuees/").content.decode()


def test_whoever_looks_after_one_of_joined_records_sees_all(client_for, caseworker, office, theirs):
    twin = make.PersonFactory(office=office, joined_into=theirs, owner=caseworker)
    make.EvacueeFactory(office=office, person=theirs, place=make.PlaceFactory(name=f"{CANARY} shelter"))
    assert twin.owner == caseworker
    assert CANARY in client_for(caseworker).get("/evacuees/").content.decode()
