"""Persons: one row for one human being, named or not."""

from datetime import timedelta

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.lib import matching, text
from cases.models.base import (
    Confidentiality,
    Tracked,
    TrackedQuerySet,
    contested_index,
    retention_index,
    scoped_indexes,
)
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept
from cases.models.papers import PlainNumber

LAST = "\U000f0000"  # a private character behind all letters
ERASED = "[erased]"  # what stands for whoever was erased: nobody's placeholder
#: The record that stands for the human being whom a record is of.
STANDS = Coalesce("joined_into", "id")


def people_once(person="person", **options):
    """Counts the people whom rows name, each once, whichever of their joined records a row names."""
    return Count(Coalesce(f"{person}__joined_into", person), distinct=True, **options)


#: Events that tell something of a person.
NEWS = ("captured", "card_received", "transferred", "hospitalised", "seen", "released", "came_home")


def _of_this_person(rows):
    """Rows that name the person of the query outside, or a record that is joined into theirs: a join, however many."""
    stands = Coalesce("person__joined_into", "person")
    return rows.order_by().annotate(stands=stands).filter(stands=OuterRef("pk"))


class PersonQuerySet(TrackedQuerySet):
    def counted(self):
        """Of all people each once: of records joined as one person that which stands for them, no replaced placeholder.

        Of some people, such as the members of a group, ask `represented`: theirs may not be the record that stands.
        """
        return self.filter(superseded_by=None, joined_into=None)

    def represented(self):
        """The people whom these records are of, each once, as the records that stand for them."""
        here = self.filter(superseded_by=None).order_by()
        return self.model.objects.filter(pk__in=here.values(stands=Coalesce("joined_into", "pk")))

    def one_with(self, person):
        """All records of the human being whom this record is of, the record that stands for them among them."""
        stands = person.joined_into_id or person.pk
        return self.filter(Q(pk=stands) | Q(joined_into=stands))

    def records_of(self, person):
        """All that is kept of the human being: the records joined with this one, and the placeholders that they replace."""
        ours = self.model.objects.one_with(person).order_by().values("pk")
        return self.filter(Q(pk__in=ours) | Q(superseded_by__in=ours))

    def standing_for(self, people):
        """All records of these human beings, as {number of the record: number of the record that stands for them}."""
        tops = {person.joined_into_id or person.pk for person in people}
        joined = self.filter(joined_into__in=tops).order_by().values_list("pk", "joined_into")
        return {top: top for top in tops} | dict(joined)

    def in_group(self, group):
        """The people of a group, as the records that stand for them."""
        return self.filter(
            pk__in=self.model.objects.filter(memberships__group=group).represented().values("pk")
        )

    def named_in(self, rows, person="person"):
        """People whom some rows name, as the records that stand for them."""
        stands = Coalesce(f"{person}__joined_into", person)
        return self.filter(pk__in=rows.order_by().values(stands=stands))

    def described(self):
        """With all that `description` needs: a few queries, however many persons."""
        chain = "parent__parent__parent"
        places = (f"birth_place__{chain}", f"last_residence__{chain}")
        return self.select_related(*places).prefetch_related("names", "identifiers")

    def with_service_number(self, number):
        """Those who have this number of the army, in whatever letters and groups either of the two is written."""
        rows = self.exclude(service_number="").alias(plain=PlainNumber("service_number"))
        return rows.filter(plain=PlainNumber(Value(number)))

    def named(self):
        return self.exclude(name="")

    def unnamed(self):
        """People whose name nobody knows yet; not those who were erased."""
        return self.filter(name="").exclude(label=ERASED)

    def born_within(self, start, end, *, certainly=False):
        return self.dated_within("born", start, end, certainly=certainly)

    def card_due(self, on, *, late):
        """Of whom a capture or internment card is awaited; `late`: for longer than the week of GC III Art. 70 (D8)."""
        waiting = self.model._meta.get_field("followups").related_model.objects.open()
        waiting = waiting.filter(person__isnull=False, origin="alert", rule="D8").order_by()
        waiting = waiting.filter(due_on__lt=on) if late else waiting.filter(due_on__gte=on)
        return self.filter(pk__in=waiting.values(stands=Coalesce("person__joined_into", "person")))

    def no_news(self, days, on):
        """Held by somebody, and of whom nothing was heard in the last so many days: no event that tells of them, no mail."""
        stands, since = Coalesce("person__joined_into", "person"), on - timedelta(days=days)
        custody = self.model._meta.get_field("custody_periods").related_model.objects.held()
        events = self.model._meta.get_field("events").related_model.objects.live()
        told = events.filter(person__isnull=False, type__in=NEWS).filter(
            Q(occurred_latest__gte=since) | Q(occurred="", recorded_at__date__gte=since)
        )
        mail = self.model._meta.get_field("correspondence").related_model.objects.from_prisoners()
        wrote = mail.filter(person__isnull=False).filter(
            Q(written_latest__gte=since) | Q(written_latest=None, received_latest__gte=since)
        )
        rows = self.filter(pk__in=custody.order_by().values(stands=stands))
        for heard in (told, wrote):
            rows = rows.exclude(pk__in=heard.order_by().values(stands=stands))
        return rows

    def unvisited(self, days, on):
        """Held by somebody, and seen on no visit that may have been held in the last so many days, or on none at all."""
        custody = self.model._meta.get_field("custody_periods").related_model.objects.held()
        lists = self.model._meta.get_field("on_lists_of_visits").related_model.objects
        since = on - timedelta(days=days)
        lately = Q(visit__occurred_latest__gte=since) | Q(
            visit__occurred_latest=None, visit__occurred_earliest__isnull=False
        )
        seen = lists.filter(lately, seen="seen", visit__status__in=("held", "reported"))
        return self.filter(
            Exists(_of_this_person(custody)), ~Exists(seen.order_by().filter(stands=OuterRef("pk")))
        )


