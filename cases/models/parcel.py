"""Parcels."""

from datetime import timedelta

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.base import Tracked, TrackedQuerySet, contested_index, retention_index, scoped_indexes
from cases.models.fields import date_constraints
from cases.models.history import kept

#: Events with which a parcel leaves as it is: what postal rules object to is set aside then, with a reason (D12, D14).
PACKING = frozenset({"packed", "added", "dispatched"})
LIGHT, HEAVY = 5_000, 10_000


def postal_warnings(contents, weight_grams, *, collective):
    """D12 (GC III Art. 72, GC IV Art. 108) and D14 (UPU Convention), for a parcel that may not be recorded yet."""
    found = []
    if "books" in contents and {"food", "clothing"} & set(contents):
        found.append(
            _("Books do not travel in a parcel with food or clothing (GC III Art. 72, GC IV Art. 108).")
        )
    if "medical" in contents and not collective:
        found.append(
            _("Medical supplies travel in collective parcels as a rule (GC III Art. 72, GC IV Art. 108).")
        )
    if weight_grams and weight_grams > HEAVY:
        found.append(_("Above 10 kg a parcel is not free of postage (UPU Convention)."))
    elif weight_grams and weight_grams > LIGHT and not collective:
        found.append(
            _(
                "Above 5 kg a parcel is free of postage only if its content cannot be divided (UPU Convention)."
            )
        )
    return found


def with_objections(parcels):
    """The numbers of those of these parcels that postal rules object to, without a reason on record. One query."""
    warned = {parcel.pk for parcel in parcels if parcel.warnings}
    set_aside = Parcel.objects.filter(pk__in=warned).with_reason() if warned else Parcel.objects.none()
    return warned - set(set_aside.values_list("pk", flat=True))


#: What is found of a parcel beside where it is: conditions, counted beside the account (domain.md §3).
CONDITIONS = ("damaged", "opened", "incomplete")


class ParcelQuerySet(TrackedQuerySet):
    def in_account(self, account):
        """Parcels with a label in one place of the account of their consignment."""
        return self.filter(lot__account=account)

    def with_reason(self):
        """Parcels of which somebody wrote why they are sent as they are."""
        events = self.model._meta.get_field("events").related_model.objects.live()
        return self.filter(models.Exists(events.filter(parcel=models.OuterRef("pk")).exclude(reason="")))

    def with_condition(self, condition):
        """Parcels that were found damaged, opened or incomplete, wherever they are now."""
        events = self.model._meta.get_field("events").related_model.objects.live()
        return self.filter(models.Exists(events.filter(parcel=models.OuterRef("pk"), type=condition)))

    def signed_by(self, who):
        """Delivered, as their last delivery says who signed; "" is where nobody said."""
        found = Coalesce(
            models.Subquery(self._delivery().values("handling__signed_by")[:1]), models.Value("")
        )
        return self.filter(status="delivered").alias(signed=found).filter(signed=who)

    def _delivery(self):
        events = self.model._meta.get_field("events").related_model.objects.live()
        return events.filter(parcel=models.OuterRef("pk"), type="delivered").order_by("-sequence")

    def unlabelled_contents(self):
        """Parcels of which nobody stated the contents."""
        return self.filter(contents=[])

    def idle_for(self, days, *, now):
        """Parcels still under way to which nothing happened in the last `days` days, or nothing since they were registered."""
        moment = now - timedelta(days=days)
        rows = self.open().nothing_dated_after(timezone.localdate(moment))
        return rows.exclude(last_event_sort=0, created_at__gt=moment)


