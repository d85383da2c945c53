"""A list of people: nobody is joined by the machine, whoever may be on record is asked about, and all of it is undone whole."""

import pytest

from cases.actions import identity, naming
from cases.actions.imports import applying, asking, deciding, work
from cases.lib import person_cells
from cases.lib.dates import parse
from cases.lib.table_heads import BadValue
from cases.models import IdentityLink, ImportBatch, Person, PersonIdentifier, PersonName, PersonTokens
from tests import factories
from tests.actions.test_imports import applied, counts, problems, undone, worked

pytestmark = pytest.mark.django_db

LIST = (
    "№;Прізвище;Ім'я;По батькові;Дата народження;Стать;Звання;Паспорт;Латиницею;Інші імена\n"
    "1;Петренко;Іван;Олексійович;14.03.1987;ч;солдат;АВ123456;Petrenko Ivan;Петренко Иван\n"
    "2;Коваль;Олена;;1990;ж;;;;\n"
)


@pytest.fixture
def given(caseworker):
    """Give a list of people, let the background check it, and say what it found."""

    def given(content, by=caseworker):
        return worked(
            asking.begin(
                file_name="people.csv", content=content.encode(), by=by, type=ImportBatch.Kind.PEOPLE
            )
        )

    return given


@pytest.fixture
def known(office):
    return factories.PersonFactory(office=office, name="Иван Петренко", born=parse("1987"), rank="")


def names():
    return list(Person.objects.order_by("name").values_list("name", flat=True))


def decided(batch, by, **choices):
    deciding.decide(batch=batch, by=by, choices={int(row[4:]): person for row, person in choices.items()})
    batch.refresh_from_db()
    return batch


def test_a_check_writes_nobody(given):
    assert counts(given(LIST)) == (2, 0, 0, 0, 0)
    assert names() == []


def test_a_list_is_recorded_as_precisely_as_it_says_with_names_and_numbers(given, caseworker):
    batch = applied(given(LIST), caseworker)
    assert batch.state == "applied"
    koval, petrenko = Person.objects.order_by("name")
    assert (petrenko.name, petrenko.latin_name, petrenko.sex, petrenko.rank) == (
        "Петренко Іван Олексійович", "Petrenko Ivan", "male", "солдат")  # fmt: skip
    assert (petrenko.born.edtf, koval.born.edtf, koval.sex) == ("1987-03-14", "1990", "female")
    assert (petrenko.sort_key, petrenko.status) == (petrenko.make_sort_key(), "recorded")
    assert [(name.full, name.script) for name in petrenko.names.all()] == [("Петренко Иван", "Cyrl")]
    assert [(each.scheme, each.value) for each in petrenko.identifiers.all()] == [("passport", "АВ123456")]
    assert petrenko.reference.startswith("PER-")
    assert petrenko.history.get().pgh_context.metadata["import_batch"] == batch.reference


def test_who_is_imported_is_found_in_another_script_at_once(given, caseworker, client_for):
    applied(given(LIST), caseworker)
    found = client_for("caseworker").get("/people/add/", {"name": "Oleksandr Nobody"}).context["found"]
    assert found == []
    found = client_for("caseworker").get("/people/add/", {"name": "Ivan Petrenko"}).context["found"]
    assert [item["person"].name for item in found] == ["Петренко Іван Олексійович"]


def test_the_same_list_again_changes_nothing(given, caseworker):
    applied(given(LIST), caseworker)
    again = given(LIST)
    assert counts(again) == (0, 0, 2, 0, 0)
    with pytest.raises(asking.NotAsked):
        asking.ask_apply(batch=again, by=caseworker)


def test_a_row_with_somebody_like_it_waits_and_is_never_joined(given, known, caseworker):
    batch = given(LIST)
    assert (counts(batch), batch.undecided) == ((1, 0, 0, 0, 0), 1)
    (row,) = batch.rows.asking()
    assert [pk for pk, *_rest in row.candidates] == [known.pk]
    with pytest.raises(asking.NotAsked):
        asking.ask_apply(batch=batch, by=caseworker)
    batch = applied(batch, caseworker, only_good=True)
    assert names() == ["Иван Петренко", "Коваль Олена"]
    later = given(LIST)
    assert (counts(later), later.undecided) == ((0, 0, 1, 0, 0), 1), "what was left out is asked for again"


