"""The page of something that takes two people in staff: what is asked, the second person's answer, and the link that follows."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from cases.access import can, demand
from cases.actions import Refused
from cases.actions.inviting import second_people
from cases.staff.forms import DecisionForm
from cases.staff.seen import seen


class Decision(View):
    """What one person asked for; another than they answers here."""

    model = None
    template_name = ""

    def dispatch(self, request, *args, **kwargs):
        demand(request.user, "decide_staff" if request.method == "POST" else "see_staff")
        self.asked = seen(self.model, request.user, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, pk):
        return self.show(DecisionForm(user=request.user))

    def post(self, request, pk):
        form = DecisionForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                self.decide(form.cleaned_data["answer"] == "allow", form.cleaned_data["reason"])
                return HttpResponseRedirect(self.asked.get_absolute_url())
            except Refused as refused:
                form.refuse(refused)
        return self.show(form, status=422)

    def may_decide(self):
        user = self.request.user
        second = second_people(self.asked.office).exclude(pk=self.asked.asked_by_id)
        return self.asked.waits and can(user, "decide_staff") and second.filter(pk=user.pk).exists()

    def show(self, form, status=200):
        context = {
            "title": str(self.asked),
            "asked": self.asked,
            "form": form if self.may_decide() or form.is_bound else None,
            "mine": self.asked.asked_by_id == self.request.user.pk,
            "crumbs": [
                {"label": _("Staff"), "url": reverse("admin:cases_user_changelist")},
                {"label": str(self.asked), "url": ""},
            ],
        }
        return render(self.request, self.template_name, context | self.extra(), status=status)

    def extra(self):
        return {}


def link_page(request, token, *, whom, back):
    """A link, shown this once to whoever hands it over."""
    address = request.build_absolute_uri(reverse("set_up_link", args=[token]))
    context = {"title": _("A link for %(whom)s") % {"whom": whom}, "address": address, "back": back}
    return render(request, "staff/link.html", context), address
