"""Planning, postponing and completing an operation, as one does it on its pages."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.lib.dates import parse
from cases.models import Event
from tests.factories import (
    ClaimFactory,
    EventFactory,
    GroupFactory,
    PersonFactory,
    RepatriationCaseFactory,
    RepatriationEventFactory,
    RepatriationPartFactory,
    SourceFactory,
    StatementFactory,
    VisitFactory,
)
from tests.test_hidden_meanwhile import hide

OURS = {"who_says_so": "own_observation"}
THEIRS = {"who_says_so": "testimony"}  # what others plan needs no wish (D20)


@pytest.fixture
def operation(office, parties):
    return RepatriationEventFactory(office=office, from_party=parties[0], to_party=parties[1])


@pytest.fixture
def case_of(office, parties, operation):
    """A requested case of a person, on the list."""

    def case_of(listed=True):
        case = RepatriationCaseFactory(
            office=office, holding_party=parties[0], receiving_party=parties[1], group=None, person=PersonFactory(office=office)
        )  # fmt: skip
        EventFactory(about=case, type="requested", note="")
        if listed:
            case.line = RepatriationPartFactory(event=operation, case=case, person=case.person)
        return case

    return case_of


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def moving(client, operation, **typed):
    typed = THEIRS | {"type": "scheduled", "due": "1 March 2030", "form_key": uuid4()} | typed
    return client.post(reverse("operation_move", args=[operation.reference]), typed, follow=True)


def arriving(client, operation, said, **typed):
    typed = OURS | {"occurred": "3 March 2025", "lines": operation.parts.count(), "form_key": uuid4()} | typed
    marks = {f"line-{line.pk}": word for line, word in said.items()}
    return client.post(reverse("operation_arrivals", args=[operation.reference]), typed | marks, follow=True)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def page(answer):
    return " ".join(answer.content.decode().split())


def test_a_plan_of_the_operation_is_a_plan_of_its_cases(client, operation, case_of):
    cases = [case_of(), case_of()]
    answer = moving(client, operation)
    assert "Recorded: Planned for a date, with 2 cases." in page(answer)
    assert {fresh(case).status for case in cases} == {"scheduled"}


def test_what_stands_in_the_way_is_named_and_left_out_only_if_one_says_so(client, operation, case_of):
    able, over = case_of(), case_of()
    EventFactory(about=over, type="withdrawn")
    answer = moving(client, operation)
    assert answer.status_code == 422
    assert [each["record"] for each in answer.context["exceptions"]] == [over]
    assert answer.context["form"]["due"].value() == "1 March 2030"
    assert fresh(able).status == "requested"
    answer = moving(client, operation, leave_out="on")
    assert f"Left out: {over.reference}." in page(answer)
    assert fresh(able).status == "scheduled"


def test_a_hidden_case_that_stands_in_the_way_is_not_named(client_for, operation, case_of):
    over = case_of()
    EventFactory(about=over, type="withdrawn")
    hide(over)
    found = [
        moving(client_for(role), operation).context["exceptions"] for role in ("caseworker", "coordinator")
    ]
    assert [[each["record"] for each in some] for some in found] == [[None], [over]]


def test_who_travels_in_charge_of_some_of_a_group_is_not_for_every_role(client_for, office, operation):
    RepatriationPartFactory(
        event=operation, person=None, group=GroupFactory(office=office), count=3, guardian="Тітка Олена"
    )
    found = [page(client_for(role).get(operation.get_absolute_url())) for role in ("viewer", "caseworker")]
    assert ["Тітка Олена" in each for each in found] == [False, True]


def test_that_it_did_not_take_place_asks_for_the_reason(client, operation, case_of):
    case_of()
    moving(client, operation)
    answer = moving(client, operation, type="did_not_take_place", due="")
    assert "Write why" in str(answer.context["form"].errors["note"])
    moving(client, operation, type="did_not_take_place", due="", note="No reason was given.")
    assert fresh(operation).status == "did_not_take_place"


def test_the_same_step_sent_twice_is_one(client, operation, case_of):
    case_of()
    key = uuid4()
    for _twice in range(2):
        moving(client, operation, form_key=key)
    assert Event.objects.filter(type="scheduled").count() == 2


def test_the_ordinary_form_sends_one_to_the_page_of_its_own(client, operation, case_of):
    case_of()
    offered = [
        value
        for value, _label in client.get(operation.get_absolute_url())
        .context["event_form"]
        .fields["type"]
        .choices
    ]
    assert "scheduled" not in offered
    assert "noted" in offered
    url = reverse("record_event", args=[operation.reference])
    assert client.post(url, OURS | {"type": "completed"}).status_code == 422
    assert fresh(operation).status == "planned"


def test_the_arrival_list_is_asked_once_more_and_then_moves_everybody(client, operation, case_of):
    came, stayed, declined = case_of(), case_of(), case_of()
    moving(client, operation)
    marks = {came.line: "came", stayed.line: "did_not_come", declined.line: "declined"}
    answer = arriving(client, operation, marks)
    assert "1 person on the list came" in page(answer)
    assert fresh(operation).status == "planned"
    kept = dict(answer.context["kept"])
    assert kept[f"line-{came.line.pk}"] == "came"
    client.post(reverse("operation_arrivals", args=[operation.reference]), kept | {"confirm": "1"})
    assert [fresh(case).status for case in (came, stayed, declined)] == ["returned", "postponed", "declined"]
    assert fresh(operation).occurred.edtf == "2025-03-03"
    shown = client.get(operation.get_absolute_url())
    assert {line["became"] for line in shown.context["travellers"]["lines"]} == {
        "came",
        "did not come",
        "declined there",
    }


def test_who_is_not_marked_is_asked_about_or_takes_what_holds_of_the_rest(client, operation, case_of):
    cases = [case_of(), case_of(), case_of()]
    marks = {cases[0].line: "did_not_come"}
    answer = arriving(client, operation, marks, confirm="1")
    assert answer.status_code == 422
    assert "Of 2 lines of the list nothing is said" in page(answer)
    assert arriving(client, operation, marks, confirm="1", rest="came").status_code == 200
    assert [fresh(case).status for case in cases] == ["requested", "returned", "returned"]


def test_how_many_of_a_group_came_is_a_number_up_to_the_number_listed(client, operation, office):
    line = RepatriationPartFactory(event=operation, person=None, group=GroupFactory(office=office), count=4)
    answer = arriving(client, operation, {line: "5"})
    assert answer.status_code == 422
    assert "Write a number from 0 to 4." in page(answer)
    arriving(client, operation, {line: "3"}, confirm="1")
    assert fresh(line).came == 3


def test_who_came_besides_is_named_by_person_or_case(client, operation, case_of, office):
    listed, case, person = case_of(), case_of(listed=False), PersonFactory(office=office)
    words = f"{case.reference}\n{person.name} · {person.reference}"
    arriving(client, operation, {listed.line: "came"}, along=words, confirm="1")
    assert fresh(case).status == "returned"
    assert Event.objects.about(person).get().type == "came_home"
    assert operation.parts.filter(unlisted=True).count() == 2


def test_a_case_in_the_way_is_named_and_nothing_is_recorded(client, operation, case_of):
    able, over = case_of(), case_of()
    EventFactory(about=over, type="withdrawn")
    answer = arriving(client, operation, {able.line: "came", over.line: "came"}, confirm="1")
    assert answer.status_code == 422
    assert [each["record"] for each in answer.context["exceptions"]] == [over]
    assert answer.context["form"]["occurred"].value() == "3 March 2025"
    assert fresh(able).status == "requested"


def test_what_is_announced_is_no_arrival(client, operation, case_of, office):
    source = SourceFactory(office=office)
    typed = {"who_says_so": "other", "source": source.reference, "modality": "planned", "confirm": "1"}
    answer = arriving(client, operation, {case_of().line: "came"}, **typed)
    assert "record an announcement as a plan" in str(answer.context["form"].errors["modality"])
    assert fresh(operation).status == "planned"


def test_a_list_that_somebody_changed_meanwhile_is_not_recorded(client, operation, case_of):
    first = case_of()
    answer = arriving(client, operation, {first.line: "came"}, lines=0, confirm="1")
    assert "Somebody changed the list" in page(answer)
    assert fresh(operation).status == "planned"


def test_sent_twice_it_is_one_and_a_second_list_is_told(client, operation, case_of):
    line, key = case_of().line, uuid4()
    for _twice in range(2):
        assert arriving(client, operation, {line: "came"}, confirm="1", form_key=key).status_code == 200
    assert Event.objects.filter(type="completed").count() == 1
    assert "completed already" in page(arriving(client, operation, {}, confirm="1"))


def test_who_may_not_see_everybody_does_not_say_what_became_of_them(client, operation, case_of, office):
    line = case_of().line
    RepatriationPartFactory(event=operation, person=PersonFactory(office=office, confidentiality="strict"))
    answer = arriving(client, operation, {line: "came"}, rest="came", confirm="1")
    assert "not shown to your role" in page(answer)
    assert fresh(operation).status == "planned"


def test_one_is_undone_from_the_page(client, operation, case_of):
    one, other = case_of(), case_of()
    arriving(client, operation, {one.line: "came", other.line: "came"}, confirm="1")
    lines = client.get(operation.get_absolute_url()).context["travellers"]["lines"]
    undo = next(line["undo_url"] for line in lines if line["part"] == one.line)
    client.post(undo, {"kind": "did_not_occur", "reason": "Another person.", "form_key": uuid4()})
    assert [fresh(case).status for case in (one, other)] == ["requested", "returned"]


# --- What was planned, what is stated ---------------------------------------------------------------------


def became(client, record):
    return [
        (plan["due"].edtf, plan["became"]) for plan in client.get(record.get_absolute_url()).context["plans"]
    ]


def test_postponements_keep_the_earlier_plans(client_for, operation, case_of, stop_clock):
    stop_clock(date(2030, 2, 1))
    case, client = case_of(), client_for("caseworker")
    moving(client, operation, due="1 January 2030")
    moving(client, operation, type="postponed", due="1 April 2030")
    for record in (operation, case):
        assert became(client, record) == [("2030-04-01", "stands"), ("2030-01-01", "postponed")]
    stop_clock(date(2030, 5, 1))
    client = client_for("caseworker")
    assert became(client, operation)[0] == ("2030-04-01", "date passed, nothing recorded")
    moving(client, operation, type="did_not_take_place", due="", note="No reason was given.")
    assert became(client, case)[0] == ("2030-04-01", "did not take place")


def test_what_a_source_says_of_a_plan_is_said(client, operation, office):
    statement = StatementFactory(source__office=office, speaker__name="The commissioner")
    EventFactory(
        about=operation,
        type="scheduled",
        due=parse("26 September 2025"),
        statement=statement,
        evidence="",
        note="",
    )
    EventFactory(
        about=operation,
        type="did_not_take_place",
        statement=statement,
        evidence="",
        note="No reason is given.",
    )
    (plan,) = client.get(operation.get_absolute_url()).context["plans"]
    assert (plan["became"], "The commissioner" in plan["detail"]) == ("said not to have taken place", True)


def test_a_visit_shows_its_plans(client, office):
    visit = VisitFactory(office=office)
    EventFactory(about=visit, type="scheduled", due=parse("1 March 2030"), note="")
    assert became(client, visit) == [("2030-03-01", "stands")]


def test_counts_stand_beside_each_other_by_direction_and_population(client, operation, parties, office):
    for party, number in ((parties[1], 146), (parties[0], 146), (parties[1], 145)):
        ClaimFactory(about=operation, aspect="count_event", population="prisoners", party=party, number=number,
                     statement__source__office=office)  # fmt: skip
    type(operation).objects.filter(pk=operation.pk).update(type="exchange")
    rows = client.get(operation.get_absolute_url()).context["stated"]
    assert [(row["way"], [figure["value"] for figure in row["figures"]], row["open"]) for row in rows] == [
        ("Northland → Southland", ["145", "146"], True),
        ("Southland → Northland", ["146"], False),
    ]


def test_the_list_counts_expected_and_came(client, operation, case_of):
    lines = [case_of().line for _number in range(3)]
    arriving(client, operation, {lines[0]: "came", lines[1]: "came", lines[2]: "did_not_come"}, confirm="1")
    (row,) = client.get(reverse("repatriation_events")).context["rows"]
    assert (row.expected, row.came) == (3, 2)


def test_operations_are_found_by_their_plan(client, operation, office, stop_clock):
    other = RepatriationEventFactory(office=office)
    EventFactory(about=operation, type="scheduled", due=parse("1 March 2026"), note="")
    stop_clock(date(2026, 4, 1))

    def found(plan):
        return list(client.get(reverse("repatriation_events"), {"plan": plan}).context["rows"])

    assert (found("passed"), found("ahead"), found("none")) == ([operation], [], [other])


def test_the_case_says_with_which_operation_an_event_came(client, operation, case_of):
    case = case_of()
    moving(client, operation)
    link = f'<a href="{operation.get_absolute_url()}">With {operation.reference}'
    assert link in client.get(case.get_absolute_url()).text
    type(operation).objects.filter(pk=operation.pk).update(confidentiality="strict")
    answer = client.get(case.get_absolute_url()).text
    assert operation.reference not in answer
    assert "planned" in answer