def test_the_same_person_is_given_what_was_empty_and_keeps_what_differs(given, known, caseworker):
    batch = decided(given(LIST), caseworker, row_2=known)
    assert (counts(batch), batch.undecided) == ((1, 1, 0, 0, 0), 0)
    assert [(column, why) for _row, column, _value, why in problems(batch)] == [
        ("born", f"{known.reference} says otherwise on record, and stays as it is: change it on the person's page if the list is right."),
    ]  # fmt: skip
    applied(batch, caseworker)
    known.refresh_from_db()
    assert (known.name, known.born.edtf, known.rank, known.latin_name) == (
        "Иван Петренко", "1987", "солдат", "Petrenko Ivan")  # fmt: skip
    assert {name.full for name in known.names.all()} == {"Петренко Іван Олексійович", "Петренко Иван"}
    assert known.identifiers.get().value == "АВ123456"
    assert Person.objects.count() == 2
    assert counts(given(LIST)) == (0, 0, 2, 0, 0)


def test_undo_takes_back_what_the_same_person_was_given(given, known, caseworker):
    batch = undone(applied(decided(given(LIST), caseworker, row_2=known), caseworker), caseworker)
    assert batch.state == "undone"
    known.refresh_from_db()
    assert (known.rank, known.latin_name, names()) == ("", "", ["Иван Петренко"])
    assert not PersonName.objects.exists()
    assert not PersonIdentifier.objects.exists()
    assert PersonTokens.objects.count() == 1


def test_somebody_new_stands_beside_those_who_are_like_them_in_the_queue(given, known, caseworker):
    batch = decided(given(LIST), caseworker, row_2=None)
    assert (counts(batch), batch.undecided) == ((2, 0, 0, 0, 0), 0)
    assert batch.rows.get(number=2).decided_by == caseworker
    applied(batch, caseworker)
    link = IdentityLink.objects.get()
    assert (link.first, link.state, link.judgements.count()) == (known, "open", 0)
    assert Person.objects.filter(joined_into=None).count() == 3


def test_undo_takes_away_whom_the_list_made_until_somebody_judges_a_pair(given, known, caseworker):
    batch = undone(applied(decided(given(LIST), caseworker, row_2=None), caseworker), caseworker)
    assert (batch.state, names()) == ("undone", ["Иван Петренко"])
    assert not IdentityLink.objects.exists()
    again = applied(decided(given(LIST), caseworker, row_2=None), caseworker)
    identity.judge(
        link=IdentityLink.objects.get(), verdict="not_same", reason="Another father.", by=caseworker
    )
    again = undone(again, caseworker)
    assert (again.state, again.why, len(names())) == ("applied", "used", 3)


@pytest.mark.parametrize("used", ["visit", "name", "edit"])
def test_whoever_was_used_since_stays(given, caseworker, office, used):
    batch = applied(given(LIST), caseworker)
    person = Person.objects.get(name="Коваль Олена")
    match used:
        case "visit":
            factories.VisitedFactory(person=person, visit=factories.VisitFactory(office=office))
        case "name":
            PersonName.objects.create(person=person, full="Елена Коваль")
        case "edit":
            person.rank = "soldier"
            person.save()
    batch = undone(batch, caseworker)
    assert (batch.state, len(names())) == ("applied", 2)


def test_two_rows_of_one_file_that_are_alike_are_proposed_as_a_pair(given, caseworker):
    rows = "Name;Born\nІван Петренко;14.03.1987\nIvan Petrenko;14.03.1987\n"
    applied(given(rows), caseworker)
    assert IdentityLink.objects.get().score >= 75
    assert Person.objects.count() == 2


def test_a_namesake_of_whom_nothing_else_is_known_is_asked_about_and_a_weaker_one_is_not(
    given, office, caseworker
):
    factories.PersonFactory(office=office, name="Іван Петренко")
    factories.PersonFactory(office=office, name="Коваль Ганна", born=parse("1990"))
    batch = given("Name;Born\nPetrenko Ivan;\nКоваль Галина;1990\n")
    assert (counts(batch), batch.undecided) == ((1, 0, 0, 0, 0), 1)


def test_a_reference_says_who_it_is_unless_the_name_is_another(given, known, office):
    other = factories.PersonFactory(office=office, name="Olena Koval")
    unnamed = factories.PersonFactory(office=office, name="", label="unnamed, 1 of 2")
    batch = given(
        "Reference;Name;Rank\n"
        f"{known.reference};Іван Петренко;soldier\n{other.reference};Іван Петренко;soldier\n"
        f"{unnamed.reference};Іван Петренко;soldier\nPER-00000;;\n"
    )
    assert counts(batch) == (0, 1, 0, 0, 3)
    assert [column for _row, column, *_rest in problems(batch)] == ["reference"] * 3
    assert "Olena Koval" in problems(batch)[0][3]


