"""Setting up the second factor, and its recovery codes: shown once, in the answer that made them (R11)."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic.edit import FormView

from cases.accounts import gate
from cases.accounts.setting_up import TOKEN
from cases.actions.resetting import needs_link, use_factor_link
from cases.actions.sessions import end_sessions
from cases.models import SetupLink, User


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class Enrol(ActivateTOTPView):
    """Set up the app that gives codes, or another one in place of it, which ends every other session (R17)."""

    template_name = "mfa/totp/activate_form.html"

    def dispatch(self, request, *args, **kwargs):
        """After a reset the password alone does not do: the link that was handed over is asked for too."""
        self.by_link = needs_link(request.user)
        token = request.session.get(TOKEN, "")
        mine = SetupLink.objects.live().of_token(token).filter(purpose="second_factor", user=request.user)
        if self.by_link and not mine.exists():
            return render(request, "mfa/needs_link.html", status=403)
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Whether another app takes the place of the first; and whether one may leave without (a demonstration's own accounts)."""
        context = {
            "again": Authenticator.objects.filter(user=self.request.user).exists(),
            "may_leave": gate.shown_both(self.request),
            "title": _("Second factor"),
        }
        return super().get_context_data(**(context | kwargs))

    @transaction.atomic
    def form_valid(self, form):
        user = User.objects.select_for_update().get(pk=self.request.user.pk)
        if self.by_link:
            use_factor_link(token=self.request.session.pop(TOKEN), by=user)
        Authenticator.objects.filter(user=user).delete()
        factor = TOTP.activate(user, form.secret).instance
        factor.data["last_step"] = form.last_step()
        factor.save(update_fields=["data"])
        clear_totp_secret(self.request)
        record_authentication(self.request, user, "mfa", id=factor.pk, type=factor.type)
        self.end_other_sessions(user)
        return codes_shown(self.request, user)

    def end_other_sessions(self, user):
        """This one goes on under a new name, because it may do more now (R14)."""
        session = self.request.session
        before = session.session_key
        session.cycle_key()
        UserSession.objects.filter(session_key=before).update(session_key=session.session_key)
        end_sessions(of=user, by=user, but=session.session_key)


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class NewCodes(View):
    """New recovery codes in place of the old ones."""

    def get(self, request):
        return render(request, "mfa/recovery_codes/generate.html", {"title": _("New recovery codes")})

    @transaction.atomic
    def post(self, request):
        user = User.objects.select_for_update().get(pk=request.user.pk)
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        messages.success(request, _("The old recovery codes count no more."))
        return codes_shown(request, user)


def codes_shown(request, user):
    """The page with the codes: the only one that ever shows them."""
    codes = RecoveryCodes.activate(user)
    context = {"title": _("Recovery codes"), "codes": codes.get_unused_codes()}
    return render(request, "mfa/recovery_codes/index.html", context)
