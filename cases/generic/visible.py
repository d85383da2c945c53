"""One record by its reference, among those that the user may see."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property


class Visible:
    """One record by its reference, among those that the user may see; 404 for all others."""

    model = None
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    @cached_property
    def record(self):
        found = get_object_or_404(self.get_queryset(), reference=self.kwargs["reference"])
        self.request.seen_record = found  # the read log says which record the page was of (D35)
        return found
