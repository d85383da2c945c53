"""Recording a statement in one pass: sent once, recorded whole or not at all."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import lookup
from cases.actions import entry
from cases.evidence.entry_form import EntryForm
from cases.evidence.insert import Insert

TURNS = ("show", "add", "remove")  # buttons that only show the form again


class EntryAdd(Insert):
    """Record a statement; `source`, `about` and `aspect` in the address fill in what the page one comes from knows."""

    form_class = EntryForm
    template_name = "evidence/entry.html"
    title = gettext_lazy("Record a statement")
    list_url, list_label = "statements", gettext_lazy("Statements")

    def get_form_kwargs(self):
        if self.request.method == "POST":
            return {"files": self.request.FILES}
        asked = {name: self.request.GET.get(name, "")[:400] for name in ("source", "about", "aspect")}
        for name, kind in (("source", "source"), ("about", lookup.RECORD)):
            found = lookup.resolve(kind, asked[name], self.request.user) if asked[name] else []
            asked[name] = lookup.value_of(found[0]) if len(found) == 1 else asked[name]
        source = asked.pop("source")
        return {"initial": {"source": source} if source else {}, "claims": [asked]}

    def post(self, request, **kwargs):
        if {*TURNS} & {*request.POST}:
            form = self.get_form(request.POST)
            show, remove = request.POST.get("show"), request.POST.get("remove", "")
            return self.show(form.reopened(show=show, add="add" in request.POST, remove=remove))
        if again := self.made_already(request.POST.get("form_key", "")):
            messages.info(request, _("This form was sent before: here is what it recorded, once."))
            return HttpResponseRedirect(again.get_absolute_url())
        return super().post(request, **kwargs)

    def insert(self, form):
        self.form = form
        user = self.request.user
        return entry.record_entry(
            office=user.office, by=user, form_key=form.cleaned_data["form_key"], **form.entry()
        )

    def saved_words(self, record):
        number = len(self.form.filled)
        claims = ngettext("with %(number)s claim", "with %(number)s claims", number) % {"number": number}
        said = [_("Recorded: %(reference)s, %(claims)s.") % {"reference": record.reference, "claims": claims}]
        if self.form.leaves_aside:
            said.append(
                _("The source on record is used as it is; what was typed about a new one is left aside.")
            )
        return " ".join([*said, *self.form.standings()])
