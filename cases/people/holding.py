"""Holding what concerns a person, for a reason that its owner alone sees; others meet one sentence, whatever holds (D38)."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import Allowed
from cases.actions import holds
from cases.forms import ForUser, Keyed
from cases.generic.visible import Visible
from cases.models import Person, PersonHold
from cases.people.death import _OfPerson


class HoldForm(ForUser, Keyed):
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Seen by you alone. Colleagues are told to ask you, and not why."),
    )  # fmt: skip


class HoldAdd(_OfPerson):
    """Hold mail, labels and exports of the person; refused, with the sentence of all holds, where somebody holds them."""

    title = gettext_lazy("Hold mail and exports")

    def get_form(self, data=None):
        return HoldForm(data, user=self.request.user)

    def warning(self):
        return _("Until you end it, nothing that goes to the person leaves the house, and exports carry only the reference. "
                 "For an address in doubt, a family that asked to wait, a danger, or any other reason.")  # fmt: skip

    def do(self, form):
        facts = {name: form.cleaned_data[name] for name in ("reason", "form_key")}
        holds.hold(person=self.record, by=self.request.user, **facts)


class HoldEnd(Allowed, Visible, View):
    """End a hold of one's own; for everybody else there is none."""

    action = "record_event"
    model = Person
    http_method_names = ("post",)

    def post(self, request, reference):
        mine = own_holds(self.record, request.user)
        if not mine:
            raise Http404
        holds.end(hold=mine[0], by=request.user)
        messages.success(request, _("You hold nothing of this person any more."))
        return HttpResponseRedirect(self.record.get_absolute_url())


class TakeOverForm(ForUser, Keyed):
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the auditor: that their owner has left, or may not see the person any more."),
    )  # fmt: skip


class HoldTakeOver(_OfPerson):
    """Take over what somebody holds who can do nothing about it any more; where nobody does, the person's page says so."""

    action = "take_over"
    title = gettext_lazy("Take over what is held")
    button = gettext_lazy("Take over")
    done = gettext_lazy("You own it now: this page shows you what it is.")

    def get(self, request, **kwargs):
        if not holds.left_behind(self.record):
            messages.info(request, _("Nothing is held here by somebody who can end it no more."))
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(request, **kwargs)

    def get_form(self, data=None):
        return TakeOverForm(data, user=self.request.user)

    def warning(self):
        return _("Whoever held mail, labels and exports of the person can end it no more. Take it over if you are the one "
                 "who decides from now on: then you alone see why it is held.")  # fmt: skip

    def do(self, form):
        holds.take_over(person=self.record, reason=form.cleaned_data["reason"], by=self.request.user)


def own_holds(person, user):
    """What this user holds of a person, on each of the joined records; nothing for everybody else."""
    return list(PersonHold.objects.of(person).in_force().visible_to(user).select_related("person"))
