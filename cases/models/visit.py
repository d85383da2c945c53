"""Visits to people who are held."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.base import (
    Tracked,
    TrackedQuerySet,
    Versioned,
    contested_index,
    retention_index,
    scoped_indexes,
    words_index,
)
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept


class VisitQuerySet(TrackedQuerySet):
    def without_agreement(self):
        """Family visits that rest on no article for internees and name no special agreement (D30)."""
        named = Q(basis=Visit.Basis.SPECIAL, agreement__isnull=False) | Q(basis=Visit.Basis.GC4_116)
        return self.filter(type=Visit.Kind.FAMILY).exclude(named)

    def took_place(self):
        return self.filter(status__in=("held", "reported"))

    def occurred_within(self, start, end, *, certainly=False):
        return self.dated_within("occurred", start, end, certainly=certainly)

    def planned_or_held_within(self, start, end, *, certainly=False):
        """Visits that are planned for, or were held at, a time that may lie (`certainly`: lies wholly) between two days."""
        return self.filter(
            _dated("planned", start, end, certainly) | _dated("occurred", start, end, certainly)
        )


def _dated(column, start, end, certainly):
    """As `dated_within`, in a form that an index on the latest day answers: most visits are long past."""
    earliest, latest = f"{column}_earliest", f"{column}_latest"
    found = ~Q(**{column: ""})
    if certainly:
        found &= Q(**{f"{earliest}__isnull": False, f"{latest}__isnull": False})
        found &= Q(**{f"{earliest}__gte": start}) if start else Q()
        return found & (Q(**{f"{latest}__lte": end}) if end else Q())
    if start:
        found &= Q(**{f"{latest}__gte": start}) | Q(**{f"{latest}__isnull": True})
    if end:
        found &= Q(**{f"{earliest}__lte": end}) | Q(**{f"{earliest}__isnull": True})
    return found


@kept
class Visit(Tracked):
    """One visit to persons held: by delegates, by ombudsmen, by family, by a medical commission."""

    kind = "visit"
    caches = (*Tracked.caches, "occurred")

    class Kind(models.TextChoices):
        DELEGATE = "delegate", _("delegates of the Red Cross")
        OMBUDSMEN = "ombudsmen", _("mutual visit of ombudsmen")
        FAMILY = "family", _("family visit")
        MEDICAL = "medical", _("medical commission")

    class Basis(models.TextChoices):
        GC3_112 = "gc3_112", _("GC III Art. 112")
        GC3_126 = "gc3_126", _("GC III Art. 126")
        GC4_116 = "gc4_116", _("GC IV Art. 116")
        GC4_143 = "gc4_143", _("GC IV Art. 143")
        SPECIAL = "special", _("special agreement")

    #: On what a visit of each kind can rest (domain.md §2, D30). Others may have done it so all the same.
    FITS = {
        Kind.DELEGATE: (Basis.GC3_126, Basis.GC4_143, Basis.SPECIAL),
        Kind.OMBUDSMEN: (Basis.SPECIAL,),
        Kind.FAMILY: (Basis.GC4_116, Basis.SPECIAL),
        Kind.MEDICAL: (Basis.GC3_112, Basis.SPECIAL),
    }

    title = models.CharField(max_length=200)
    type = models.CharField(max_length=9, choices=Kind, verbose_name=_("kind"))
    basis = models.CharField(
        max_length=7,
        choices=Basis,
        blank=True,
        help_text=_(
            "Delegates of a protecting power or of the Red Cross: GC III Art. 126 (prisoners of war), GC IV Art. 143 "
            "(civilians). Mixed medical commissions: GC III Art. 112. Family: GC IV Art. 116 (internees); GC III gives "
            "prisoners of war no right to family visits, so there a special agreement, named below. Ombudsmen: a special "
            "agreement."
        ),
    )
    agreement = models.ForeignKey(
        "cases.Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    holding_party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    visitor = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    visited = models.ManyToManyField(
        "cases.Person", through="cases.Visited", blank=True, related_name="visits_received"
    )
    occurred = UncertainDateField(editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = date_constraints("visit", "planned", "occurred")
        indexes = [
            *scoped_indexes("visit", "created_at", "last_event_sort", "occurred_sort", "planned_sort"),
            contested_index("visit"),
            retention_index("visit"),
            *(
                models.Index(
                    fields=["office", f"{column}_latest", "id"],
                    condition=~Q(**{column: ""}),
                    name=f"visit_{column}_until_idx",
                )
                for column in ("planned", "occurred")
            ),
            words_index("visit", "title"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("visit", args=[self.reference])

    @property
    def lacks_agreement(self):
        """Is this a visit of a family that names no special agreement, and rests on no article for internees (D30)?"""
        if self.type != self.Kind.FAMILY or self.basis == self.Basis.GC4_116:
            return False
        return self.basis != self.Basis.SPECIAL or self.agreement_id is None

    @property
    def basis_fits(self):
        """Is the legal basis, if one is given, one of this kind of visit?"""
        return not self.basis or self.basis in self.FITS.get(self.type, ())


@kept
class Visited(Versioned):
    """One person of a visit: asked for, and whether the visitors saw them."""

    caches = ("stands",)

    class Seen(models.TextChoices):
        LISTED = "listed", _("on the list, not said whether seen")
        SEEN = "seen", _("seen")
        NOT_SEEN = "not_seen", _("asked for, not seen")
        DECLINED = "declined", _("declined to be visited")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="list_of_visited")
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="on_lists_of_visits")
    seen = models.CharField(
        max_length=8, choices=Seen, default=Seen.LISTED, verbose_name=_("seen or not"),
        help_text=_("As those who visited say it."),
    )  # fmt: skip
    stands = models.BigIntegerField(null=True, editable=False)  # the record that stands for the person

    class Meta:
        db_table = "cases_visit_visited"
        verbose_name = _("person of a visit")
        verbose_name_plural = _("people of visits")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "person"],
                name="visited_once",
                violation_error_message=_("This person is on the list of the visit already."),
            )
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(seen="seen"), name="visited_seen_idx"),
            models.Index(fields=["stands", "visit"], condition=Q(seen="seen"), name="visited_stands_idx"),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_seen_display()}"

    @property
    def reference(self):
        """The row in a line for operators, who need no names."""
        return f"{self.visit.reference}, {self.person.reference}"
