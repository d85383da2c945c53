"""News of a death, and who is told when: kept by its owner until the family is informed (D38)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept
from cases.models.hold import PersonHold
from cases.models.person import Person


class DeathNoticeQuerySet(models.QuerySet):
    def withheld(self):
        """Notices of which the family does not know yet: they hold mail, labels and exports of the person."""
        return self.filter(informed_at=None, withdrawn_at=None)

    def told(self):
        return self.filter(informed_at__isnull=False, withdrawn_at=None)

    def told_in_error(self):
        """Told to the family, and wrong: all may see that it was, and it counts for nothing."""
        return self.filter(informed_at__isnull=False, withdrawn_at__isnull=False)

    def of(self, person):
        """Notices of the human being whom this record is of, whichever of the joined records they name."""
        return self.filter(person__in=Person.objects.one_with(person))

    def visible_to(self, user):
        """Until “family informed” its owner alone, no coordinator and no auditor; then whoever sees the person (D38)."""
        rows = self.filter(person__in=Person.objects.visible_to(user).order_by().values("pk"))
        if not user.is_authenticated:
            return rows.none()
        return rows.filter(Q(informed_at__isnull=False) | Q(owner=user))


def held_people():
    """Persons whose mail, labels and exports are held, with all records joined with theirs."""
    standing = Coalesce("person__joined_into", "person")
    notices = DeathNotice.objects.withheld().order_by().values(stands=standing)
    stands = notices.union(PersonHold.objects.in_force().order_by().values(stands=standing))
    return Person.objects.filter(Q(pk__in=stands) | Q(joined_into__in=stands))


@kept
class DeathNotice(Versioned):
    """News that a person died, with what the Conventions ask to notify (GC III Art. 120–121, GC IV Art. 129–131).

    It is no event and no claim before the family knows: then both are recorded from it, and all may see it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="death_notices")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Who alone sees it until the family is informed."),
    )
    died = UncertainDateField(verbose_name=_("date of death"), help_text=_("As the source puts it."))
    place = models.ForeignKey(
        "cases.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place of death"),
    )
    cause = models.CharField(max_length=300, blank=True, verbose_name=_("cause of death"))
    circumstances = models.TextField(blank=True, verbose_name=_("circumstances"))
    buried = UncertainDateField(verbose_name=_("date of burial or cremation"))
    grave = models.TextField(
        blank=True,
        verbose_name=_("grave or ashes"),
        help_text=_("Where, and how it is marked, so that it can be found; why, if cremated."),
    )
    will = models.TextField(
        blank=True, verbose_name=_("will"), help_text=_("Whether there is one, and who has it.")
    )
    effects = models.TextField(
        blank=True, verbose_name=_("personal effects"), help_text=_("What is left, and who has it.")
    )
    inquiry = models.TextField(
        blank=True,
        verbose_name=_("official enquiry"),
        help_text=_("Due after a violent death or one of unknown cause (GC III Art. 121, GC IV Art. 131)."),
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    informed_at = models.DateTimeField(null=True, editable=False)
    informed = UncertainDateField(verbose_name=_("family informed"), editable=False)
    informed_whom = models.CharField(
        max_length=200, blank=True, editable=False, verbose_name=_("who was informed")
    )
    informed_how = models.TextField(blank=True, editable=False, verbose_name=_("how the family was informed"))
    one_origin_reason = models.TextField(
        blank=True, editable=False, verbose_name=_("why one origin is enough")
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False, verbose_name=_("why withdrawn"))
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = DeathNoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            *date_constraints("deathnotice", "died", "buried", "informed"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_at=None),
                name="deathnotice_one_for_a_person",
                violation_error_message=_("This is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(informed_at=None) | (~Q(informed_whom="") & ~Q(informed_how="")),
                name="deathnotice_informed_whom_and_how",
                violation_error_message=_("Say who was informed and how."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="deathnotice_withdrawn_with_reason",
                violation_error_message=_("Write why the news is withdrawn."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name}: {self.person}"

    def get_absolute_url(self):
        return reverse("death_notice", args=[self.person.reference])

    @property
    def is_told_in_error(self):
        return self.informed_at is not None and self.withdrawn_at is not None

    @property
    def is_withheld(self):
        return self.informed_at is None and self.withdrawn_at is None

    def origins(self):
        """The independent origins that it rests on, each with its reports: what relays one source is that source (D1)."""
        found = {}
        for report in self.reports.select_related("source", "speaker"):
            found.setdefault(report.origin, []).append(report)
        return found


@kept
class DeathReport(Versioned):
    """On whose word news of a death rests: what becomes a statement once the family is informed (D1, D38)."""

    notice = models.ForeignKey(DeathNotice, on_delete=models.PROTECT, related_name="reports")
    speaker = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, related_name="+", verbose_name=_("who says so")
    )
    source = models.ForeignKey(
        "cases.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )
    title = models.CharField(
        max_length=300,
        blank=True,
        verbose_name=_("source that is not on record"),
        help_text=_("A call, a letter, a list; it is recorded as a source once the family is informed."),
    )
    said = UncertainDateField(verbose_name=_("said on"))
    text = models.TextField(verbose_name=_("what is said"), help_text=_("In our own words."))
    statement = models.ForeignKey(
        "cases.Statement", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            *date_constraints("deathreport", "said"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | ~Q(title=""),
                name="deathreport_has_a_source",
                violation_error_message=_("Name the source, or say in words what it is."),
            ),
        ]

    def __str__(self):
        return f"{self.speaker}: {self.source or self.title}"

    @property
    def origin(self):
        """What makes it independent of other reports: the first source of its chain, else the speaker."""
        return ("source", self.source.origin.pk) if self.source else ("speaker", self.speaker_id)