def test_each_error_names_row_column_value_and_what_to_do(given, office):
    factories.PlaceFactory(name="Sumy")
    batch = given(
        "Name;Born;Sex;Nationality;Depends on;Place of birth;Numbers;Confidentiality;Reference\n"
        "Іван Петренко;the 99th of May;?;Nowhere;Nowhere;Nowhere;123;secret;PCL-4K7QX\n"
        ";1987;male;;;Sumy;;;\n"
        "Олена Коваль;;;;;;;strict;\n"
        'Олена Коваль;;;xa;;Sumy;"passport: 1; card: 2";;\n'
        'Олена Коваль;;;xa;;Sumy;"passport: 1; card: 2";;\n'
    )
    said = problems(batch)
    assert [(row, column) for row, column, _value, _why in said] == [
        *[(2, column) for column in ("born", "sex", "numbers", "confidentiality", "reference")],
        *[(2, column) for column in ("birth_place", "nationality", "power_of_dependence")],
        (3, "name"), (4, "confidentiality"), (6, "name"),
    ]  # fmt: skip
    assert not [why for *_others, why in said if "%" in why]
    assert counts(batch) == (1, 0, 0, 0, 4)
    assert names() == []


def test_nobody_learns_of_people_whom_they_may_not_see(given, office, caseworker, coordinator):
    hidden = factories.PersonFactory(
        office=office, name="Іван Петренко", born=parse("1987"), confidentiality="strict"
    )
    batch = given(f"{LIST}3;;;;;;;;{hidden.reference};\n")
    assert batch.undecided == 0
    batch = given(f"Name;Reference\n;{hidden.reference}\nІван Петренко;\n")
    assert (counts(batch), batch.undecided) == ((1, 0, 0, 0, 1), 0)
    applied(batch, coordinator, only_good=True)
    link = IdentityLink.objects.get()
    assert link.first == hidden
    assert not IdentityLink.objects.visible_to(caseworker).exists()


def test_what_was_decided_holds_when_the_file_is_checked_anew(given, known, caseworker, office):
    batch = decided(given(LIST), caseworker, row_2=known)
    applied(given("No;Name;Born\n9;Nobody Else;1950\n"), caseworker)
    known.contact = "His mother"
    known.save()
    batch = applied(batch, caseworker)
    assert (batch.state, batch.why) == ("to_check", "changed_meanwhile")
    batch = worked(batch)
    assert (counts(batch), batch.undecided) == ((1, 1, 0, 0, 0), 0)
    assert applied(batch, caseworker).state == "applied"


def test_whoever_was_decided_on_and_is_hidden_since_is_asked_about_anew_and_not_told_of(
    given, known, caseworker, office
):
    other = factories.PersonFactory(office=office, name="Іван Петренко", born=parse("1987"))
    batch = decided(given(LIST), caseworker, row_2=known)
    known.confidentiality = "strict"
    known.save()
    batch = worked(applied(batch, caseworker))
    assert (counts(batch), batch.undecided) == ((1, 0, 0, 0, 0), 1)
    row = batch.rows.asking().get()
    assert (row.outcome, row.record, row.decided_by, row.problems) == ("undecided", None, None, [])
    batch = applied(decided(batch, caseworker, row_2=other), caseworker)
    known.refresh_from_db()
    assert (batch.state, known.latin_name) == ("applied", "")


@pytest.mark.parametrize("facts", [{"name": "Shevchuk Bohdan"}, {"born": parse("1950")}])
def test_whoever_was_decided_on_and_cannot_be_meant_any_more_is_asked_about_anew(
    given, known, caseworker, office, facts
):
    factories.PersonFactory(office=office, name="Іван Петренко", born=parse("1987"))
    batch = decided(given(LIST), caseworker, row_2=known)
    for name, value in facts.items():
        setattr(known, name, value)
    known.save()
    naming.index_names([known])
    batch = worked(applied(batch, caseworker))
    assert (batch.undecided, batch.rows.asking().get().decided_by) == (1, None)


def test_many_decisions_are_looked_at_anew_with_hardly_more_statements_than_three(
    given, known, caseworker, office, django_assert_max_num_queries
):
    for number in (3, 60):
        lines = "\n".join(f"{n};Петренко Іван;1987;passport: {n}" for n in range(number))
        batch = given(f"No;Name;Born;Numbers\n{lines}\n")
        batch = decided(batch, caseworker, **{f"row_{row.number}": known for row in batch.rows.asking()})
        known.contact = f"His mother, {number}"
        known.save()
        batch = applied(batch, caseworker)
        assert batch.why == "changed_meanwhile"
        with django_assert_max_num_queries(50):
            worked(batch)
        assert (batch.undecided, batch.changed) == (0, number)


def test_only_somebody_who_is_shown_can_be_chosen(given, known, caseworker, office):
    stranger = factories.PersonFactory(office=office, name="Bohdan Shevchuk")
    with pytest.raises(asking.NotAsked):
        decided(given(LIST), caseworker, row_2=stranger)
    assert ImportBatch.objects.get().undecided == 1


