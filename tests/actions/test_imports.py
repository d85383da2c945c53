"""Imports: what a file would do is said before anything is done, done whole or not at all, and undone whole."""

import io
import uuid

import pytest
import xlsxwriter
from pghistory.models import Context

from cases.actions import events, holds
from cases.actions.imports import asking, checking, parcels, sentences, work
from cases.lib import codes
from cases.models import AuditEntry, ImportBatch, Parcel
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def consignment(office):
    return factories.ConsignmentFactory(office=office)


@pytest.fixture
def given(consignment, caseworker):
    """Give a file, let the background check it, and say what it found."""

    def given(content, name="list.csv", into=consignment):
        content = content.encode() if isinstance(content, str) else content
        batch = asking.begin(consignment=into, file_name=name, content=content, by=caseworker)
        return worked(batch)

    return given


def worked(batch):
    work.work_off(report_to=lambda rows: None)
    batch.refresh_from_db()
    return batch


def applied(batch, by, **said):
    asking.ask_apply(batch=batch, by=by, **said)
    return worked(batch)


def undone(batch, by):
    asking.ask_undo(batch=batch, by=by)
    return worked(batch)


def counts(batch):
    return batch.new, batch.changed, batch.unchanged, batch.skipped, batch.errors


def problems(batch):
    return [
        (row.number, problem["column"], problem["value"], sentences.of_problem(problem))
        for row in batch.rows.with_problems()
        for problem in row.problems
    ]


def xlsx(rows):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return file.getvalue()


LIST = "№;Одержувач;Відправник;Вміст;Вага, кг\n1;Іван Петренко;Родина, Суми;їжа, одяг;4,5\n2;;Родина, Харків;листи;0,9\n"


@pytest.fixture
def petrenko(office):
    return factories.PersonFactory(office=office, name="Петренко Іван")


def test_a_check_writes_nothing_but_what_it_found(given, petrenko):
    batch = given(LIST)
    assert batch.state == "checked"
    assert counts(batch) == (2, 0, 0, 0, 0)
    assert Parcel.objects.count() == 0


def test_what_was_counted_is_what_is_recorded(given, petrenko, caseworker, consignment):
    batch = applied(given(LIST), caseworker)
    assert batch.state == "applied"
    assert batch.content is None
    one, two = Parcel.objects.order_by("external_number")
    assert (one.addressee, one.sender, one.contents, one.weight_grams) == (
        petrenko, "Родина, Суми", ["food", "clothing"], 4500)  # fmt: skip
    assert (two.addressee, two.contents, two.weight_grams, two.status) == (
        None,
        ["letters"],
        900,
        "registered",
    )
    assert codes.decode(one.reference).prefix == "PCL"
    consignment.refresh_from_db()
    assert consignment.prepared == 0, "a parcel is in the account once it is put into the consignment"


def test_history_knows_who_imported_and_by_which_file(given, petrenko, caseworker):
    batch = applied(given(LIST), caseworker)
    row = Parcel.objects.first().history.get()
    assert row.pgh_label == "insert"
    assert Context.objects.get(pk=row.pgh_context_id).metadata == {
        "user": caseworker.pk, "import_batch": batch.reference, "reason": ""}  # fmt: skip


def test_the_same_file_again_changes_nothing(given, petrenko, caseworker):
    applied(given(LIST), caseworker)
    again = given(LIST)
    assert counts(again) == (0, 0, 2, 0, 0)
    with pytest.raises(asking.NotAsked):
        asking.ask_apply(batch=again, by=caseworker)


@pytest.mark.parametrize(
    "rows",
    [
        "Weight (g),Sender,No\n4500,A family,1\n",
        "Вес, кг\tОтправитель\tНомер в списке\r\n4,5\tA family\t1\r\n",
        "Список посилок\n\nВідправник|Вага|№ з/п|Примітка\nA family|4.5 кг|1|тримати сухим\n",
    ],
)
def test_columns_in_any_order_and_three_languages(given, caseworker, rows):
    applied(given(rows), caseworker)
    parcel = Parcel.objects.get()
    assert (parcel.sender, parcel.weight_grams, parcel.external_number) == ("A family", 4500, "1")


