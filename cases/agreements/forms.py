"""Recording agreements and what each party undertook."""

from django.utils.translation import gettext_lazy as _

from cases.forms import RecordModelForm
from cases.models import Agreement, Undertaking


class AgreementForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Agreement
        fields = (
            "title",
            "description",
            "concluded",
            "made_by",
            "confidentiality",
            "owner",
            "retention_until",
        )


class UndertakingForm(RecordModelForm):
    """What one party undertook; each side of a mutual undertaking is a record of its own."""

    class Meta(RecordModelForm.Meta):
        model = Undertaking
        fields = (
            "party",
            "text",
            "quantity",
            "population",
            "due",
            "statement",
            "confidentiality",
            "owner",
            "retention_until",
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("quantity") is not None and not cleaned.get("population"):
            self.add_error("population", _("Say of whom or what: a number alone can be read two ways."))
        return cleaned
