"""What must be true is refused by the database itself, by the name of the constraint (house rule 4)."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import UniqueConstraint

from tests.models.refused import TABLE

MODELS = [
    model for model in apps.get_app_config("cases").get_models() if not model.__name__.endswith("History")
]
#: Constraints that triggers raise, because they look at other tables.
BY_TRIGGER = {"claim_own_is_own", "lot_sum_is_prepared", "parcel_stays_in_account", "claim_planned_is_not_done",
              "newssearch_of_a_check", "familycall_of_a_call", "handling_fits_its_event",
              "wishrecord_of_a_wish", "wishrecord_on_no_partys_word", "identitylink_in_one_office", "part_against_in_exchange", "consent_holds_once"}  # fmt: skip


def constraints():
    return {constraint.name: constraint for model in MODELS for constraint in model._meta.constraints}


def attempt(name):
    """Break a constraint, and ask for those as well that wait for the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        TABLE[name]()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_database_refuses(name, db):
    with pytest.raises(DatabaseError) as refused:
        attempt(name)
    assert refused.value.__cause__.diag.constraint_name == name


def test_each_constraint_is_tried():
    assert set(TABLE) - BY_TRIGGER == set(constraints())


def test_a_constraint_that_a_form_can_break_has_a_sentence():
    """The others guard caches and rows that only actions write."""
    generic = UniqueConstraint.default_violation_error_message
    silent = {name for name, one in constraints().items() if one.violation_error_message == generic}
    assert silent <= {
        "thread_once", "thread_open_is_undecided", "position_once", "position_rests_on_claim",
        "lot_one_bulk_per_account", "lot_labelled_is_one", "lot_holds_something",
        "event_declares_only_when_not_known", "eventerror_not_itself", "storedcopy_has_its_digest",
        "identitylink_once", "identitylink_in_order", "identitylink_score_is_absolute", "person_joined_into_another",
        "nametoken_once", "followup_comes_from_an_event", "followup_alert_names_its_rule", "followup_once_for_an_event", "followup_asks_for_an_answer",
        "part_outcome_rests_on_event", "childcardjudgement_has_digest",
        "import_batch_sha256_is_hexadecimal", "import_batch_applied_at_a_time", "import_row_once", "import_row_changes_a_record",
        "import_row_undecided_between_people", "counterpartline_once", "counterpartline_is_somebody", "linecandidate_once", "linecandidate_score_is_absolute",
        "savedviewlook_once", "savedviewlook_remembers_so_many", "savedviewlook_saw_by_looking",
    }  # fmt: skip
