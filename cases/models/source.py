"""Sources and statements: where a fact was read, and who said it (D1)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Now
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only
from cases.models.base import Record, RecordQuerySet, scoped_indexes, words_index
from cases.models.event import Recorded
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.words import WordsField, matching


def _number_of(model, name, column):
    """How many rows of the reverse relation `name` a row has, as a subquery that counts only what is shown."""
    rows = model._meta.get_field(name).related_model.objects.filter(**{column: models.OuterRef("pk")})
    counted = rows.order_by().values(column).annotate(n=models.Count("pk")).values("n")
    return Coalesce(models.Subquery(counted), 0)


class SourceQuerySet(RecordQuerySet):
    def relaying(self, source):
        """Sources that quote this one."""
        return self.filter(relayed_from=source)

    def published_within(self, start, end, *, certainly=False):
        return self.dated_within("published", start, end, certainly=certainly)

    def counted(self):
        """Each with `statement_count`."""
        return self.annotate(statement_count=_number_of(self.model, "statements", "source"))


class Source(Record):
    """A publication, a page, a letter, a call: one place in which something was said. Insert-only.

    `reliability` and `withdrawn` are caches of its assessments, written by `cases.actions.evidence` alone.
    """

    kind = "source"
    caches = ("reliability", "withdrawn")

    class Kind(models.TextChoices):
        WEB_PAGE = "web_page", _("Web page")
        ARTICLE = "article", _("Press article")
        AGENCY = "agency", _("News agency report")
        OFFICIAL = "official", _("Official publication")
        SOCIAL = "social", _("Social media post")
        LETTER = "letter", _("Letter")
        CALL = "call", _("Telephone call")
        FORM = "form", _("Form or list")
        OWN = "own", _("Our own work")

    class Reliability(models.TextChoices):
        """The HURIDOCS scale of source reliability."""

        HIGHLY_RELIABLE = "highly_reliable", _("Highly reliable")
        RELIABLE = "reliable", _("Reliable")
        UNRELIABLE = "unreliable", _("Unreliable")
        HIGHLY_UNRELIABLE = "highly_unreliable", _("Highly unreliable")
        UNKNOWN = "unknown", _("Unknown")

    publisher = models.ForeignKey("cases.Actor", on_delete=models.PROTECT, related_name="publications")
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True)
    type = models.CharField(max_length=10, choices=Kind, verbose_name=_("kind"))
    language = models.CharField(
        max_length=10, blank=True, help_text=_("Language code, such as en, uk or ru.")
    )
    published = UncertainDateField()
    retrieved_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(
        max_length=64, blank=True, verbose_name="SHA-256", help_text=_("Digest of the stored copy.")
    )
    relayed_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="relays",
        help_text=_("The source that this one quotes: five outlets quoting one agency are one origin."),
    )  # fmt: skip
    reliability = models.CharField(max_length=17, choices=Reliability, default=Reliability.UNKNOWN)
    withdrawn = models.BooleanField(
        default=False, editable=False, help_text=_("What was taken from it no longer counts.")
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "url"],
                condition=~Q(url=""),
                name="source_url_once",
                violation_error_message=_("This address is recorded already: use that source."),
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="source_sha256_is_hexadecimal",
                violation_error_message=_("A SHA-256 digest has 64 hexadecimal digits."),
            ),
            models.CheckConstraint(
                condition=Q(relayed_from__isnull=True) | ~Q(relayed_from=models.F("id")),
                name="source_not_from_itself",
                violation_error_message=_("A source does not quote itself: choose the one that it quotes."),
            ),
            *date_constraints("source", "published"),
        ]
        indexes = [*scoped_indexes("source", "published_sort", "title"), words_index("source", "title")]
        triggers = append_only(but=("office", "confidentiality", "reliability", "withdrawn"))

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("source", args=[self.reference])

    @property
    def origin(self):
        """The first source of the chain that this one relays."""
        source, seen = self, set()
        while source.relayed_from_id and source.pk not in seen:
            seen.add(source.pk)
            source = source.relayed_from
        return source


class SourceAssessment(Recorded):
    """What a person judged of a source, with the reason: how reliable it is, or that it no longer counts. Insert-only.

    A withdrawn source stays with all that was taken from it, marked; its claims no longer count (principle 4).
    """

    class Kind(models.TextChoices):
        RATED = "rated", _("rated")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESTORED = "restored", _("restored")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=9, choices=Kind)
    reliability = models.CharField(
        max_length=17, choices=Source.Reliability, blank=True, default="",
        help_text=_("The HURIDOCS scale of source reliability."),
    )  # fmt: skip
    reason = models.TextField(help_text=_("Why; it is shown on the page of the source."))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="sourceassessment_has_reason",
                violation_error_message=_("Write why: it is shown on the page of the source."),
            ),
            models.CheckConstraint(
                condition=Q(kind="rated", reliability__gt="") | (~Q(kind="rated") & Q(reliability="")),
                name="sourceassessment_rating_is_a_rating",
                violation_error_message=_("Choose how reliable the source is."),
            ),
        ]
        ordering = (F("sequence"),)
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.get_kind_display()}: {self.source}"


class StoredCopy(models.Model):
    """The copy of a source that we keep, byte for byte as it was retrieved; its digest is checked by the database."""

    LARGEST = 10 * 1024 * 1024  # bytes

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="stored_copy")
    content = models.BinaryField(help_text=_("The file, as it was retrieved."))
    sha256 = models.CharField(max_length=64, verbose_name="SHA-256")
    media_type = models.CharField(max_length=100, help_text=_("By its content, such as application/pdf."))
    taken_out = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Its content was taken out by two people; the digest stays."),
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name_plural = "stored copies"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_out=True, content=b"")
                | Q(taken_out=False)
                & Exact(
                    Func(
                        Func(F("content"), function="sha256", output_field=models.BinaryField()),
                        Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    ),
                    F("sha256"),
                ),
                name="storedcopy_has_its_digest",
            ),
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.source} ({self.media_type})"


class StatementQuerySet(RecordQuerySet):
    def with_source(self):
        return self.select_related("source__publisher", "speaker__party")

    def said_within(self, start, end, *, certainly=False):
        return self.dated_within("said", start, end, certainly=certainly)

    def just_recorded(self, by, minutes):
        """What this person recorded in the last minutes."""
        return self.filter(created_by=by, created_at__gt=Now() - timedelta(minutes=minutes))

    def published_within(self, start, end, *, certainly=False):
        return self.dated_within("source__published", start, end, certainly=certainly)

    def saying(self, text):
        """Statements with these words, in any of their forms, in our words or in the quoted ones; raises `NoWord`."""
        return self.filter(matching(text))

    def with_claims(self, some=True):
        """Statements on which claims rest, or none do."""
        return self.filter(self._claims() if some else ~self._claims())

    def with_claims_about(self, kind):
        """Statements on which a claim about a record of a kind rests."""
        return self.filter(self._claims(**{f"{kind}__isnull": False}))

    def contested(self, some=True):
        """Statements of which a claim that counts is in an open disagreement, or none is."""
        contested = self._claims("live", thread__open=True)
        return self.filter(contested if some else ~contested)

    def _claims(self, *questions, **facts):
        rows = self.model._meta.get_field("claims").related_model.objects.filter(**facts)
        for question in questions:
            rows = getattr(rows, question)()
        return models.Exists(rows.filter(statement=models.OuterRef("pk")))

    def counted(self):
        """Each with `claim_count`, and `contested_count`: in how many open disagreements its claims are."""
        claims = self.model._meta.get_field("claims").related_model.objects.live()
        contested = claims.filter(statement=models.OuterRef("pk"), thread__open=True).order_by()
        number = contested.values("statement").annotate(n=models.Count("thread", distinct=True)).values("n")
        return self.annotate(
            claim_count=_number_of(self.model, "claims", "statement"),
            contested_count=Coalesce(models.Subquery(number), 0),
        )


class Statement(Record):
    """What one speaker said in one source, in our own words with the few decisive words verbatim. Insert-only."""

    kind = "statement"
    speaks_of = ("source",)

    class Modality(models.TextChoices):
        ASSERTED = "asserted", _("states")
        PLANNED = "planned", _("plans or announces")
        DENIED = "denied", _("denies")
        ALLEGED = "alleged", _("alleges of another")
        RENDERED = "rendered", _("as rendered by a translation or rewrite")
        DERIVED = "derived", _("derived by us")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="statements")
    speaker = models.ForeignKey("cases.Actor", on_delete=models.PROTECT, related_name="statements")
    said = UncertainDateField(verbose_name=_("said on"))
    modality = models.CharField(max_length=8, choices=Modality, default=Modality.ASSERTED)
    text = models.TextField(help_text=_("What it says, in our own words."))
    quote = models.CharField(max_length=300, blank=True, help_text=_("The few decisive words, verbatim."))
    language = models.CharField(max_length=10, blank=True, help_text=_("Language of the quoted words."))
    parts = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="derivations",
        help_text=_("The statements from which a derived one follows (D37)."),
    )  # fmt: skip

    words = WordsField("text", "quote")

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="statement_has_words",
                violation_error_message=_("Write what was said."),
            ),
            *date_constraints("statement", "said"),
        ]
        indexes = [
            *scoped_indexes("statement", "said_sort"),
            models.Index(fields=["office", "-id"], name="statement_recorded_idx"),
            GinIndex(fields=["words"], name="statement_words_idx", fastupdate=False),
        ]
        triggers = append_only(but=("office", "confidentiality", "words"))

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        return reverse("statement", args=[self.reference])

    @property
    def is_second_hand(self):
        """In words that are not the speaker's: rendered by somebody, or derived by us."""
        return self.modality in {self.Modality.RENDERED, self.Modality.DERIVED}

    @property
    def is_derived(self):
        return self.modality == self.Modality.DERIVED