def test_xlsx_windows_1251_and_a_byte_order_mark_say_the_same(given, petrenko, caseworker, office):
    applied(given(LIST), caseworker)
    rows = [line.split(";") for line in LIST.splitlines()]
    rows[1][0], rows[1][4], rows[2][0], rows[2][4] = 1, 4.5, 2, 0.9
    for content in (LIST.encode("cp1251"), LIST.encode("utf-8-sig"), LIST.encode("utf-16"), xlsx(rows)):
        assert counts(given(content)) == (0, 0, 2, 0, 0)


def test_a_workbook_with_a_nul_is_not_read_and_its_row_is_named(given):
    batch = given(xlsx([["No", "Sender"], [1, "A family"], [2, "a\0b"]]))
    assert (batch.state, batch.why) == ("refused", "nul")
    assert sentences.of_file(batch).startswith("Row 3 has a NUL character")


def test_the_value_of_a_formula_counts_and_a_formula_in_text_stays_text(given, caseworker):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["No", "Sender", "Weight (g)"])
    sheet.write_row(1, 0, [1, "'=cmd|x"])
    sheet.write_formula(1, 2, "=400+50", None, 450)
    book.close()
    applied(given(file.getvalue()), caseworker)
    parcel = Parcel.objects.get()
    assert (parcel.weight_grams, parcel.sender) == (450, "=cmd|x")


def test_each_error_names_row_column_value_and_what_to_do(given, office, consignment):
    factories.PersonFactory.create_batch(2, office=office, name="Анна Коваль")
    elsewhere = factories.ParcelFactory(office=office, s10="RR123456785UA")
    batch = given(
        "No,Addressee,Weight,Contents,S10\n"
        "1,Анна Коваль,5,food,\n"
        "2,Nobody Known,4500 g,bombs,RR123456784UA\n"
        ",,700,,\n"
        "1,,700,,RR123456785UA\n"
    )
    assert counts(batch) == (0, 0, 0, 0, 4)
    found = problems(batch)
    assert [(row, column, value) for row, column, value, _why in found] == [
        (2, "weight_grams", "5"), (2, "addressee", "Анна Коваль"),
        (3, "contents", "bombs"), (3, "s10", "RR123456784UA"), (3, "addressee", "Nobody Known"),
        (4, "external_number", ""),
        (5, "external_number", "1"), (5, "s10", "RR123456785UA"),
    ]  # fmt: skip
    assert "PER-" in found[1][3]
    assert elsewhere.reference in found[-1][3]


def test_rows_with_errors_are_left_out_only_where_somebody_says_so(given, caseworker):
    batch = given("No,Weight\n1,5 kg\n2,heavy\n")
    with pytest.raises(asking.NotAsked) as refused:
        asking.ask_apply(batch=batch, by=caseworker)
    assert refused.value.field == "only_good"
    applied(batch, caseworker, only_good=True)
    assert Parcel.objects.get().external_number == "1"


@pytest.mark.parametrize("at_once", [1000, 1], ids=["together", "far from each other"])
def test_two_rows_that_name_one_parcel_by_different_numbers_are_told(
    given, caseworker, consignment, monkeypatch, at_once
):
    """The last must not win: undo would find that the first was edited, and recording in parts would never end."""
    monkeypatch.setattr(checking, "AT_ONCE", at_once)
    parcel = factories.ParcelFactory(
        office=consignment.office,
        consignment=consignment,
        external_number="1",
        s10="RR123456785UA",
        sender="A",
    )
    batch = given(f"No,S10,Code,Sender\n1,,,B\n,,{parcel.reference},C\n,RR123456785UA,,D\n")
    assert counts(batch) == (0, 1, 0, 0, 2)
    assert [(row, column) for row, column, *_rest in problems(batch)] == [(3, "reference"), (4, "s10")]
    assert {why for *_cell, why in problems(batch)} == {
        "Row 2 of this file means the same parcel: leave one of the two out, or correct its numbers."
    }
    applied(batch, caseworker, only_good=True)
    parcel.refresh_from_db()
    assert parcel.sender == "B"
    assert undone(batch, caseworker).state == "undone"


