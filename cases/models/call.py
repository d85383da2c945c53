"""Family calls: who called about whom, what they were told, and when somebody calls again."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only
from cases.models.base import Confidentiality, Scoped, scoped_indexes
from cases.models.event import Event
from cases.models.relationship import Relationship


class FamilyCallQuerySet(Scoped):
    def visible_to(self, user):
        """The calls whose events the user may see."""
        rows = super().visible_to(user)
        if not user.is_authenticated or user.confidentiality_levels is None:
            return rows
        return rows.filter(Exists(Event.objects.visible_to(user).filter(pk=OuterRef("event"))))

    def live(self):
        """Calls whose event nobody declared wrong."""
        return self.filter(event__error=None)

    def about_any(self, people=(), cases=()):
        """Calls about any of these people or cases."""
        return self.filter(Q(event__person__in=people) | Q(event__repatriation_case__in=cases))

    def called_within(self, start, end, *, certainly=False):
        return self.dated_within("event__occurred", start, end, certainly=certainly)

    def due_within(self, start, end, *, certainly=False):
        """Calls after which the next was agreed for a day between these two; either may be None."""
        rows = self.filter(next_call_on__isnull=False)
        rows = rows.filter(next_call_on__gte=start) if start else rows
        return rows.filter(next_call_on__lte=end) if end else rows

    def with_event(self):
        """With all that a list of calls shows: one query."""
        related = (
            "caller", "event__recorded_by", "event__person", "event__repatriation_case__person",
            "event__repatriation_case__group",
        )  # fmt: skip
        return self.select_related(*related)


class FamilyCall(models.Model):
    """One call of a family, told by its event `family_called`, which holds what they asked. Insert-only.

    Office, confidentiality and the day to sort by are those of the event.
    """

    class Way(models.TextChoices):
        TELEPHONE = "telephone", _("by telephone")
        MESSAGE = "message", _("by message")
        OFFICE = "office", _("in the office")
        LETTER = "letter", _("by letter")

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="family_call")
    office = models.ForeignKey(
        "cases.Office", on_delete=models.PROTECT, editable=False, related_name="+", db_index=False
    )
    confidentiality = models.CharField(
        max_length=10, choices=Confidentiality, default=Confidentiality.ORDINARY, editable=False
    )
    occurred_sort = models.BigIntegerField(default=0, editable=False)
    caller = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="calls_made",
        verbose_name=_("who called, on record"),
    )  # fmt: skip
    caller_name = models.CharField(
        max_length=200, blank=True, verbose_name=_("who called"), help_text=_("In words, where the caller is not on record.")
    )  # fmt: skip
    relationship = models.CharField(
        max_length=8, choices=Relationship.Role, blank=True, default="", help_text=_("What the caller is to the person.")
    )  # fmt: skip
    contact = models.CharField(
        max_length=300, blank=True, verbose_name=_("how to reach them"),
        help_text=_("Shown on the log of the family alone; it leaves the house in no list."),
    )  # fmt: skip
    way = models.CharField(max_length=9, choices=Way, blank=True, default="", verbose_name=_("how"))
    told = models.TextField(blank=True, verbose_name=_("what we told them"))
    next_call_on = models.DateField(null=True, blank=True, verbose_name=_("next call"))

    objects = FamilyCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(caller__isnull=True) | Q(caller_name=""),
                name="familycall_one_caller",
                violation_error_message=_("The caller is somebody on record, or named in words: not both."),
            ),
        ]
        indexes = [
            *scoped_indexes("familycall", "occurred_sort"),
            models.Index(
                fields=["office", "next_call_on", "id"],
                condition=Q(next_call_on__isnull=False),
                name="familycall_next_idx",
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="of_a_call",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    SELECT office_id, confidentiality, occurred_sort
                      INTO NEW.office_id, NEW.confidentiality, NEW.occurred_sort
                      FROM cases_event WHERE id = NEW.event_id AND type = 'family_called';
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'a call is of an event that says so'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'familycall_of_a_call';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.who}" if self.who else str(self.event)

    def get_absolute_url(self):
        return f"{self.event.about.get_absolute_url()}#event-{self.event_id}"

    @property
    def who(self):
        """Who called, in words; what they are to the person where no name is given."""
        return str(self.caller) if self.caller_id else self.caller_name or self.get_relationship_display()
