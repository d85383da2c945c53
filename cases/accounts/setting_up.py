"""What a link that was handed over opens: a new account, a new password, or the way to a new second factor (R18)."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.ratelimit import consume_or_429
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from cases.accounts.forms import NewAccount, NewPasswordForm
from cases.actions import Refused, inviting, resetting
from cases.actions.inviting import LinkGone
from cases.models import SetupLink

TOKEN = "setup_token"  # noqa: S105  the key of it in the session
_PURPOSE = SetupLink.Purpose


@login_not_required
@require_safe
def set_up_link(request, token):
    """Take the secret out of the address, where others might read it, and go on without it."""
    request.session[TOKEN] = token[:100]
    return HttpResponseRedirect(reverse("set_up"))


@method_decorator(login_not_required, name="dispatch")
class SetUp(View):
    """The page behind the link."""

    @property
    def token(self):
        return self.request.session.get(TOKEN, "")

    def link(self):
        links = SetupLink.objects.live().of_token(self.token)
        return links.select_related("invitation__office", "user__office").first()

    def get(self, request):
        link = self.link()
        return self.show(link, self.form(link)) if link else self.gone()

    def post(self, request):
        if (refused := consume_or_429(request, action="set_up")) is not None:
            return refused
        link = self.link()
        form = self.form(link, request.POST) if link else None
        if form is None:
            return self.gone()
        if form.is_valid():
            try:
                return self.done(link, form)
            except LinkGone as gone:
                return self.gone(str(gone))
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return self.show(link, form, status=422)

    def form(self, link, data=None):
        match link.purpose:
            case _PURPOSE.ACCOUNT | _PURPOSE.FIRST:
                return NewAccount(data, invitation=link.invitation)
            case _PURPOSE.PASSWORD:
                return NewPasswordForm(data, user=link.user)
        return None

    def done(self, link, form):
        token, typed = self.token, form.cleaned_data
        if link.purpose == _PURPOSE.PASSWORD:
            resetting.set_password(token=token, password=typed["password1"])
            self.request.session.pop(TOKEN)
            return redirect("account_reset_password_from_key_done")
        names = {name: typed[name] for name in ("username", "first_name", "last_name", "email")}
        user = inviting.accept(token=token, password=typed["password1"], **names)
        logout(self.request)  # whoever else was signed in here
        record_authentication(self.request, user, method="password")
        return perform_login(self.request, Login(user=user))

    def show(self, link, form, status=200):
        invitation = link.invitation
        context = {
            "form": form,
            "link": link,
            "title": link.get_purpose_display(),
            "invitation": invitation,
            "by": invitation.asked_by if invitation else None,
            "role": invitation.get_role_display() if invitation else _("Administrator"),
        }
        return render(self.request, "account/set_up.html", context, status=status)

    def gone(self, why=""):
        """The same page for a link that was used, ended, or never made (R13)."""
        return render(self.request, "account/link_gone.html", {"why": why}, status=410)