def test_a_row_that_repeats_a_number_is_told_so_once(given, consignment):
    factories.ParcelFactory(office=consignment.office, consignment=consignment, external_number="1")
    assert len(problems(given("No,Sender\n1,B\n1,C\n"))) == 1


def test_postal_rules_warn_and_ask_why(given, caseworker):
    batch = given("No,Weight,Contents\n1,11 kg,books and food\n")
    assert (batch.errors, batch.warnings) == (0, 1)
    with pytest.raises(asking.NotAsked) as refused:
        asking.ask_apply(batch=batch, by=caseworker)
    assert refused.value.field == "reason"
    assert applied(batch, caseworker, reason="agreed with the carrier").state == "applied"


def test_a_changed_row_changes_what_its_columns_say_and_nothing_else(given, petrenko, caseworker):
    applied(given(LIST), caseworker)
    batch = given("№;Вага, г\n1;4600\n2;900\n")
    assert counts(batch) == (0, 1, 1, 0, 0)
    applied(batch, caseworker)
    parcel = Parcel.objects.get(external_number="1")
    assert (parcel.weight_grams, parcel.addressee, parcel.contents) == (4600, petrenko, ["food", "clothing"])
    undone(batch, caseworker)
    parcel.refresh_from_db()
    assert parcel.weight_grams == 4500


def test_what_changed_after_the_check_is_checked_again_and_not_recorded(given, consignment, caseworker):
    batch = given("No,Weight\n1,700\n2,800\n")
    factories.ParcelFactory(
        office=consignment.office, consignment=consignment, external_number="2", weight_grams=1
    )
    applied(batch, caseworker)
    assert (batch.state, batch.why) == ("to_check", "changed_meanwhile")
    assert Parcel.objects.count() == 1
    worked(batch)
    assert counts(batch) == (1, 1, 0, 0, 0)
    assert sentences.of_file(batch).startswith("Records changed after the check")


def test_the_parcels_are_put_into_the_consignment_and_its_account_counts_them(
    given, petrenko, caseworker, consignment
):
    batch = applied(given(LIST), caseworker)
    asking.ask_put_in(batch=batch, by=caseworker)
    worked(batch)
    assert (batch.state, bool(batch.put_in_at)) == ("applied", True)
    consignment.refresh_from_db()
    assert consignment.prepared == 2
    assert set(Parcel.objects.values_list("status", flat=True)) == {"in_consignment"}


def put_in(batch, by):
    asking.ask_put_in(batch=batch, by=by)
    return worked(batch)


def test_what_is_held_stays_behind_is_counted_and_can_be_put_in_later(
    given, petrenko, caseworker, coordinator, consignment
):
    hold = factories.PersonHoldFactory(person=petrenko, owner=caseworker)
    batch = put_in(applied(given(LIST), coordinator), coordinator)
    assert (batch.facts, batch.put_in_at) == ({"put_in": 1, "left": 1}, None)
    assert put_in(batch, coordinator).facts == {"put_in": 1, "left": 1}, "asked again while it is held"
    holds.end(hold=hold, by=caseworker)
    put_in(batch, coordinator)
    assert (batch.facts, bool(batch.put_in_at)) == ({"put_in": 2, "left": 0}, True)
    consignment.refresh_from_db()
    assert consignment.prepared == 2


def test_what_was_put_in_is_still_known_where_undo_is_refused(given, petrenko, caseworker, coordinator):
    factories.PersonHoldFactory(person=petrenko, owner=caseworker)
    batch = undone(put_in(applied(given(LIST), coordinator), coordinator), coordinator)
    assert (batch.state, batch.why, batch.facts["put_in"], batch.facts["left"]) == ("applied", "used", 1, 1)


