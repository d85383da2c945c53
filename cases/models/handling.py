"""How mail was handled: what an event of a parcel, a letter or a consignment, or a limit on a person's mail, says besides."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only

#: Which columns an event may fill in, by its type.
FITS = {
    "delivered": ("signed_by",),
    "delivery_disputed": ("cause",),
    "examined": ("side", "presence", "outcome"),
    "held": ("side", "cause"),
    "withheld": ("side", "cause"),
    "undeliverable": ("cause",),
    "redirected": ("cause",),
    "returned": ("cause",),
    "mail_limited": ("side", "cause", "letters", "cards"),
}
LABELS = {
    "signed_by": _("signed by"), "side": _("by which side"), "presence": _("in the presence of"),
    "outcome": _("outcome"), "cause": _("reason"),
    "letters": _("letters a month"), "cards": _("cards a month"),
}  # fmt: skip
COLUMNS = tuple(LABELS)
#: What a person's events can say of their mail; all else is of mail itself.
LIMIT = FITS["mail_limited"]
_VALUES = {"side": "side_id", "letters": "letters", "cards": "cards"}


def _filled(column):
    return f"NEW.{_VALUES[column]} IS NOT NULL" if column in _VALUES else f"NEW.{column} <> ''"


def _strays(column):
    """That a column is filled in by an event to which it does not belong, in SQL."""
    types = ", ".join(f"'{type}'" for type, columns in FITS.items() if column in columns)
    return f"({_filled(column)} AND happened NOT IN ({types}))"


_STRAYS = " OR ".join(_strays(column) for column in COLUMNS)


class Handling(models.Model):
    """Who signed for mail, which side examined it and in whose presence, why it was held or not delivered. Insert-only.

    One row for one event, where it says any of this; what it leaves empty nobody stated. An examination is made once
    for each side, and for parcels in the presence of the addressee or of a fellow prisoner whom the addressee
    authorises (GC III Art. 76). A limit on the mail of a person is told by its number of letters and cards a month,
    0 where it is stopped; two letters and four cards are the least (GC III Art. 71, GC IV Art. 107).
    """

    class Signed(models.TextChoices):
        """Delivered splits by who signed: only the addressee's own signature says that the addressee has it."""

        ADDRESSEE = "addressee", _("the addressee")
        FACILITY = "facility", _("the place of detention, for the addressee")
        NOBODY = "nobody", _("nobody")

    class Presence(models.TextChoices):
        ADDRESSEE = "addressee", _("the addressee")
        FELLOW = "fellow", _("a fellow prisoner authorised by the addressee")
        NEITHER = "neither", _("neither of them")

    class Outcome(models.TextChoices):
        PASSED = "passed", _("passed whole")
        PART_TAKEN = "part_taken", _("a part taken out or made unreadable")
        KEPT = "kept", _("kept back")

    class Cause(models.TextChoices):
        EXAMINATION = "examination", _("until it is examined")
        DISCIPLINARY = "disciplinary", _("as a disciplinary measure")
        SECURITY = "security", _("for military or political reasons")
        MOVED = "moved", _("the addressee was transferred")
        NOT_KNOWN = "not_known", _("the addressee is not known there")
        RELEASED = "released", _("the addressee was released or returned")
        ADDRESS = "address", _("the address is not sufficient")
        NO_ACCESS = "no_access", _("the place takes no mail")
        REMOVED = "removed", _("delivered, then removed")
        FOR_PHOTO = "for_photo", _("given for a photograph, then taken back")
        NEVER_GIVEN = "never_given", _("the addressee says that nothing was given")
        OTHER = "other", _("another reason, in the note")

    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="handling")
    signed_by = models.CharField(
        max_length=9, choices=Signed, blank=True, default="", verbose_name=LABELS["signed_by"]
    )
    side = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=LABELS["side"],
    )  # fmt: skip
    presence = models.CharField(
        max_length=9, choices=Presence, blank=True, default="", verbose_name=LABELS["presence"],
        help_text=_("For a parcel (GC III Art. 76)."),
    )  # fmt: skip
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    cause = models.CharField(
        max_length=12, choices=Cause, blank=True, default="", verbose_name=LABELS["cause"]
    )
    letters = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=LABELS["letters"])
    cards = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=LABELS["cards"])

    class Meta:
        verbose_name_plural = "handling"
        constraints = [
            models.CheckConstraint(
                condition=~Q(
                    signed_by="", side=None, presence="", outcome="", cause="", letters=None, cards=None
                ),
                name="handling_says_something",
                violation_error_message=_("Say who signed, which side, in whose presence, how many, or why."),
            ),
        ]
        triggers = [
            *append_only(but=()),
            pgtrigger.Trigger(
                name="fits_its_event",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("happened", "text")],
                func="""
                    happened := (SELECT type FROM cases_event WHERE id = NEW.event_id
                        AND num_nonnulls(parcel_id, correspondence_id, consignment_id) = (type <> 'mail_limited')::int);
                    IF happened IS NULL OR STRAYS THEN
                        RAISE EXCEPTION 'this detail does not belong to this event of mail'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'handling_fits_its_event';
                    END IF;
                    RETURN NEW;
                """.replace("STRAYS", _STRAYS),
            ),
        ]

    def __str__(self):
        return f"{self.event}: {', '.join(str(words) for _name, words in self.said())}"

    def said(self):
        """(column, words) of what is stated."""
        found = {
            "signed_by": self.get_signed_by_display(), "side": self.side, "presence": self.get_presence_display(),
            "outcome": self.get_outcome_display(), "cause": self.get_cause_display(),
            "letters": self.letters, "cards": self.cards,
        }  # fmt: skip
        return [(name, words) for name, words in found.items() if words not in (None, "")]