@kept
class Parcel(Tracked):
    """One parcel from a sender to an addressee (GC III Art. 72, GC IV Art. 108)."""

    kind = "parcel"
    speaks_of = ("addressee", "addressee_group", "sender_person")
    caches = (*Tracked.caches, "custodian")

    class Content(models.TextChoices):
        FOOD = "food", _("food")
        CLOTHING = "clothing", _("clothing")
        MEDICAL = "medical", _("medical")
        BOOKS = "books", _("books")
        DEVOTIONAL = "devotional", _("devotional")
        SPORTS = "sports", _("sports")
        LETTERS = "letters", _("letters")
        DRAWINGS = "drawings", _("drawings")

    consignment = models.ForeignKey(
        "cases.Consignment", on_delete=models.PROTECT, null=True, blank=True, related_name="parcels"
    )
    sender = models.CharField(max_length=200, blank=True, help_text=_("Name and place, as on the parcel."))
    sender_person = models.ForeignKey(
        "cases.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parcels_sent",
        verbose_name=_("sender, if on record as a person"),
    )
    addressee = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="parcels_received"
    )
    addressee_group = models.ForeignKey(
        "cases.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="parcels_received",
        verbose_name=_("collective addressee"), help_text=_("For a collective parcel."),
    )  # fmt: skip
    contents = ArrayField(
        models.CharField(max_length=10, choices=Content),
        default=list,
        blank=True,
        help_text=_("What is in it, as stated."),
    )
    weight_grams = models.PositiveIntegerField(
        null=True, blank=True, verbose_name=_("weight in grams"),
        help_text=_("Postage-free up to 5 kg, 10 kg if indivisible or collective (UPU Convention)."),
    )  # fmt: skip
    s10 = models.CharField(
        max_length=13,
        blank=True,
        verbose_name=_("postal item number"),
        help_text=_("UPU S10, such as RR123456785UA."),
    )
    external_number = models.CharField(
        max_length=60,
        blank=True,
        default="",
        verbose_name=_("number on the sender's list"),
        help_text=_("By which a list that is imported again knows its parcel."),
    )
    custodian = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, editable=False, related_name="+",
        help_text=_("Who holds it by the last event that says so."),
    )  # fmt: skip

    objects = ParcelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(addressee__isnull=True) | Q(addressee_group__isnull=True),
                name="parcel_one_addressee",
                violation_error_message=_("Choose a person or a group as addressee, not both."),
            ),
            models.UniqueConstraint(
                fields=["office", "s10"],
                condition=~Q(s10=""),
                name="parcel_s10_once",
                violation_error_message=_("Another parcel has this postal item number."),
            ),
            models.UniqueConstraint(
                fields=["consignment", "external_number"],
                condition=~Q(external_number=""),
                name="parcel_external_number_once",
                violation_error_message=_(
                    "Another parcel of this consignment has this number on the sender's list."
                ),
            ),
            *date_constraints("parcel", "planned"),
        ]
        indexes = [
            *scoped_indexes("parcel", "created_at", "last_event_sort"),
            contested_index("parcel"),
            retention_index("parcel"),
            models.Index(fields=["office", "status", "-created_at", "-id"], name="parcel_status_idx"),
            models.Index(fields=["office", "status", "last_event_sort", "id"], name="parcel_status_last_idx"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stays_in_account",
                operation=pgtrigger.UpdateOf("consignment_id"),
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("consignment"),
                func="""
                    IF EXISTS (SELECT 1 FROM cases_lot WHERE parcel_id = NEW.id) THEN
                        RAISE EXCEPTION 'a parcel that is in the account of a consignment stays there (D18)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'parcel_stays_in_account';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{_('Parcel')} · {self.addressee or self.addressee_group or _('no addressee stated')}"

    def get_absolute_url(self):
        return reverse("parcel", args=[self.reference])

    @property
    def warnings(self):
        """What postal rules object to, in sentences: said, never refused (D12, D14)."""
        return postal_warnings(self.contents, self.weight_grams, collective=bool(self.addressee_group_id))

    @property
    def objections(self):
        """Those of the warnings, unless somebody wrote already why the parcel is sent as it is."""
        asks = with_objections([self])
        return self.warnings if asks else []

    @property
    def contents_text(self):
        return ", ".join(str(self.Content(content).label) for content in self.contents)