def test_a_parcel_that_somebody_took_out_again_is_not_put_in_by_asking_again(
    given, petrenko, caseworker, coordinator
):
    factories.PersonHoldFactory(person=petrenko, owner=caseworker)
    batch = put_in(applied(given(LIST), coordinator), coordinator)
    parcel = Parcel.objects.get(status="in_consignment")
    events.declare_wrong(event=parcel.events.get(), kind="wrong", reason="It was not there", by=coordinator)
    assert put_in(batch, coordinator).facts == {"put_in": 0, "left": 1}
    parcel.refresh_from_db()
    assert parcel.status == "registered"


def test_undo_takes_away_what_the_file_made(given, petrenko, caseworker):
    batch = undone(applied(given(LIST), caseworker), caseworker)
    assert batch.state == "undone"
    assert Parcel.objects.count() == 0
    assert counts(given(LIST)) == (2, 0, 0, 0, 0)


def test_undo_is_refused_as_a_whole_once_something_happened(given, petrenko, caseworker):
    batch = applied(given(LIST), caseworker)
    parcel = Parcel.objects.get(external_number="2")
    events.record_event(about=parcel, type="packed", by=caseworker, evidence="own_observation")
    undone(batch, caseworker)
    assert batch.state == "applied"
    assert parcel.reference in sentences.of_file(batch)
    assert Parcel.objects.count() == 2


def test_undo_is_refused_where_somebody_edited(given, petrenko, caseworker):
    batch = applied(given(LIST), caseworker)
    Parcel.objects.filter(external_number="1").update(sender="Somebody else")
    undone(batch, caseworker)
    assert (batch.state, batch.why) == ("applied", "edited")


def test_a_parcel_is_as_confidential_as_its_addressee(given, office, caseworker):
    factories.PersonFactory(office=office, name="Ґрета Їжак", confidentiality="restricted")
    applied(given("No,Addressee\n1,Ґрета Їжак\n"), caseworker)
    assert Parcel.objects.get().confidentiality == "restricted"


def test_nobody_learns_of_people_and_parcels_that_they_may_not_see(given, office, consignment):
    factories.PersonFactory(office=office, name="Ґрета Їжак", confidentiality="strict")
    factories.ParcelFactory(
        office=office, consignment=consignment, external_number="2", confidentiality="strict"
    )
    batch = given("No,Addressee\n1,Ґрета Їжак\n2,\n")
    assert [why for *_cell, why in problems(batch)] == [
        "Nobody is on record under this name: record the person first, or give the reference. ",
        "A parcel that you may not see has this number: ask a coordinator.",
    ]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("1,RR123456785UA,", ["s10"]),
        ("9,RR123456785UA,", ["s10"]),
        ("9,RR123456785UA,{hidden}", ["s10", "reference"]),
        ("1,,{hidden}", ["reference"]),
        ("9,,{hidden}", ["reference"]),
    ],
)
def test_the_reference_of_a_hidden_parcel_elsewhere_is_not_learned_by_its_numbers(
    given, office, consignment, row, columns
):
    here = factories.ParcelFactory(office=office, consignment=consignment, external_number="9")
    hidden = factories.ParcelFactory(office=office, s10="RR123456785UA", confidentiality="strict")
    batch = given(f"No,S10,Code\n{row.format(hidden=hidden.reference)}\n")
    said = {
        "s10": "A parcel that you may not see has this number: ask a coordinator.",
        "reference": "There is no parcel with this reference in this consignment: compare it, or leave it empty.",
    }
    assert [(column, why) for _row, column, _value, why in problems(batch)] == [
        (column, said[column]) for column in columns
    ]
    told = str([problem | {"value": ""} for problem in batch.rows.get().problems])
    assert hidden.reference not in told
    assert here.reference not in told
    assert batch.rows.get().record is None


def test_a_hidden_parcel_is_told_of_where_its_number_stands(given, office, consignment):
    factories.ParcelFactory(
        office=office, consignment=consignment, s10="RR123456785UA", confidentiality="strict"
    )
    assert [column for _row, column, *_rest in problems(given("No,S10\n7,RR123456785UA\n"))] == ["s10"]


