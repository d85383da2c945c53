"""Recording where somebody looked for news of a record, whatever was found."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import lookup
from cases.access import can
from cases.actions import Refused, searches
from cases.forms import ForUser, Keyed
from cases.generic.forms import RecordForm
from cases.models import NewsSearch, Party
from cases.shown.positions import last_searches, searched

LANGUAGES = "uk, ru, en"


class SearchForm(ForUser, Keyed):
    """For whose statement somebody looked, where, in which languages, and whether there was anything."""

    party = forms.ModelChoiceField(
        Party.objects.all(), label=gettext_lazy("Whose own statement was looked for"), required=False,
        empty_label=gettext_lazy("nobody’s in particular"),
    )  # fmt: skip
    on = forms.DateField(
        label=gettext_lazy("Day of the search"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"}),
        error_messages={"invalid": gettext_lazy("Write the day as year, month and day, such as 2027-01-31.")},
    )  # fmt: skip
    languages = forms.CharField(
        label=gettext_lazy("Languages"), max_length=60, widget=forms.TextInput(attrs={"class": "w10"}),
        help_text=gettext_lazy("Codes, such as uk, ru, en."),
        error_messages={"required": gettext_lazy("Write in which languages you searched, such as uk, ru, en.")},
    )  # fmt: skip
    looked_at = forms.CharField(
        label=gettext_lazy("Sources looked at"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One on each line: publishers, pages, registers."),
        error_messages={"required": gettext_lazy("Write in which sources you looked, one on each line.")},
    )  # fmt: skip
    found = forms.ChoiceField(
        label=gettext_lazy("What was found"), choices=NewsSearch.Found.choices, widget=forms.RadioSelect,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    field_order = ["party", "on", "looked_at", "languages", "found", "note", "form_key"]


class SearchAdd(RecordForm):
    """Record a search for news of a record; the last one's sources stand there already."""

    action = "record_event"
    form_class = SearchForm
    template_name = "evidence/search.html"
    title = gettext_lazy("Record a search for news")

    @cached_property
    def record(self):
        record = lookup.any_record(self.request.user, self.kwargs["reference"])
        if record is None:
            raise Http404
        return record

    @cached_property
    def earlier(self):
        """The last searches for each party, the latest first."""
        made = last_searches(self.record).values()
        return sorted(made, key=lambda search: (search.event.occurred_sort, search.event_id), reverse=True)

    def get_form_kwargs(self):
        code = self.request.GET.get("party", "")[:8]
        party = Party.objects.filter(code=code).first() if code.isalpha() else None
        last = next((search for search in self.earlier if party and search.party_id == party.pk), None)
        last = last or next(iter(self.earlier), None)
        initial = {
            "party": party, "on": timezone.localdate(), "languages": last.languages if last else LANGUAGES,
            "looked_at": last.looked_at if last else "",
        }  # fmt: skip
        return {"initial": initial}

    def save(self, form):
        cleaned = form.cleaned_data
        try:
            self.search = searches.record_search(record=self.record, by=self.request.user, **cleaned)
        except Refused as refused:
            form.refuse(refused)
            return None
        return self.record

    def saved_words(self, record):
        words = _("The search is recorded.")
        if self.search.found == NewsSearch.Found.NOTHING or not can(self.request.user, "add"):
            return words
        url = f"{reverse('statement_add')}?about={record.reference}"
        return format_html('{} <a href="{}">{}</a>', words, url, _("Record what was said"))

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [
            {"label": self.record.reference, "url": self.record.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]

    def show(self, form, status=200):
        context = {
            "form": form, "title": self.title, "crumbs": self.crumbs(), "cancel_url": self.cancel_url(),
            "record": self.record, "earlier": [searched(search) for search in self.earlier],
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)
