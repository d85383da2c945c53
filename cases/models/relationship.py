"""Relationships: who is what to whom, read from both sides."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept
from cases.models.person import Person


class RelationshipQuerySet(models.QuerySet):
    def between(self, one, other):
        """What is said of how two human beings are related, whichever of their joined records it names."""
        ones, others = (Person.objects.one_with(person).order_by().values("pk") for person in (one, other))
        return self.filter(Q(person__in=ones, other__in=others) | Q(person__in=others, other__in=ones))


@kept
class Relationship(Versioned):
    """How two persons are related, read from both sides: `person` is the `role` of `other`, who is its `inverse`."""

    class Role(models.TextChoices):
        PARENT = "parent", _("parent")
        CHILD = "child", _("child")
        SPOUSE = "spouse", _("spouse")
        SIBLING = "sibling", _("sibling")
        GUARDIAN = "guardian", _("guardian")
        WARD = "ward", _("ward")
        RELATIVE = "relative", _("relative")

    INVERSE = {
        Role.PARENT: Role.CHILD, Role.CHILD: Role.PARENT, Role.SPOUSE: Role.SPOUSE, Role.SIBLING: Role.SIBLING,
        Role.GUARDIAN: Role.WARD, Role.WARD: Role.GUARDIAN, Role.RELATIVE: Role.RELATIVE,
    }  # fmt: skip

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="inverse_relationships")
    role = models.CharField(max_length=8, choices=Role, help_text=_("What the person is to the other."))
    begin = UncertainDateField(
        verbose_name=_("from"), help_text=_("For what began one day: a marriage, a guardianship.")
    )
    end = UncertainDateField(verbose_name=_("until"))
    source = models.ForeignKey(
        "cases.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("Where it is stated."),
    )  # fmt: skip

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            *date_constraints("relationship", "begin", "end"),
            models.UniqueConstraint(
                Least("person", "other"),
                Greatest("person", "other"),
                name="relationship_once",
                violation_error_message=_("How these two are related is recorded already."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="relationship_of_two",
                violation_error_message=_("A relationship is between two different persons."),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.get_role_display()} · {self.other}"

    @property
    def inverse(self):
        return self.INVERSE[self.role]
