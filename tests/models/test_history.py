"""Every change of an edited record is kept and counted, whichever way it is made (R36, R45)."""

import pytest
from django.db import connection

from cases import models
from cases.lib.dates import parse
from cases.models.history import edited_fields
from tests import factories as make
from tests.models.kinds import EDITED, factory_of, named, trigger_names


def labels(row):
    return list(row.history.order_by("pgh_id").values_list("pgh_label", flat=True))


def text_column(model):
    """Any column of the model that holds free text."""
    usual = ("title", "name", "text", "full", "value", "seals", "guardian", "note", "sender", "last_name")
    names = [field.name for field in model._meta.concrete_fields]
    return next((name for name in usual if name in names), None)


@pytest.mark.parametrize("model", EDITED, ids=named)
def test_a_new_record_has_its_first_history_row(db, model):
    assert labels(factory_of(model)())[0] == "insert"


@pytest.mark.parametrize("model", [model for model in EDITED if text_column(model)], ids=named)
def test_a_change_by_any_way_is_kept_and_counted(db, model):
    row, column = factory_of(model)(), text_column(model)
    before, kept = row.version, len(labels(row))
    setattr(row, column, "Saved")
    row.save()
    model.objects.filter(pk=row.pk).update(**{column: "Updated"})
    setattr(row, column, "In bulk")
    model.objects.bulk_update([row], [column])
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {model._meta.db_table} SET "{column}" = %s WHERE id = %s', ["By SQL", row.pk])
    row.refresh_from_db()
    assert row.version == before + 4
    assert labels(row)[kept:] == ["update"] * 4
    texts = row.history.order_by("-pgh_id").values_list(column, flat=True)
    assert list(texts[:4]) == ["By SQL", "In bulk", "Updated", "Saved"]


@pytest.mark.parametrize("model", EDITED, ids=named)
def test_an_update_that_changes_nothing_counts_nothing(db, model):
    row = factory_of(model)()
    row.refresh_from_db()
    before, kept = row.version, len(labels(row))
    row.save()
    row.refresh_from_db()
    assert (row.version, len(labels(row))) == (before, kept)


@pytest.mark.parametrize("model", EDITED, ids=named)
def test_each_edited_column_is_kept_and_caches_are_not(model):
    kept = {field.name for field in model.pgh_event_models["insert"]._meta.fields}
    assert set(edited_fields(model)) <= kept
    assert not {name for name in getattr(model, "caches", ()) if name in kept}
    assert {"insert_insert", "update_update", "delete_delete", "count_version"} <= trigger_names(model)


def test_records_made_in_bulk_have_their_history(db, office):
    people = models.Person.objects.bulk_create(
        models.Person(name=f"Person {number}", office=office, reference=f"PER-{number}", status="recorded")
        for number in range(3)
    )
    assert [labels(person) for person in people] == [["insert"]] * 3


def test_a_deleted_row_stays_in_history(db):
    name = make.PersonNameFactory()
    history, pk = type(name).pgh_event_models["delete"], name.pk
    name.delete()
    assert list(
        history.objects.filter(pgh_obj_id=pk).order_by("pgh_id").values_list("pgh_label", flat=True)
    ) == [
        "insert",
        "delete",
    ]


def test_what_the_ledger_leaves_on_a_record_is_no_version(db):
    parcel = make.ParcelFactory()
    parcel.refresh_from_db()
    before = parcel.version, labels(parcel)
    make.EventFactory(about=parcel, type="packed", occurred=parse("3 March 2025"))
    assert parcel.status == "packed"
    assert (parcel.version, labels(parcel)) == before


def test_a_password_and_a_sign_in_leave_no_history(db, client_for):
    user = make.UserFactory()
    user.set_password("correct horse battery staple")
    user.save()
    client_for(user)
    user.refresh_from_db()
    assert (user.version, labels(user)) == (1, ["insert"])
    assert not hasattr(user.history.get(), "password")


def test_a_history_is_found_by_its_record_and_its_deed_alone(db):
    """Each further index would be written with every row, and nothing asks it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT indexdef FROM pg_indexes WHERE tablename LIKE 'cases\\_%%history' AND indexdef !~ %s",
            [r"\((pgh_id|pgh_obj_id|pgh_context_id)\)$"],
        )
        assert [index for (index,) in cursor.fetchall()] == []
