"""What persons consent to: one row for each consent, one for its withdrawal; what holds now is asked of both."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.person import Person
from cases.models.tracing import Said


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        """Consents that nobody withdrew."""
        return self.filter(withdrawal=None)

    def of(self, person):
        """Consents of the human being whom this record is of, whichever of the joined records they name.

        What somebody consented to while no name was known they consented to: a placeholder that was named keeps its rows.
        """
        ours = Person.objects.one_with(person).order_by().values("pk")
        return self.filter(Q(person__in=ours) | Q(person__superseded_by__in=ours))

    def visible_to(self, user):
        """Those of the persons whom the user may see."""
        return self.filter(person__in=Person.objects.visible_to(user).order_by().values("pk"))


class Consent(Said):
    """A person, or who speaks for them, lets us do one thing with what we hold of them (GDPR Art. 7; AP I Art. 74). Insert-only.

    It holds until a `ConsentWithdrawal` of it is recorded; then at once nothing rests on it any more. Of each scope a person
    has one that holds, which the database sees to. What enquirers consent to is in `TracingConsent`, what a person
    answered of one enquirer in `ReleaseConsent`.
    """

    class Scope(models.TextChoices):
        FAMILY = "family", _("tell the family")
        RED_CROSS = "red_cross", _("share it with the Red Cross")
        BUREAU = "bureau", _("share it with the information bureau of the other side")
        PUBLISH = "publish", _("publish the name")

    class GivenBy(models.TextChoices):
        PERSON = "person", _("the person")
        GUARDIAN = "guardian", _("a guardian")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=9, choices=Scope, verbose_name=_("what for"))
    given_by = models.CharField(
        max_length=8, choices=GivenBy, default=GivenBy.PERSON, verbose_name=_("given by")
    )
    guardian = models.CharField(
        max_length=200, blank=True, verbose_name=_("guardian"), help_text=_("Who speaks for the person, and as what.")
    )  # fmt: skip
    given = UncertainDateField(verbose_name=_("given"), help_text=_("As precise as it is known."))
    how = models.CharField(
        max_length=300, verbose_name=_("how"), help_text=_("Such as: in writing, alone with a delegate.")
    )
    source = models.ForeignKey(
        "cases.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("source"), help_text=_("The form or letter that shows it, if it is on record."),
    )  # fmt: skip

    objects = ConsentQuerySet.as_manager()

    class Meta(Said.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(
                condition=~Q(how=""),
                name="consent_says_how",
                violation_error_message=_("Write how the consent was given."),
            ),
            models.CheckConstraint(
                condition=(Q(given_by="person") & Q(guardian=""))
                | (Q(given_by="guardian") & ~Q(guardian="")),
                name="consent_names_the_guardian",
                violation_error_message=_("Name the guardian if a guardian gave it, and nobody else."),
            ),
            *date_constraints("consent", "given"),
        ]
        triggers = [
            *append_only(but=()),
            pgtrigger.Trigger(
                name="holds_once",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    PERFORM FROM cases_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
                    IF EXISTS (SELECT FROM cases_consent AS before
                                WHERE before.person_id = NEW.person_id AND before.scope = NEW.scope
                                  AND NOT EXISTS (SELECT FROM cases_consentwithdrawal
                                                   WHERE consent_id = before.id)) THEN
                        RAISE EXCEPTION 'of each scope one consent holds'
                            USING ERRCODE = 'unique_violation', CONSTRAINT = 'consent_holds_once';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.get_scope_display()

    def get_absolute_url(self):
        return f"{self.person.get_absolute_url()}#consents"


class ConsentWithdrawal(Said):
    """A consent taken back, by the person or who speaks for them, with the reason in a few words (GDPR Art. 7(3)). Insert-only."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn = UncertainDateField(
        verbose_name=_("withdrawn"), help_text=_("When the person said so. It has effect from now on.")
    )
    reason = models.CharField(
        max_length=500, verbose_name=_("reason"),
        help_text=_("Nobody has to give reasons: then write how it was withdrawn, and to whom."),
    )  # fmt: skip

    class Meta(Said.Meta):
        verbose_name = _("withdrawal of a consent")
        verbose_name_plural = _("withdrawals of consents")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="consentwithdrawal_has_reason",
                violation_error_message=_("Write why, or how and to whom it was withdrawn."),
            ),
            *date_constraints("consentwithdrawal", "withdrawn"),
        ]
        triggers = append_only(but=())

    def __str__(self):
        return str(_("withdrawn: %(consent)s")) % {"consent": self.consent}
