"""Inviting somebody, and the page of an invitation."""

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from cases.access import Allowed, demand
from cases.actions import Refused, inviting
from cases.models import Invitation
from cases.staff.decisions import Decision, link_page
from cases.staff.forms import InvitationForm
from cases.staff.seen import seen


class Invite(Allowed, View):
    action = "invite"

    def get(self, request):
        return self.show(InvitationForm(user=request.user))

    def post(self, request):
        form = InvitationForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                return HttpResponseRedirect(
                    inviting.invite(by=request.user, **form.cleaned_data).get_absolute_url()
                )
            except Refused as refused:
                form.refuse(refused)
        return self.show(form, status=422)

    def show(self, form, status=200):
        staff = reverse("admin:cases_user_changelist")
        title = _("Invite somebody")
        crumbs = [{"label": _("Staff"), "url": staff}, {"label": title, "url": ""}]
        context = {"form": form, "title": title, "crumbs": crumbs, "cancel_url": staff, "button": _("Invite")}
        return render(self.request, "staff/form.html", context, status=status)


class InvitationPage(Decision):
    """What became of an invitation; a second person answers here where one is needed."""

    model, template_name = Invitation, "staff/invitation.html"

    def decide(self, allowed, reason):
        inviting.decide(invitation=self.asked, allowed=allowed, by=self.request.user, reason=reason)

    def extra(self):
        return {"link": self.asked.links.live().first()}


@require_POST
def invitation_link(request, pk):
    """Make the link and show it; it also goes by mail where the office has one and the address is known."""
    demand(request.user, "invite")
    row = seen(Invitation, request.user, pk)
    try:
        token = inviting.link_of_invitation(invitation=row, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(row)
    page, address = link_page(request, token, whom=row.whom, back=row.get_absolute_url())
    if settings.EMAIL_HOST and row.email:
        words = _(
            "You are invited to work with Homeward. This link works once, for three days: %(address)s"
        ) % {"address": address}
        transaction.on_commit(lambda: send_mail(_("Your account"), words, None, [row.email]))
    return page


@require_POST
def invitation_withdraw(request, pk):
    demand(request.user, "invite")
    row = seen(Invitation, request.user, pk)
    try:
        inviting.withdraw(invitation=row, by=request.user)
        messages.success(request, _("The invitation is withdrawn; its link works no more."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(row)
