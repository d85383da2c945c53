"""What people wish, as somebody heard it from them: kept beside the event that tells of it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only
from cases.models.evacuation import Wish
from cases.models.event import Event


class WishRecordQuerySet(models.QuerySet):
    def live(self):
        """Wishes whose event nobody declared wrong."""
        return self.filter(event__error=None)

    def about(self, record):
        return self.filter(**{f"event__{record.kind}_id": record.pk})

    def for_history(self):
        """Latest recorded first, with all that is shown of them."""
        related = ("event__recorded_by", "event__statement__speaker", "event__error", "person")
        return self.select_related(*related).order_by("-event__sequence")


class WishRecord(models.Model):
    """What a person, or a whole group, said that they wish: how, to whom, and who was present. Insert-only.

    It belongs to the event that tells of it. What a party says people wish is a claim and never a wish, which the
    database holds as well. Those who cannot express a wish have a guardian, or an assessment of their best interests
    by somebody named (CRC Art. 3); `in_interest` is what these find of a return.
    """

    class How(models.TextChoices):
        ALONE = "alone", _("in person, alone")
        WITH_OTHERS = "with_others", _("in person, with others present")
        TELEPHONE = "telephone", _("by telephone or video")
        WRITING = "writing", _("in writing")
        RED_CROSS = "red_cross", _("through the Red Cross")
        OTHER = "other", _("in another way")

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="wish_record")
    person = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="wishes", db_index=False,
        verbose_name=_("whose wish"), help_text=_("One of the group; empty for the wish of all of them."),
    )  # fmt: skip
    wish = models.CharField(
        max_length=14, choices=[choice for choice in Wish.choices if choice[0] != Wish.UNKNOWN]
    )
    how = models.CharField(max_length=11, choices=How, verbose_name=_("how it was expressed"))
    heard_by = models.CharField(
        max_length=200, verbose_name=_("heard by"), help_text=_("Who asked and heard it: name or function.")
    )
    present = models.CharField(
        max_length=300, blank=True, default="", verbose_name=_("who was present"),
        help_text=_("Besides the two: an interpreter, a guard, relatives."),
    )  # fmt: skip
    guardian = models.CharField(
        max_length=200, blank=True, default="", help_text=_("For those who cannot express a wish.")
    )
    assessed_by = models.CharField(
        max_length=200, blank=True, default="", verbose_name=_("best interests assessed by"),
        help_text=_("For those who cannot express a wish and have no guardian."),
    )  # fmt: skip
    assessment = models.TextField(
        blank=True, default="", verbose_name=_("what the assessment finds"), help_text=_("In a few words.")
    )
    in_interest = models.BooleanField(
        default=False, verbose_name=_("the return is in the person’s interest"),
        help_text=_("As the guardian says, or the assessment finds."),
    )  # fmt: skip

    objects = WishRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(wish__in=["", Wish.UNKNOWN]),
                name="wishrecord_says_a_wish",
                violation_error_message=_(
                    "Choose what is wished. If nobody was asked, there is no wish to record."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(heard_by=""),
                name="wishrecord_was_heard",
                violation_error_message=_("Write who heard it: name or function."),
            ),
            models.CheckConstraint(
                condition=~Q(how="with_others") | ~Q(present=""),
                name="wishrecord_names_the_others",
                violation_error_message=_("Write who was present."),
            ),
            models.CheckConstraint(
                condition=Q(assessed_by="", assessment="") | (~Q(assessed_by="") & ~Q(assessment="")),
                name="wishrecord_assessment_is_somebodys",
                violation_error_message=_("Write who assessed the best interests, and what they find."),
            ),
            models.CheckConstraint(
                condition=Q(in_interest=False)
                | (Q(wish="cannot_express") & (~Q(guardian="") | ~Q(assessed_by=""))),
                name="wishrecord_somebody_speaks_for_them",
                violation_error_message=_(
                    "Only for those who cannot express a wish does somebody else say what is in their interest: name the "
                    "guardian, or who assessed it."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="wishrecord_person_idx")
        ]
        triggers = [
            *append_only(but=()),
            pgtrigger.Trigger(
                name="heard_not_claimed",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT FROM cases_event WHERE id = NEW.event_id
                                      AND type IN ('wish_recorded', 'came_back')) THEN
                        RAISE EXCEPTION 'a wish is told by its event'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'wishrecord_of_a_wish';
                    END IF;
                    IF EXISTS (SELECT FROM cases_event
                                 LEFT JOIN cases_statement ON cases_statement.id = cases_event.statement_id
                                 LEFT JOIN cases_actor ON cases_actor.id = cases_statement.speaker_id
                                WHERE cases_event.id = NEW.event_id
                                  AND (cases_actor.party_id IS NOT NULL OR evidence = 'party_statement')) THEN
                        RAISE EXCEPTION 'what a party says people wish is a claim'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'wishrecord_on_no_partys_word';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.get_wish_display()

    @property
    def carries_return(self):
        """May a return be planned on it (D20)? By the person's own wish, or where others speak in their interest."""
        return self.wish == Wish.RETURN or self.in_interest
