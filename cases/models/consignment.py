"""Consignments, and the lots in which their parcels are accounted for."""

import pgtrigger
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.lib.lots import Account as AccountWord
from cases.models.base import (
    Tracked,
    TrackedQuerySet,
    contested_index,
    retention_index,
    scoped_indexes,
    words_index,
)
from cases.models.fields import date_constraints
from cases.models.history import kept


class ConsignmentQuerySet(TrackedQuerySet):
    def between(self, sender, receiver):
        return self.filter(from_party=sender, to_party=receiver)

    def with_account(self):
        """Each with `waiting` (handed over, receipt not stated) and `arrived` (received, or further on)."""
        lots = Lot.objects.filter(consignment=models.OuterRef("pk")).order_by().values("consignment")
        total = lots.annotate(total=Sum("quantity")).values("total")
        further = [Lot.Account.RECEIVED, Lot.Account.DELIVERED, Lot.Account.DISPUTED]
        return self.annotate(
            waiting=Coalesce(models.Subquery(total.filter(account=Lot.Account.HANDED_OVER)), 0),
            arrived=Coalesce(models.Subquery(total.filter(account__in=further)), 0),
        )

    def receipt_not_stated(self, some=True):
        """Consignments of which some parcels were handed over and nobody stated their receipt; or none were."""
        waiting = Lot.objects.filter(consignment=models.OuterRef("pk"), account=Lot.Account.HANDED_OVER)
        return self.filter(models.Exists(waiting) if some else ~models.Exists(waiting))


#: Which consignments were found to sum since anything changed last in this transaction.
_SUMMED = "cases.lots_summed"


def _changes(operation):
    """What was found to sum is asked again once lots or `prepared` change."""
    return pgtrigger.Trigger(
        name="sum_again",
        level=pgtrigger.Statement,
        operation=operation,
        when=pgtrigger.Before,
        func=f"PERFORM set_config('{_SUMMED}', '', true); RETURN NULL;",
    )


def _sums(operation, *consignments):
    """At the end of a transaction the lots of these consignments sum to what was prepared, or it fails (D18).

    Asked for each lot that changed, and summed once for each consignment, so that an event of 2,000 parcels sums once.
    """
    return pgtrigger.Trigger(
        name="sum_is_prepared",
        level=pgtrigger.Row,
        operation=operation,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("one", "bigint"), ("expected", "bigint"), ("held", "bigint"), ("summed", "text")],
        func=f"""
            FOREACH one IN ARRAY ARRAY[{", ".join(consignments)}] LOOP
                summed := COALESCE(current_setting('{_SUMMED}', true), '');
                CONTINUE WHEN one IS NULL OR position(',' || one || ',' IN summed) > 0;
                SELECT prepared INTO expected FROM cases_consignment WHERE id = one;
                SELECT COALESCE(SUM(quantity), 0) INTO held FROM cases_lot WHERE consignment_id = one;
                IF held <> expected THEN
                    RAISE EXCEPTION 'the lots of a consignment sum to %, not to % (D18)', held, expected
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_sum_is_prepared';
                END IF;
                PERFORM set_config('{_SUMMED}', summed || ',' || one || ',', true);
            END LOOP;
            RETURN NULL;
        """,
    )


@kept
class Consignment(Tracked):
    """Parcels that travel together from one side to the other under an agreement."""

    kind = "consignment"
    caches = (*Tracked.caches, "prepared")

    title = models.CharField(max_length=200)
    agreement = models.ForeignKey(
        "cases.Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="consignments"
    )
    undertaking = models.ForeignKey(
        "cases.Undertaking", on_delete=models.PROTECT, null=True, blank=True, related_name="consignments"
    )
    from_party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("from")
    )
    to_party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("to")
    )
    carrier = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    planned_quantity = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Parcels planned, as we hold it.")
    )
    seals = models.CharField(
        max_length=200, blank=True, help_text=_("Numbers of the seals, as they are on the load.")
    )
    manifest = models.CharField(
        max_length=100, blank=True, help_text=_("Number of the list that travels with it.")
    )
    prepared = models.PositiveIntegerField(default=0, editable=False, help_text=_("What its lots sum to."))

    objects = ConsignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_party=models.F("to_party")),
                name="consignment_between_two",
                violation_error_message=_("A consignment goes from one party to another."),
            ),
            *date_constraints("consignment", "planned"),
        ]
        indexes = [
            *scoped_indexes(
                "consignment", "created_at", "last_event_sort", "title", "planned_sort", "prepared"
            ),
            contested_index("consignment"),
            retention_index("consignment"),
            words_index("consignment", "title"),
        ]
        triggers = [_sums(pgtrigger.UpdateOf("prepared"), "NEW.id"), _changes(pgtrigger.UpdateOf("prepared"))]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consignment", args=[self.reference])

    def account(self):
        """How many parcels are in each place of the account; the sum is `prepared` (domain.md §3)."""
        return dict(self.lots.order_by().values_list("account").annotate(total=Sum("quantity")))


class Lot(models.Model):
    """Parcels in one place of a consignment's account: a labelled parcel is a lot of one, a bulk count a lot of n.

    A cache of the ledger, written by `cases.actions` alone; at the end of each transaction the lots of a consignment
    sum to what was prepared, or the transaction fails (D18).
    """

    class Account(models.TextChoices):
        WITH_US = AccountWord.WITH_US, _("held by us")
        HANDED_OVER = AccountWord.HANDED_OVER, _("handed over, receipt not stated")
        RECEIVED = AccountWord.RECEIVED, _("received, not yet distributed")
        DELIVERED = AccountWord.DELIVERED, _("delivered")
        DISPUTED = AccountWord.DISPUTED, _("delivery disputed")
        LOST = AccountWord.LOST, _("lost")
        RETURNED = AccountWord.RETURNED, _("returned")
        REFUSED = AccountWord.REFUSED, _("refused")
        REDIRECTED = AccountWord.REDIRECTED, _("redirected")
        UNKNOWN = AccountWord.UNKNOWN, _("not known")

    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="lots")
    parcel = models.OneToOneField("cases.Parcel", on_delete=models.PROTECT, null=True, related_name="lot")
    account = models.CharField(max_length=11, choices=Account)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consignment", "account"],
                condition=Q(parcel__isnull=True),
                name="lot_one_bulk_per_account",
            ),
            models.CheckConstraint(
                condition=Q(parcel__isnull=True) | Q(quantity=1), name="lot_labelled_is_one"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="lot_holds_something"),
        ]
        indexes = [models.Index(fields=["consignment", "account", "quantity"], name="lot_account_idx")]
        triggers = [
            _sums(
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "NEW.consignment_id",
                "OLD.consignment_id",
            ),
            _changes(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.quantity} · {self.get_account_display()}"
