"""Lists received: pasted, read, compared, worked off line by line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import identity, lists
from cases.lib.dates import parse
from cases.models import CounterpartLine, CounterpartList, Person, Statement
from tests.factories import (
    ActorFactory,
    CounterpartListFactory,
    CustodyPeriodFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
    PlaceFactory,
    RepatriationEventFactory,
    RepatriationPartFactory,
)
from tests.people.received import answer, text, typed, url

pytestmark = pytest.mark.django_db


# --- A new list -------------------------------------------------------------------------------------------


def test_a_list_is_read_and_compared_before_anything_is_recorded(client_for, ministry, serhii):
    data = typed(ministry)
    del data["record"]
    shown = client_for("caseworker").post("/lists/add/", data)
    assert shown.status_code == 200
    assert "On record: 1 likely, 0 possible, 1 not found." in text(shown)
    assert not CounterpartList.objects.exists()


def test_whom_one_may_not_see_is_not_counted_before_a_list_is_recorded(client_for, ministry, serhii):
    type(serhii).objects.filter(pk=serhii.pk).update(confidentiality="strict")
    data = typed(ministry)
    del data["record"]
    for role, likely in (("caseworker", 0), ("coordinator", 1)):
        shown = text(client_for(role).post("/lists/add/", data))
        assert f"On record: {likely} likely, 0 possible, {2 - likely} not found." in shown


def test_a_recorded_list_has_its_lines_and_what_was_found(received, serhii):
    assert [(line.name, line.state) for line in received.lines.order_by("number")] == [
        ("Bondarenko Serhii", "open"),
        ("Tkachenko Mykola", "open"),
    ]
    assert received.lines.get(number=2).candidates.get().person == serhii


def test_the_same_form_twice_is_one_list(client_for, ministry, received):
    again = client_for("caseworker").post("/lists/add/", typed(ministry))
    assert again["Location"] == received.get_absolute_url()
    assert CounterpartList.objects.count() == 1


def test_a_file_in_an_old_encoding_is_read_and_its_text_stays(client_for, ministry):
    data = typed(
        ministry,
        written="",
        file=SimpleUploadedFile("list.csv", "ФИО;Год рождения\nИванов Иван;1985".encode("cp1251")),
    )
    del data["record"]
    shown = text(client_for("caseworker").post("/lists/add/", data))
    assert "Иванов Иван;1985</textarea>" in shown
    assert "1 line with a name" in shown


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"written": ""}, "Paste the list, or choose a file."),
        ({"written": "\x00 \n12;13"}, "No name can be read in this list."),
        ({"holding_party": ""}, "Say which power holds the people of the list."),
        ({"sender": "Nobody at all"}, "Nothing is found by"),
        ({"as_of": "when the moon"}, ""),
        ({"written": "Іваненко\u202e Іван\ud800 " + "х" * 120_000, "title": "x" * 400}, ""),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(client_for, ministry, change, sentence):
    response = client_for("caseworker").post(
        "/lists/add/",
        typed(ministry, **{k: v.encode("utf-8", "replace").decode() for k, v in change.items()}),
    )
    assert response.status_code == 422
    assert sentence in text(response)
    assert "List of March" in text(response) or "title" in change
    assert not CounterpartList.objects.exists()


def test_what_the_red_cross_sends_is_not_kept_for_everybody(client_for, ministry, parties):
    cross = ActorFactory(name="Committee", kind="humanitarian")
    response = client_for("caseworker").post("/lists/add/", typed(ministry, sender=cross.name))
    assert response.status_code == 422
    assert "kept restricted" in text(response)


# --- Worked off -------------------------------------------------------------------------------------------


def tabs(client, received):
    return {tab["label"]: tab["count"] for tab in client.get(url(received)).context["tabs"]}


def test_four_tabs_say_how_many_lines_there_are_of_each(client_for, received, office):
    client = client_for("caseworker")
    assert tabs(client, received) == {
        "In both": 1,
        "Theirs only": 1,
        "Ours only": None,
        "Uncertain": 0,
        "All lines": 2,
    }
    assert "0 of 2 decided." in text(client.get(url(received)))


def test_a_line_is_decided_and_the_next_one_opens(client_for, received, serhii, caseworker):
    client = client_for("caseworker")
    response = answer(client, received, 2, f"is:{serhii.reference}", reason="The same year")
    assert response["Location"] == url(received, "3/#line")
    line = received.lines.get(number=2)
    assert (line.state, line.person) == ("is", serhii)
    shown = text(client.get(url(received, "2/")))
    assert "1 of 2 decided." in shown
    assert f"{caseworker}: on record as this person" in shown
    assert "The same year" in shown
    assert answer(client, received, 3, "none")["Location"] == url(received)


def test_a_decision_is_taken_back_with_a_reason_and_its_history_stays(client_for, received, serhii):
    client = client_for("caseworker")
    answer(client, received, 2, f"is:{serhii.reference}")
    refused = answer(client, received, 2, "undone")
    assert refused.status_code == 422
    assert "Write why it is taken back" in text(refused)
    assert answer(client, received, 2, "undone", reason="Another man").status_code == 302
    shown = text(client.get(url(received, "2/")))
    assert "Another man" in shown
    assert "0 of 2 decided." in shown


def test_somebody_else_on_record_is_chosen_by_name(client_for, received, office):
    other = PersonFactory(office=office, name="Ткач Микола")
    client = client_for("caseworker")
    assert "Say which person" in text(answer(client, received, 3, "else"))
    assert answer(client, received, 3, "else", person=other.reference).status_code == 302
    assert received.lines.get(number=3).person == other


def test_of_two_who_judge_at_once_the_second_is_told_and_keeps_what_was_typed(client_for, received, serhii):
    first, second = client_for("caseworker"), client_for("coordinator")
    answer(first, received, 2, f"is:{serhii.reference}")
    late = second.post(url(received, "2/"), {"answer": "none", "seen": "0", "reason": "Typed by the second"})
    assert late.status_code == 422
    assert "Somebody judged this line while you were writing" in text(late)
    assert "Typed by the second" in text(late)
    assert received.lines.get(number=2).person == serhii
    again = {field.name: field.value() or "" for field in late.context["opened"]["form"]}
    assert second.post(url(received, "2/"), again).status_code == 302
    assert received.lines.get(number=2).state == "none"


@pytest.mark.parametrize("here", [True, False])
def test_what_somebody_judged_of_a_line_meanwhile_is_not_overridden_by_a_new_person(
    client_for, received, serhii, office, here
):
    client = client_for("caseworker")
    shown = client.get(client.get(url(received, "3/")).context["opened"]["look_url"])
    data = {field.name: field.value() or "" for field in shown.context["form"]}
    new = "" if here else client.post("/people/add/", data)["Location"]
    answer(client_for("coordinator"), received, 3, "else", person=serhii.reference)
    if here:
        other = PersonFactory(office=office, name="Ткач Микола")
        late = client.post("/people/add/", data | {"person": other.reference}, follow=True)
    else:
        form = client.get(new).context["form"]
        late = client.post(new, {field.name: field.value() or "" for field in form})
        assert late.status_code == 422
    assert "Somebody judged line" in text(late)
    assert received.lines.get(number=3).person == serhii
    assert not Person.objects.filter(name="Tkachenko Mykola").exists()


def test_none_of_ours_leads_to_looking_first_and_the_new_person_is_the_line(client_for, received, caseworker):
    client = client_for("caseworker")
    look = client.get(url(received, "3/")).context["opened"]["look_url"]
    shown = client.get(look)
    assert "Nobody on record is like this" in text(shown)
    data = {field.name: field.value() or "" for field in shown.context["form"]}
    new = client.post("/people/add/", data)
    form = client.get(new["Location"]).context["form"]
    made = client.post(
        new["Location"], {field.name: field.value() or "" for field in form if field.value() is not False}
    )
    assert made.status_code == 302, text(made)
    line = received.lines.get(number=3)
    assert (line.state, line.person.name) == ("is", "Tkachenko Mykola")


def test_whoever_is_hidden_is_neither_offered_nor_counted(client_for, office, ministry):
    PersonFactory(office=office, name="Бондаренко Сергій", born=parse("1987"), confidentiality="strict")
    client_for("coordinator").post("/lists/add/", typed(ministry))
    received = CounterpartList.objects.get()
    assert tabs(client_for("coordinator"), received)["In both"] == 1
    assert tabs(client_for("caseworker"), received)["In both"] == 0
    assert "Бондаренко" not in text(client_for("caseworker").get(url(received, "2/")))


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("viewer", "", 200), ("viewer", "2/", 200), ("viewer", "export/", 403), ("viewer", "edit/", 403),
        ("administrator", "", 403), ("auditor", "ours/", 200), ("auditor", "edit/", 403),
    ],
)  # fmt: skip
def test_each_role_may_what_it_may(client_for, received, role, path, status):
    assert client_for(role).get(url(received, path)).status_code == status


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_only_reads_judges_nothing(client_for, received, role):
    assert client_for(role).post(url(received, "2/"), {"answer": "none"}).status_code == 403
    assert client_for(role).get("/lists/add/").status_code == 403
    assert not CounterpartLine.objects.decided().exists()


def test_a_list_of_another_office_or_level_is_not_there(client_for, received, office):
    client = client_for("caseworker")
    for hidden in (CounterpartListFactory(), CounterpartListFactory(office=office, confidentiality="strict")):
        for path in ("", "2/", "ours/", "edit/", "export/"):
            assert client.get(url(hidden, path)).status_code == 404


@pytest.mark.parametrize(
    "query", ["?found=x", "?nothing=1", "?state=\x00", "?page=99", "?sort=x", "?q=" + "х" * 300]
)
def test_bad_input_is_told_and_breaks_nothing(client_for, received, query):
    assert client_for("caseworker").get(url(received) + query).status_code == 200
    assert client_for("caseworker").get(url(received, "ours/") + query).status_code == 200
    assert client_for("caseworker").get(url(received, "999999999999999999999999/")).status_code == 404


def test_a_list_of_many_lines_asks_no_more_than_one_of_few(client_for, office, caseworker):
    client, counts = client_for("caseworker"), []
    for many in (1, 30):
        written = "\n".join(f"Іваненко Іван {chr(1072 + n)}" for n in range(many))
        received = CounterpartListFactory(office=office, by=caseworker, written=written)
        client.get(url(received))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(received)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_the_lines_are_exported_as_they_stand(client_for, received, serhii):
    client = client_for("coordinator")
    answer(client, received, 2, f"is:{serhii.reference}")
    lines = text(client.post(url(received, "export/"), {"reason": "a check"}))
    assert (
        f"2,Bondarenko Serhii;1987,Bondarenko Serhii,1987,on record,{serhii.reference},Бондаренко Сергій"
        in lines
    )


def test_only_what_was_not_received_is_edited(client_for, received):
    client = client_for("caseworker")
    form = client.get(url(received, "edit/")).context["form"]
    assert set(form.fields) >= {"title", "group", "owner"}
    assert not {"sender", "received_on", "says"} & set(form.fields)
    data = {field.name: field.value() or "" for field in form} | {"title": "Another heading"}
    assert client.post(url(received, "edit/"), data).status_code == 302
    assert client.post(url(received, "edit/"), data).status_code == 422  # stale


# --- Ours only --------------------------------------------------------------------------------------------


def ours(client, received, **query):
    return [person.name for person in client.get(url(received, "ours/"), query).context["rows"]]


def test_ours_only_are_people_of_a_chosen_set_who_are_on_no_line(
    client_for, received, office, ministry, serhii
):
    held, elsewhere = (
        PersonFactory(office=office, name="Held"),
        PersonFactory(office=office, name="Elsewhere"),
    )
    for person in (serhii, held):
        CustodyPeriodFactory(person=person, holding_power=ministry.party)
    client = client_for("caseworker")
    assert ours(client, received) == ["Held"]  # Serhii is likely one of a line that nobody decided
    answer(client, received, 2, "none")
    assert ours(client, received) == ["Held", "Бондаренко Сергій"]
    group = GroupFactory(office=office)
    GroupMembershipFactory(group=group, person=elsewhere)
    assert ours(client, received, group=group.reference) == ["Elsewhere"]
    operation = RepatriationEventFactory(office=office)
    RepatriationPartFactory(event=operation, person=held)
    assert ours(client, received, operation=operation.reference) == ["Held"]


def test_not_on_a_list_is_never_said_as_not_held(client_for, received, office, ministry):
    CustodyPeriodFactory(person=PersonFactory(office=office, name="Held"), holding_power=ministry.party)
    client = client_for("coordinator")
    shown = text(client.get(url(received, "ours/")))
    assert "not on the list of Ministry of the North, as of 26 Feb 2026" in shown
    assert "That is not to say that they are not held" in shown
    lines = text(client.post(url(received, "ours/export/"), {"reason": "a check"}))
    assert "not on the list of Ministry of the North" in lines


@pytest.fixture
def hidden_line(client_for, received, serhii):
    """The first line is somebody whom only coordinators see."""
    answer(client_for("coordinator"), received, 2, f"is:{serhii.reference}")
    type(serhii).objects.filter(pk=serhii.pk).update(confidentiality="strict")
    return received.lines.get(number=2)


def test_a_line_that_is_somebody_hidden_is_neither_shown_nor_counted(client_for, received, hidden_line):
    caseworker, coordinator = client_for("caseworker"), client_for("coordinator")
    here = url(received, "2/")
    assert [client.get(here).status_code for client in (caseworker, coordinator)] == [404, 200]
    counted = [client.get("/lists/").context["rows"][0].seen for client in (caseworker, coordinator)]
    assert counted == [1, 2]


def test_a_judgement_taken_back_does_not_name_somebody_hidden(client_for, received, serhii, hidden_line):
    answer(client_for("coordinator"), received, 2, "undone", reason="Another father")
    shown = [
        serhii.get_absolute_url() in text(client_for(role).get(url(received, "2/")))
        for role in ("caseworker", "coordinator")
    ]
    assert shown == [False, True]


def test_ours_only_names_nobody_hidden(client_for, received, office, ministry):
    hidden = PersonFactory(office=office, name="Held", confidentiality="strict")
    CustodyPeriodFactory(person=hidden, holding_power=ministry.party)
    assert [ours(client_for(role), received) for role in ("caseworker", "coordinator")] == [[], ["Held"]]


def test_who_was_given_a_list_reads_no_place_once_they_only_read(client_for, office, caseworker):
    place = PlaceFactory(name="Far region")
    given = CounterpartListFactory(office=office, by=caseworker, place=place, owner=caseworker)
    assert "Far region" in text(client_for(caseworker).get(url(given)))
    type(caseworker).objects.filter(pk=caseworker.pk).update(role="viewer")
    assert "Far region" not in text(client_for(caseworker).get(url(given)))


def test_who_only_reads_reads_a_line_as_it_was_received(client_for, received, serhii, user_in):
    answer(client_for("coordinator"), received, 2, f"is:{serhii.reference}")
    type(serhii).objects.filter(pk=serhii.pk).update(owner=user_in("caseworker"))
    type(received).objects.filter(pk=received.pk).update(owner=None)
    shown = [
        client_for(who).get(url(received, "2/")).context["opened"]["line"].text
        for who in ("viewer", user_in("caseworker"))
    ]
    assert shown == ["Bondarenko Serhii;1987", "not shown to you"]


# --- Looking again ----------------------------------------------------------------------------------------


def test_whoever_is_recorded_since_is_found_when_one_looks_again(client_for, received, office):
    client = client_for("caseworker")
    assert text(client.get(received.get_absolute_url())).count("look-again/") == 1
    mykola = PersonFactory(office=office, name="Ткаченко Микола", born=parse("1990"))
    answer(client, received, 2, "none")
    told = client.post(url(received, "look-again/"), follow=True)
    assert "Looked again for the 1 line that is open. Somebody on record may be meant by 1 of them." in text(
        told
    )
    assert [each.person for each in received.lines.get(number=3).candidates.order_by("-score")][:1] == [
        mykola
    ]


def test_nobody_learns_of_a_hidden_person_by_looking_again(client_for, received, office):
    PersonFactory(office=office, name="Ткаченко Микола", born=parse("1990"), confidentiality="strict")
    answer(client_for("caseworker"), received, 2, "none")
    received.lines.get(number=3).candidates.all().delete()
    told = client_for("caseworker").post(url(received, "look-again/"), follow=True)
    assert "may be meant by 0 of them" in text(told)


def test_a_list_that_is_decided_is_not_looked_at_again(client_for, received):
    client = client_for("caseworker")
    for number in (2, 3):
        answer(client, received, number, "none")
    assert "look-again" not in text(client.get(received.get_absolute_url()))
    assert "0 lines that are open" in text(client.post(url(received, "look-again/"), follow=True))


def test_who_only_reads_does_not_look_again(client_for, received):
    assert client_for("viewer").post(url(received, "look-again/")).status_code == 403
    assert client_for("caseworker").get(url(received, "look-again/")).status_code == 405


# --- Who may see a list, its source and its copy ----------------------------------------------------------


def edit(client, received, level, address="/lists/{0.reference}/edit/"):
    received.refresh_from_db()
    data = {"title": received.title, "confidentiality": level, "version": received.version}
    return client.post(address.format(received), data)


@pytest.mark.parametrize("address", ["/lists/{0.reference}/edit/", "/admin/cases/counterpartlist/{0.pk}/change/"])  # fmt: skip
def test_a_list_its_source_and_its_copy_are_seen_by_the_same_people(client_for, received, address):
    coordinator, caseworker = client_for("coordinator"), client_for("caseworker")
    copy = f"{received.source.get_absolute_url()}copy/"
    for level, status in (("strict", 404), ("ordinary", 200)):
        answer = edit(coordinator, received, level, address)
        assert answer.status_code == 302, text(answer)
        for page in (received.get_absolute_url(), received.source.get_absolute_url(), copy):
            assert caseworker.get(page).status_code == status, page
        assert Statement.objects.get(pk=received.statement_id).confidentiality == level


@pytest.mark.parametrize("address", ["/lists/{0.reference}/edit/", "/admin/cases/counterpartlist/{0.pk}/change/"])  # fmt: skip
def test_what_the_red_cross_sent_does_not_become_ordinary_later(client_for, office, address):
    received = CounterpartListFactory(
        office=office, sender=ActorFactory(kind="humanitarian"), says="sought", holding_party=None, confidentiality="restricted",
    )  # fmt: skip
    answer = edit(client_for("coordinator"), received, "ordinary", address)
    assert "kept restricted" in text(answer)
    received.refresh_from_db()
    assert received.confidentiality == "restricted"


def test_the_copy_of_a_list_is_given_to_whom_all_its_lines_are_shown(client_for, received, serhii, user_in):
    client, copy = client_for(user_in("caseworker")), f"{received.source.get_absolute_url()}copy/"
    answer(client, received, 2, f"is:{serhii.reference}")
    assert client.get(copy).status_code == 200
    Person.objects.filter(pk=serhii.pk).update(owner=user_in("caseworker"))
    assert client.get(copy).status_code == 403
    assert copy not in text(client.get(received.source.get_absolute_url()))
    Person.objects.filter(pk=serhii.pk).update(owner=None, confidentiality="strict")
    assert client.get(copy).status_code == 403
    assert client_for("coordinator").get(copy).status_code == 200


def test_records_joined_since_are_one_answer_and_one_person_of_the_list(
    client_for, office, ministry, serhii, caseworker, coordinator
):
    second = PersonFactory(office=office, name="Bondarenko Serhii", born=parse("1987"))
    client = client_for("caseworker")
    written = "Name;Born\nBondarenko Serhii;1987\nБондаренко Сергій;1987"
    client.post("/lists/add/", typed(ministry, written=written))
    received = CounterpartList.objects.get()
    assert len(client.get(url(received, "2/")).context["opened"]["found"]) == 2
    link = identity.pair(serhii, second)
    for by in (caseworker, coordinator):
        identity.judge(link=link, verdict="same", reason="One passport.", by=by)
    (_found,) = client.get(url(received, "2/")).context["opened"]["found"]
    lists.judge(line=received.lines.get(number=2), verdict="is", person=second, by=caseworker)
    lists.judge(line=received.lines.get(number=3), verdict="is", person=serhii, by=caseworker)
    opened = client.get(url(received, "2/")).context["opened"]
    assert opened["person"]["person"] == second
    assert [line.number for line in opened["others"]] == [3]
    Person.objects.filter(pk=second.pk).update(confidentiality="strict")
    assert client.get(url(received, "3/")).context["opened"]["others"] == []
