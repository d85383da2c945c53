"""One's own account: its password, its second factor, and where it is signed in (R17)."""

from allauth.account.views import PasswordChangeView, PasswordResetFromKeyView
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.accounts.keys import keys_of
from cases.actions.sessions import end_sessions, live_sessions
from cases.shown.devices import told


@require_safe
def account(request):
    """What the account is, and what can be changed of it."""
    factors = {row.type: row for row in Authenticator.objects.filter(user=request.user)}
    codes = factors.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "title": _("Your account"),
        "factor": factors.get(Authenticator.Type.TOTP),
        "keys": [row.wrap() for row in keys_of(request.user)],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "sessions": told(live_sessions().filter(user=request.user), request.session.session_key),
    }
    return render(request, "account/account.html", context)


@require_POST
def end_one(request, pk):
    """End one of one's own sessions; the one that asks signs out instead."""
    row = live_sessions().filter(user=request.user, pk=pk).first()
    if row is None or row.session_key == request.session.session_key:
        raise Http404
    end_sessions(of=request.user, by=request.user, only=pk)
    messages.success(request, _("That session is ended."))
    return redirect("account")


@require_POST
def end_others(request):
    number = end_sessions(of=request.user, by=request.user, but=request.session.session_key)
    text = ngettext("%(number)d other session is ended.", "%(number)d other sessions are ended.", number)
    messages.success(request, text % {"number": number})
    return redirect("account")


class NewPassword(PasswordChangeView):
    """A new password; every other session ends, whoever holds it."""

    success_url = reverse_lazy("account")

    def get_default_success_url(self):
        return self.success_url

    def form_valid(self, form):
        answer = super().form_valid(form)
        end_sessions(of=self.request.user, by=self.request.user, but=self.request.session.session_key)
        return answer


class ResetFromLink(PasswordResetFromKeyView):
    """A new password by the link of a mail; every session ends. The second factor stays as it is."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**({"token_fail": False} | kwargs))

    def form_valid(self, form):
        answer = super().form_valid(form)
        end_sessions(of=self.reset_user, by=self.reset_user)
        return answer