def test_somebody_hidden_who_is_as_like_cannot_be_chosen(given, known, caseworker, coordinator, office):
    hidden = factories.PersonFactory(
        office=office, name="Іван Петренко", born=parse("1987"), confidentiality="strict"
    )
    batch = given(LIST)
    assert {pk for pk, *_rest in batch.rows.asking().get().candidates} == {known.pk, hidden.pk}
    with pytest.raises(asking.NotAsked):
        decided(batch, caseworker, row_2=hidden)
    assert decided(batch, coordinator, row_2=hidden).undecided == 0


def test_a_slip_is_answered_with_people_whom_one_may_see(given, known, caseworker, coordinator):
    wrong = known.reference[:-1] + ("0" if known.reference[-1] != "0" else "1")
    Person.objects.filter(pk=known.pk).update(confidentiality="strict")
    for by, hint in ((caseworker, ""), (coordinator, known.reference)):
        row = given(f"Name;Reference\n;{wrong}\n", by=by).rows.get()
        assert row.problems[0]["hint"] == hint


def test_a_thousand_rows_ask_hardly_more_often_than_three(
    given, known, django_assert_max_num_queries, caseworker
):
    def rows(number):
        lines = "\n".join(f"{n};Петренко Іван;{1985 + n % 5};passport: {n}" for n in range(number))
        content = f"No;Name;Born;Numbers\n{lines}\n".encode()
        return asking.begin(file_name="l.csv", content=content, by=caseworker, type=ImportBatch.Kind.PEOPLE)

    for number, most in ((3, 45), (900, 45 + 4 * 15)):
        batch = rows(number)
        with django_assert_max_num_queries(most):
            work.work_off(report_to=lambda rows: None)
        batch.refresh_from_db()
        assert batch.undecided > 0


@pytest.mark.parametrize("cell", ["123", "passport:", ": 123"])
def test_a_number_says_what_it_is(cell):
    with pytest.raises(BadValue):
        person_cells.numbers(cell)


def test_two_rows_that_fill_columns_of_one_person_are_not_recorded_over_each_other(given, known, caseworker):
    batch = given(f"Reference;Rank\n{known.reference};soldier\n{known.reference};sergeant\n")
    assert (counts(batch)[1], counts(batch)[4]) == (1, 1)
    assert "Row 2 of this file adds to the same person" in problems(batch)[0][3]


def test_rows_of_one_person_add_together_and_nothing_twice(given, known, caseworker, monkeypatch):
    monkeypatch.setattr(applying, "AT_ONCE", 1)
    lines = "".join(
        f"{known.reference};Петренко Іван;{rank};{n}\n" for n, rank in ((1, "soldier"), (2, ""), (1, ""))
    )
    batch = given(
        f"Reference;Name;Rank;Numbers\n{lines.replace(';1', ';passport: 1').replace(';2', ';passport: 2')}"
    )
    assert counts(batch)[:3] == (0, 2, 1)
    batch = applied(batch, caseworker)
    assert batch.state == "applied"
    known.refresh_from_db()
    assert (known.rank, known.names.count(), known.identifiers.count()) == ("soldier", 1, 2)
    assert undone(batch, caseworker).state == "undone"
    known.refresh_from_db()
    assert (known.rank, known.names.count(), known.identifiers.count()) == ("", 0, 0)


def test_two_rows_are_not_decided_to_fill_one_person(given, known, caseworker):
    batch = given("No;Name;Born;Rank\n1;Петренко Іван;1987;soldier\n2;Петренко Іван;1987;sergeant\n")
    with pytest.raises(asking.NotAsked, match="adds to the same person"):
        decided(batch, caseworker, row_2=known, row_3=known)
    batch = decided(batch, caseworker, row_2=known)
    with pytest.raises(asking.NotAsked, match="Row 3: row 2 of this file"):
        decided(batch, caseworker, row_3=known)


def test_who_is_given_a_number_by_a_list_stands_beside_those_who_have_it(given, known, caseworker, office):
    other = factories.PersonFactory(office=office, name="Petrenko Ivan", born=parse("1987"))
    naming.index_names([known, other])
    link = identity.pair(known, other)
    identity.judge(link=link, verdict="not_same", reason="Nothing else is known.", by=caseworker)
    factories.PersonIdentifierFactory(person=other, scheme="passport", value="AB123456")
    batch = applied(decided(given(LIST), caseworker, row_2=known), caseworker)
    link.refresh_from_db()
    assert (link.again, link.is_waiting) == (True, True)
    third = factories.PersonFactory(office=office, name="Петренко Іван Олексійович")
    naming.index_names([third])
    undone(batch, caseworker)
    assert not IdentityLink.objects.of([third]).exists()
