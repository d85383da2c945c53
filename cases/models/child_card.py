"""The card of a child who was evacuated to a foreign country: Additional Protocol I, Art. 78(3).

Each item is printed only where somebody judged that it involves no risk of harm to the child.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only
from cases.models.base import Versioned
from cases.models.event import Recorded
from cases.models.history import kept
from cases.models.person import Person


class Item(models.TextChoices):
    """The items of the card by the letters of Art. 78(3)."""

    A = "a", _("Surname(s)")
    B = "b", _("First name(s)")
    C = "c", _("Sex")
    D = "d", _("Place and date of birth, or approximate age")
    E = "e", _("Father’s full name")
    F = "f", _("Mother’s full name and maiden name")
    G = "g", _("Next of kin")
    H = "h", _("Nationality")
    I = "i", _("Native language, and other languages spoken")  # noqa: E741  the letter of the article
    J = "j", _("Address of the family")
    K = "k", _("Any identification number")
    L = "l", _("State of health")
    M = "m", _("Blood group")
    N = "n", _("Distinguishing features")
    O = "o", _("Date on which and place where the child was found")  # noqa: E741
    P = "p", _("Date on which and place from which the child left the country")
    Q = "q", _("Religion, if any")
    R = "r", _("Present address in the receiving country")
    S = (
        "s",
        _(
            "Should the child die before returning: date, place and circumstances of death, place of interment"
        ),
    )


class OfPersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As confidential as the child."""
        return self.filter(person__in=Person.objects.visible_to(user).order_by().values("pk"))


@kept
class ChildCardItem(Versioned):
    """What one item of a child's card says, where the record of the person does not say it itself."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="card_items")
    item = models.CharField(max_length=1, choices=Item)
    value = models.TextField(blank=True, help_text=_("As it is known, in a few words."))

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ("person", "item")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "item"],
                name="childcarditem_once",
                violation_error_message=_("This item of the card is there already."),
            ),
        ]

    def __str__(self):
        return f"({self.item}) {self.get_item_display()}"


class ChildCardJudgement(Recorded):
    """Whether passing on one item of a child's card involves a risk of harm to the child. Insert-only; the latest counts.

    It is of the words that stood there, known by their digest: words that change are judged anew.
    """

    class Verdict(models.TextChoices):
        OPEN = "open", _("not assessed")
        NO_RISK = "no_risk", _("no risk of harm")
        RISK = "risk", _("risk of harm")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="card_judgements")
    item = models.CharField(max_length=1, choices=Item)
    verdict = models.CharField(max_length=7, choices=Verdict)
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the words that were judged."))

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="childcardjudgement_has_digest"
            ),
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"({self.item}) {self.get_verdict_display()}"