#: When one of several joined records is shown to fewer or more people, another may have to stand for them.
_STAND_ANEW = """
    UPDATE cases_person SET joined_into_id = NULLIF(stands.id, cases_person.id)
      FROM (SELECT id FROM cases_person
             WHERE COALESCE(NEW.joined_into_id, NEW.id) IN (id, joined_into_id)
             ORDER BY array_position(ARRAY['ordinary', 'restricted', 'strict'], confidentiality::text), id LIMIT 1) stands
     WHERE COALESCE(NEW.joined_into_id, NEW.id) IN (cases_person.id, cases_person.joined_into_id)
       AND cases_person.joined_into_id IS DISTINCT FROM NULLIF(stands.id, cases_person.id);
    RETURN NULL;
"""


@pgtrigger.register(
    pgtrigger.Trigger(
        name="stand_anew",
        operation=pgtrigger.UpdateOf("confidentiality"),
        when=pgtrigger.After,
        condition=pgtrigger.AnyChange("confidentiality"),
        func=_STAND_ANEW,
    )
)
@kept
class Person(Tracked):
    """One human being (GC III Art. 122, GC IV Art. 138); may be unnamed until a name is known.

    Records judged to be of one human being stay what they are; `joined_into` is the one that stands for them in counts
    and lists: of those that most people may see, the oldest. It is a cache of the judgements (`IdentityLink`).
    """

    kind = "person"
    caches = (*Tracked.caches, "joined_into")

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")
        OTHER = "other", _("other")

    name = models.CharField(
        max_length=300,
        blank=True,
        help_text=_("As written in its own script: family name, given name, father's name."),
    )
    latin_name = models.CharField(
        max_length=300, blank=True, help_text=_("The same in Latin letters, as on the passport.")
    )
    label = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("While no name is known: how we speak of the person, such as “unnamed, 3 of 6”."),
    )
    sort_key = models.CharField(max_length=200, editable=False, default="")
    father_name = models.CharField(max_length=100, blank=True, verbose_name=_("father's first name"))
    mother_maiden_name = models.CharField(max_length=100, blank=True, verbose_name=_("mother's maiden name"))
    born = UncertainDateField(verbose_name=_("born"), help_text=_("As precise as it is known, such as 1987."))
    birth_place = models.ForeignKey(
        "cases.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place of birth"),
    )
    sex = models.CharField(max_length=6, choices=Sex, blank=True)
    nationality = models.CharField(max_length=2, blank=True, help_text=_("Two letters, ISO 3166-1."))
    power_of_dependence = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("The state on which the person depends (GC III Art. 122)."),
    )  # fmt: skip
    rank = models.CharField(max_length=60, blank=True)
    service_number = models.CharField(
        max_length=40, blank=True, help_text=_("Army, regimental or personal number.")
    )
    last_residence = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.TextField(
        blank=True,
        verbose_name=_("person to be informed"),
        help_text=_("Name, relation and how to reach them."),
    )
    address = models.TextField(blank=True, verbose_name=_("address for correspondence"))
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="supersedes"
    )
    joined_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="joined",
        db_index=False,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(label=""),
                name="person_name_or_label",
                violation_error_message=_(
                    "Write a name, or how we speak of the person while no name is known."
                ),
            ),
            models.CheckConstraint(condition=~Q(joined_into=F("id")), name="person_joined_into_another"),
            *date_constraints("person", "planned", "born"),
        ]
        indexes = [
            *scoped_indexes("person", "created_at", "born_sort", "last_event_sort"),
            contested_index("person"),
            retention_index("person"),
            models.Index(fields=["office", "sort_key", "id"], name="person_sort_key_idx"),
            models.Index(
                fields=["joined_into"], condition=Q(joined_into__isnull=False), name="person_joined_into_idx"
            ),
            models.Index(STANDS, name="person_stands_idx"),
            models.Index(
                fields=["service_number"], condition=~Q(service_number=""), name="person_service_number_idx"
            ),
            models.Index(
                PlainNumber("service_number"),
                condition=~Q(service_number=""),
                name="person_service_plain_idx",
            ),
            GinIndex(OpClass(Upper("label"), name="gin_trgm_ops"), name="person_label_trgm"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="person_name_trgm"),
            GinIndex(OpClass(Upper("latin_name"), name="gin_trgm_ops"), name="person_latin_trgm"),
        ]

    def __str__(self):
        return self.name or self.label

    def make_sort_key(self):
        """Names where a reader expects them; those without a name after all names."""
        return text.sort_key(self.name) if self.name else f"{LAST}{text.sort_key(self.label)}"[:200]

    def save(self, *args, **kwargs):
        self.sort_key = self.make_sort_key()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("person", args=[self.reference])

    def clean(self):
        """A record without a name stands for nobody who has one, and nobody of that name stands for it."""
        super().clean()
        if self.pk and not self.name and Person.objects.one_with(self).exclude(pk=self.pk).exists():
            raise ValidationError(
                _("This record is one person with others: take the join back before you take the name out.")
            )

    @property
    def is_named(self):
        return bool(self.name)

    @property
    def is_erased(self):
        return not self.name and self.label == ERASED

    @property
    def awaits_name(self):
        """Is this a placeholder whom nobody named yet?"""
        return not self.name and not self.superseded_by_id and not self.is_erased

    @property
    def standing_key(self):
        """Which of several joined records stands for them: one that most people may see, then the oldest."""
        return Confidentiality.values.index(self.confidentiality), self.pk

    def description(self):
        """What can tell this person from another, for `cases.lib.matching`."""
        names = dict.fromkeys((self.name, self.latin_name, *(row.full for row in self.names.all())))
        return matching.Description(
            names=tuple(name for name in names if name),
            identifiers=tuple((row.scheme, row.value) for row in self.identifiers.all()),
            **{name: as_place(getattr(self, name)) for name in ("birth_place", "last_residence")},
            **{name: getattr(self, name) for name in _TELLING},
        )


_TELLING = ("born", "sex", "father_name", "mother_maiden_name", "nationality", "rank", "service_number")


def as_place(place):
    """A place for `cases.lib.matching`."""
    return matching.Place(str(place), place.ancestry) if place else None


class _DateRange(Func):
    """A range of days; it stands here because the first migration names it here."""

    function = "DATERANGE"
    output_field = DateRangeField()
