"""Letters in a series: what they share is kept, what differs is typed, Enter saves and begins the next."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.generic import RecordAdd
from cases.mail.forms import CorrespondenceForm
from cases.mail.views import Begun
from cases.models import Correspondence

#: What stays for the next letter, in the order of the form; the rest is what differs.
KEPT = ("person", "type", "direction", "received", "consignment", "parcel", "language", "confidentiality")
SHOWN = 10


class SeriesForm(CorrespondenceForm):
    """The least that one letter of a series needs; the whole form is on the page of each."""

    class Meta(CorrespondenceForm.Meta):
        fields = (*KEPT, "correspondent", "written")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = "correspondent" if self.initial.get("person") or self["person"].value() else "person"
        self.fields[first].widget.attrs["autofocus"] = True


class LetterSeries(Begun, RecordAdd):
    """Each saved letter leads back to the form with what is kept, and stands in the list beside it."""

    form_class = SeriesForm
    template_name = "mail/series.html"
    title = gettext_lazy("Letters in a series")
    list_url, list_label = "correspondence_list", gettext_lazy("Correspondence")
    begun_with = KEPT

    def post(self, request, **kwargs):
        answer = super().post(request, **kwargs)
        if answer.status_code != 302:
            return answer
        kept = {name: request.POST[name][:400] for name in KEPT if request.POST.get(name)}
        return HttpResponseRedirect(f"{reverse('letter_series')}?{urlencode(kept)}")

    def saved_words(self, letter):
        return _("%(reference)s is saved: %(letter)s.") % {"reference": letter.reference, "letter": letter}

    def show(self, form, status=200):
        """The form, and the letters that this person registered last."""
        mine = Correspondence.objects.visible_to(self.request.user).filter(created_by=self.request.user)
        kept, differs = [form[name] for name in KEPT], [form["correspondent"], form["written"]]
        goes_on = bool(form["person"].value())
        context = {
            "form": form, "title": self.title, "crumbs": self.crumbs(), "cancel_url": self.cancel_url(),
            "first": differs if goes_on else [*kept, *differs], "then": kept if goes_on else [],
            "last": mine.select_related("person").order_by("-created_at", "-pk")[:SHOWN],
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)


letters = LetterSeries.as_view()
