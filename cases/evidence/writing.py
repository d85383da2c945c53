"""Recording a source by itself, and one more claim of a statement that is on record."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import lookup
from cases.actions import entry, evidence
from cases.evidence.claim_form import ClaimForm, stands_as
from cases.evidence.forms import SourceForm
from cases.evidence.insert import Insert
from cases.models import Aspect, Statement


class SourceAdd(Insert):
    form_class = SourceForm
    template_name = "evidence/source_add.html"
    title = gettext_lazy("Record a source")
    list_url, list_label = "sources", gettext_lazy("Sources")

    def get_form_kwargs(self):
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def insert(self, form):
        user = self.request.user
        return entry.new_source(
            office=user.office, by=user, form_key=form.cleaned_data["form_key"], **form.facts()
        )

    def saved_words(self, record):
        if str(record.form_key) != self.request.POST.get("form_key"):
            return _("This address was recorded before: here is that source.")
        return super().saved_words(record)


class ClaimAdd(Insert):
    """One claim of a statement; the page of the statement shows it."""

    form_class = ClaimForm
    template_name = "evidence/claim_add.html"
    title = gettext_lazy("Record a claim")
    list_url, list_label = "statements", gettext_lazy("Statements")

    @cached_property
    def statement(self):
        rows = Statement.objects.visible_to(self.request.user).with_source()
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    def get_form_kwargs(self):
        asked = {name: self.request.GET.get(name, "")[:400] for name in ("about", "aspect")}
        found = lookup.resolve(lookup.RECORD, asked["about"], self.request.user) if asked["about"] else []
        if len(found) == 1:
            asked["about"] = lookup.value_of(found[0])
        return {"statement": self.statement, "initial": asked}

    def post(self, request, **kwargs):
        if "show" in request.POST:
            typed = self.get_form(request.POST).typed()
            form = ClaimForm(user=request.user, statement=self.statement, initial=typed)
            form.begin_here()
            return self.show(form)
        return super().post(request, **kwargs)

    def insert(self, form):
        self.form = form
        facts = form.facts()
        evidence.record_claim(
            statement=self.statement, by=self.request.user, form_key=form.cleaned_data["form_key"], **facts
        )
        return self.statement

    def made_already(self, form_key):
        """The action knows: a claim has no page of its own to go to."""

    def saved_words(self, record):
        facts = self.form.facts()
        words = _("The claim is recorded.")
        if facts["aspect"] != Aspect.POSITION:
            return words
        return f"{words} {stands_as(self.statement, facts.get('party'), facts.get('actor'))}"

    def show(self, form, status=200):
        form.statement_on_record = self.statement
        return super().show(form, status)

    def cancel_url(self):
        return self.statement.get_absolute_url()

    def crumbs(self):
        return [
            {"label": self.list_label, "url": reverse(self.list_url)},
            {"label": self.statement.reference, "url": self.cancel_url()},
            {"label": self.title, "url": ""},
        ]
