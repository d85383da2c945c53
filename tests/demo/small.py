"""A small synthetic office, and what there is to compare of it."""

from collections import Counter
from datetime import date

from django.apps import apps
from django.db import connection, transaction

from cases.demo import office
from cases.models import AuditEntry, AuditSeal, Position
from cases.models.about import KINDS, model_of

TODAY = date(2026, 11, 22)
SIZE = {"people_count": 80, "parcel_count": 84, "letter_count": 60, "case_count": 40}

#: What two runs of the same seed do not share: numbers of sequences, and the clock of the actions.
_ITS_OWN = ("id", "reference", "s10", "sequence", "created_at", "recorded_at")


def add(**options):
    return office.add(**({"today": TODAY, "seed": 7} | SIZE | options))


def rolled_back(look, **options):
    """What one sees in an office that is gone afterwards."""
    with transaction.atomic():
        add(**options)
        seen = look()
        transaction.set_rollback(True)
    return seen


def content():
    """How often each row is there, by what its own columns say: no ids, no references."""
    seen = Counter()
    for model in (
        *map(model_of, KINDS),
        *(apps.get_model("cases", name) for name in ("Event", "Claim", "FollowUp")),
    ):
        fields = [f.name for f in model._meta.concrete_fields if not f.is_relation and f.name not in _ITS_OWN]
        seen.update(
            (model.__name__, *map(str, row)) for row in model.objects.order_by("pk").values_list(*fields)
        )
    return seen


def rows_of_tables():
    """How many rows each table of ours has; the audit keeps that there was something, also of what was made up."""
    models = apps.get_app_config("cases").get_models(include_auto_created=True)
    tables = [model._meta.db_table for model in models if model not in (AuditEntry, AuditSeal)]
    counts = ", ".join(f"(SELECT count(*) FROM {connection.ops.quote_name(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def directions():
    """For each direction, how many cases, positions, consignments and so on there are of each kind."""
    seen = Counter()
    for kind, party in (
        ("repatriation_case", "receiving_party"),
        ("repatriation_event", "to_party"),
        ("consignment", "from_party"),
        ("parcel", "addressee__power_of_dependence"),
        ("correspondence", "person__power_of_dependence"),
        ("visit", "holding_party"),
        ("evacuee", "person__power_of_dependence"),
        ("undertaking", "party"),
        ("person", "power_of_dependence"),
    ):
        rows = (
            model_of(kind)
            .objects.order_by("pk")
            .values_list(f"{party}__code", "status", "contested", "planned_words")
        )
        seen.update((kind, *row) for row in rows)
    positions = Position.objects.order_by("pk").values_list("party__code", "role", "stance", "own")
    seen.update(("position", *row) for row in positions)
    return seen
