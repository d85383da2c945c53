"""The files of documents: bytes in the database, so that one backup has them and any process can serve them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only
from cases.models.work import Document


class DocumentFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of the documents that the user may see, whose records the user may see."""
        return self.filter(document__in=Document.objects.visible_to(user).order_by().values("pk"))

    def there(self):
        """Files whose bytes were not taken out."""
        return self.filter(taken_out=False)


class DocumentFile(models.Model):
    """The file of a document, as it is kept: a picture drawn anew, of its points alone (R30). Insert-only.

    Its bytes go when the document is erased; the digests stay.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField(help_text=_("The file as it is kept; empty once it is taken out."))
    sha256 = models.CharField(max_length=64, verbose_name="SHA-256")
    received_sha256 = models.CharField(
        max_length=64,
        verbose_name=_("SHA-256 as received"),
        help_text=_("Before the picture was drawn anew."),
    )
    media_type = models.CharField(max_length=100, verbose_name=_("media type"))
    size = models.PositiveIntegerField(verbose_name=_("size"), help_text=_("In bytes."))
    taken_out = models.BooleanField(default=False, editable=False, verbose_name=_("taken out"))
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False,
    )  # fmt: skip

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
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
                name="documentfile_has_its_digest",
                violation_error_message=_("The digest of a file is that of its content."),
            ),
            models.CheckConstraint(
                condition=Q(taken_out=True) | Q(size__gt=0),
                name="documentfile_is_not_empty",
                violation_error_message=_("The file is empty."),
            ),
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.document} ({self.media_type})"
