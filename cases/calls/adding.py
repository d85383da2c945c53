"""Record a family call: from a person, a case or a hit of the search, with what the last call left."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import lookup
from cases.actions import Refused, calls
from cases.calls.family import log_url, told
from cases.calls.forms import CallForm
from cases.generic import RecordForm
from cases.guarded import is_kept_from, person_of
from cases.models import FamilyCall, Person
from cases.shown.flags import flags_about
from cases.shown.timeline import show_day

LAST = 3


def last_calls(about, user):
    """The last calls about a record, the latest first."""
    calls = FamilyCall.objects.visible_to(user).live().with_event()
    return calls.filter(**{f"event__{about.kind}": about.pk}).order_by("-occurred_sort", "-pk")[:LAST]


class CallAdd(RecordForm):
    """One event in seconds: who it is about and who called last stand there already; our office is the evidence."""

    action = "record_event"
    form_class = CallForm
    template_name = "calls/add.html"
    title = gettext_lazy("Family call")

    @cached_property
    def about(self):
        """Whom the address, or what was typed, names; None for nobody, or somebody who may not be seen."""
        typed = self.request.POST.get("about", "") or self.request.GET.get("about", "")
        found = lookup.resolve(lookup.RECORD, typed[:400], self.request.user) if typed else []
        return found[0] if len(found) == 1 and found[0].kind in calls.KINDS else None

    @cached_property
    def last(self):
        return calls.last_call(self.about, self.request.user) if self.about else None

    def get_form_kwargs(self):
        kwargs = {"due": calls.due_calls(self.about) if self.about else ()}
        return kwargs | {"initial": self.initial()}

    def initial(self):
        if self.about is None:
            return {}
        values = {"about": lookup.value_of(self.about)}
        if self.last and not is_kept_from(self.request.user, person_of(self.about)):
            values |= {"who": self.who_called(), "relationship": self.last.relationship}
            values |= {"contact": self.last.contact, "way": self.last.way or "telephone"}
        return values

    def who_called(self):
        """Who called last, for the field; somebody on record whom this user may not see is not named."""
        if self.last.caller_id is None:
            return self.last.caller_name
        seen = Person.objects.visible_to(self.request.user).filter(pk=self.last.caller_id).first()
        return lookup.value_of(seen) if seen else ""

    def save(self, form):
        try:
            self.call = calls.record_call(by=self.request.user, **form.facts())
        except Refused as refused:
            form.refuse(refused)
            return None
        return self.call

    def saved_words(self, record):
        if day := record.next_call_on:
            return _("The call is recorded, and the next call is due on %(day)s.") % {"day": show_day(day)}
        return _("The call is recorded.")

    def cancel_url(self):
        return self.about.get_absolute_url() if self.about else reverse("calls")

    def crumbs(self):
        crumbs = [{"label": _("Family calls"), "url": reverse("calls")}]
        if self.about:
            crumbs = [{"label": self.about.reference, "url": self.about.get_absolute_url()}]
        return [*crumbs, {"label": self.title, "url": ""}]

    def show(self, form, status=200):
        about, user = self.about, self.request.user
        context = {
            "form": form, "title": self.title, "crumbs": self.crumbs(), "cancel_url": self.cancel_url(), "about": about,
            "flags": flags_about(about, user, timezone.localdate()) if about else [],
            "calls": told(last_calls(about, user), user) if about else [], "log_url": log_url(about) if about else "",
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)