def test_a_reference_names_a_person_or_a_group(given, office, petrenko, caseworker):
    group = factories.GroupFactory(office=office)
    applied(given(f"No,Addressee\n1,{petrenko.reference}\n2,{group.reference.lower()}\n3,\n"), caseworker)
    found = {parcel.external_number: parcel for parcel in Parcel.objects.all()}
    assert (found["1"].addressee, found["2"].addressee_group) == (petrenko, group)


def test_the_same_form_is_one_batch(consignment, caseworker):

    key = uuid.uuid4()
    facts = {
        "consignment": consignment,
        "file_name": "a.csv",
        "content": b"x",
        "by": caseworker,
        "form_key": key,
    }
    assert asking.begin(**facts) == asking.begin(**facts)
    assert ImportBatch.objects.count() == 1


def test_a_file_that_ends_its_workers_is_given_up(consignment, caseworker):
    batch = asking.begin(consignment=consignment, file_name="a.csv", content=LIST.encode(), by=caseworker)
    ImportBatch.objects.filter(pk=batch.pk).update(attempts=work.ATTEMPTS)
    worked(batch)
    assert (batch.state, batch.why) == ("refused", "unexpected")


def test_a_wrong_reference_is_answered_with_codes_on_record_alone(given, office, consignment):
    def wrong(reference):
        last = "0" if reference[-1] != "0" else "1"
        return reference[:-1] + last

    here = factories.ParcelFactory(office=office, consignment=consignment)
    elsewhere = factories.ParcelFactory(office=office)
    strict = factories.ParcelFactory(office=office, consignment=consignment, confidentiality="strict")
    typed = [wrong(each.reference) for each in (here, elsewhere, strict)]
    batch = given("No,Code,Weight\n" + "".join(f"{row},{code},700\n" for row, code in enumerate(typed)))
    assert [hint for row in batch.rows.with_problems() for hint in [row.problems[0]["hint"]]] == [
        here.reference, "", ""]  # fmt: skip
    assert problems(batch)[0][3] == f"This is no reference of ours: a character is wrong. {here.reference}"


def test_what_a_file_records_has_its_number_from_the_check_on(given, petrenko, caseworker):
    batch = given(LIST)
    numbers = dict(batch.rows.values_list("number", "record"))
    applied(batch, caseworker)
    assert [numbers[2], numbers[3]] == list(
        Parcel.objects.order_by("external_number").values_list("pk", flat=True)
    )


def test_a_file_checked_before_numbers_were_taken_is_checked_again(given, petrenko, caseworker):
    batch = given(LIST)
    batch.rows.update(record=None)
    applied(batch, caseworker)
    assert (batch.state, batch.why) == ("to_check", "changed_meanwhile")
    assert applied(worked(batch), caseworker).state == "applied"


def test_history_and_audit_of_every_row_name_who_imported(given, petrenko, caseworker):
    batch = applied(given(LIST), caseworker)
    entries = AuditEntry.objects.filter(subject="parcel", row__in=batch.rows.values("record"))
    assert set(entries.values_list("deed", "actor")) == {("insert", caseworker.pk)}
    assert (entries.count(), Parcel.history.rel.related_model.objects.count()) == (2, 2)


def test_a_text_that_rows_share_is_read_for_each_of_them(given, petrenko, caseworker):
    again = "No,Addressee,Contents,Weight\n" + "".join(
        f"{row},Петренко Іван,food,heavy\n" for row in range(3)
    )
    batch = given(again)
    assert [row for row, *_cell in problems(batch)] == [2, 3, 4]
    applied(given(again.replace("heavy", "700")), caseworker)
    assert [parcel.contents for parcel in Parcel.objects.all()] == [["food"]] * 3


def test_who_records_the_same_number_in_the_very_moment_sends_the_file_back_to_its_check(
    given, consignment, caseworker, monkeypatch
):
    batch = given("No,Weight\n1,700\n")
    factories.ParcelFactory(office=consignment.office, consignment=consignment, external_number="1")
    monkeypatch.setattr(parcels, "known", lambda batch, rows: False)  # it looked a moment too early
    applied(batch, caseworker)
    assert (batch.state, batch.why) == ("to_check", "changed_meanwhile")
    assert Parcel.objects.count() == 1
