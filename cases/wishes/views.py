"""Recording the wish of a case or an evacuee, on a form of its own."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused
from cases.generic.forms import RecordForm
from cases.generic.visible import Visible
from cases.guarded import KEPT, kept_from
from cases.models import Evacuee, RepatriationCase
from cases.shown.wishes import wishes_of
from cases.wishes.forms import WishForm


class WishAdd(Visible, RecordForm):
    """What somebody wishes, how it was expressed, who heard it and who was present."""

    action = "record_event"
    form_class = WishForm
    template_name = "wishes/wish.html"
    title = gettext_lazy("Record a wish")

    def get_queryset(self):
        return super().get_queryset().select_related("person")

    def get_form_kwargs(self):
        return {"record": self.record, "initial": {"person": self.request.GET.get("person", "")[:40]}}

    def save(self, form):
        try:
            form.save()
        except Refused as refused:
            form.refuse(refused)
            return None
        return self.record

    def wishes(self):
        """Those recorded before: how and before whom is not for those from whom the person is kept."""
        record, user = self.record, self.request.user
        keeps = KEPT if record.person_id and kept_from(user, [record.person_id]) else ""
        return wishes_of(record, user, keeps=str(keeps), kept_from=kept_from, kept=str(KEPT))

    def saved_words(self, record):
        return _("The wish is recorded.")

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [
            {"label": self.list_label, "url": reverse(self.list_url)},
            {"label": self.record.reference, "url": self.record.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]

    def show(self, form, status=200):
        context = {
            "form": form, "title": self.title, "crumbs": self.crumbs(), "cancel_url": self.cancel_url(),
            "record": self.record, "wishes": self.wishes(),
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)


class CaseWish(WishAdd):
    model = RepatriationCase
    list_url, list_label = "repatriation_cases", gettext_lazy("Repatriation cases")


class EvacueeWish(WishAdd):
    model = Evacuee
    list_url, list_label = "evacuees", gettext_lazy("Evacuated people")

    def get_queryset(self):
        return super().get_queryset().select_related("evacuation")
