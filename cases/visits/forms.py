"""Recording and changing visits."""

from django.utils.translation import gettext_lazy as _

from cases.forms import RecordModelForm
from cases.models import Visit


class VisitForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Visit
        fields = (
            "title", "type", "basis", "agreement", "holding_party", "visitor", "place", "visited",
            "confidentiality", "owner", "retention_until",
        )  # fmt: skip
        labels = {
            "title": _("What"),
            "basis": _("Legal basis"),
            "holding_party": _("Held by"),
            "visited": _("People visited"),
            "retention_until": _("Keep until"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unseen = []
        if self.instance.pk:
            visited, seen = self.instance.visited.all(), self.instance.visited.visible_to(self.user)
            self.initial["visited"] = list(seen.order_by("sort_key", "pk"))
            self.unseen = list(visited.exclude(pk__in=seen.values("pk")))

    def clean_visited(self):
        """Those whom the user may not see stay visited."""
        return [*self.cleaned_data["visited"], *self.unseen]
