"""Adding a follow-up to any record, saying what came of one, and changing one that is open."""

import uuid

import pghistory
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import lookup
from cases.access import can
from cases.actions import Refused, followups
from cases.generic import RecordEdit, RecordForm, Visible
from cases.guarded import glass, is_kept_about
from cases.models import FollowUp
from cases.shown.changes import changes
from cases.shown.followups import asks_for, words
from cases.work.forms import FinishForm, FollowUpEditForm, FollowUpForm, in_a_week

LIST = {"list_url": "follow_ups", "list_label": gettext_lazy("Follow-ups")}


class FollowUpAdd(RecordForm):
    """`about` in the address says of which record."""

    action = "add"
    form_class = FollowUpForm
    title = gettext_lazy("Add a follow-up")
    list_url, list_label = LIST["list_url"], LIST["list_label"]

    def get_form_kwargs(self):
        asked = self.request.GET.get("about", "")[:400]
        found = lookup.resolve(lookup.RECORD, asked, self.request.user) if asked else []
        about = lookup.value_of(found[0]) if len(found) == 1 else asked
        return {
            "initial": {
                "about": about,
                "due_on": in_a_week(),
                "owner": lookup.value_of(self.request.user),
                "text": self.request.GET.get("text", "")[:300],
            }
        }

    def made_already(self, form_key):
        try:
            key = uuid.UUID(form_key)
        except ValueError:
            return None
        return FollowUp.objects.filter(form_key=key, created_by=self.request.user).first()

    def save(self, form):
        return followups.add_follow_up(by=self.request.user, **form.cleaned_data)

    def saved_words(self, record):
        return _("The follow-up is added.")


class Open(Visible):
    """A follow-up that the user may see and that is to be done: what is done is not changed any more."""

    model = FollowUp

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "event").with_about()

    def dispatch(self, request, *args, **kwargs):
        """What is to be done about somebody whom others look after is theirs to read, unless it is given to this user."""
        user = request.user
        if can(user, self.action) and self.record.owner_id != user.pk and is_kept_about(user, self.record):
            return HttpResponseRedirect(glass(self.record.about))
        return super().dispatch(request, *args, **kwargs)

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        about = self.record.about
        return [
            {"label": _("Follow-ups"), "url": reverse("follow_ups")},
            {"label": about.reference, "url": about.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]

    def show(self, form, status=200):
        row, user = self.record, self.request.user
        context = {
            "form": form, "title": self.title, "crumbs": self.crumbs(), "cancel_url": self.cancel_url(),
            "row": row, "about": row.about, "asks_for": asks_for(row), "words": words(row),
            "history": changes(row, user), "done": row.done_at is not None, "button": self.button,
            "answer_url": self.answer_url() if row.origin == FollowUp.Origin.ANSWER_DUE else "",
        }  # fmt: skip
        return render(self.request, "work/follow_up.html", context, status=status)

    def answer_url(self):
        return f"{reverse('record_event', args=[self.record.about.reference])}?type=answered"


class FollowUpFinish(Open, RecordForm):
    """Say what came of it, and what next; sent twice, it is done once."""

    action = "change"
    form_class = FinishForm
    title = gettext_lazy("Finish a follow-up")
    button = gettext_lazy("Done")

    def get(self, request, **kwargs):
        if self.record.origin == FollowUp.Origin.ANSWER_DUE and not self.record.done_at:
            return HttpResponseRedirect(self.answer_url())
        return super().get(request, **kwargs)

    def get_form_kwargs(self):
        return {"initial": {"next_owner": self.record.owner_id}}

    def save(self, form):
        try:
            return followups.finish(
                follow_up=self.record, outcome=form.cleaned_data["outcome"], by=self.request.user, then=form.then(),
                form_key=form.cleaned_data["form_key"],
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
            return None

    def saved_words(self, record):
        return _("Done. It stays in the timeline of the record.")


class FollowUpEdit(Open, RecordEdit):
    form_class = FollowUpEditForm
    title = gettext_lazy("Change a follow-up")
    button = gettext_lazy("Save")

    def post(self, request, **kwargs):
        if self.record.done_at:
            raise Http404
        return super().post(request, **kwargs)

    def save(self, form):
        with pghistory.context(reason=form.cleaned_data["reason"]):
            return form.save()

    def saved_words(self, record):
        return _("The follow-up is changed.")
