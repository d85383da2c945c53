"""Security keys and passkeys (WebAuthn) beside the app: a second factor that opens nothing at a false address."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.mfa.webauthn.views import AddWebAuthnView
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.accounts.answers import NO_ANSWER, UNREAD, Answer
from cases.actions.sessions import end_sessions
from cases.models import User

NAME = 60  # letters of a key's name
MOST = 10  # keys of one person


class _Answered(forms.Form):
    """What a key says is JSON that anybody could send: whatever cannot be read is no answer."""

    credential = Answer(widget=forms.HiddenInput)

    def clean(self):
        try:
            return super().clean()
        except (*UNREAD, ValidationError) as unread:
            raise ValidationError(NO_ANSWER) from unread

    def add_error(self, field, error):
        """No field of it is seen, so what is wrong is said of the form; that there were too many tries in allauth's words."""
        if field == "credential":
            field = None
            error = error if getattr(error, "code", "") == "too_many_login_attempts" else NO_ANSWER
        super().add_error(field, error)


class AddKey(_Answered, AddWebAuthnForm):
    """The name and the answer of a new key."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name of the key"), max_length=NAME, required=False, initial=self.initial["name"],
            help_text=_("So that you know it in the list: what it is, or where you keep it."),
        )  # fmt: skip


class UseKey(_Answered, AuthenticateWebAuthnForm):
    """The answer of a key at the door, in place of a code."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except UNREAD as unread:
            raise ValidationError(NO_ANSWER) from unread


def keys_of(user):
    """Somebody's keys, the oldest first."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by(
        "created_at", "pk"
    )


class Add(AddWebAuthnView):
    """Set up a key, for whoever has an app: without it a lost key would be a lost account."""

    template_name = "mfa/webauthn/add_form.html"

    def dispatch(self, request, *args, **kwargs):
        if not Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            return redirect("mfa_activate_totp")
        return self._enough(request.user) or super().dispatch(request, *args, **kwargs)

    def _enough(self, user):
        """Where whoever has as many keys as a ring holds is led; None where one more has room."""
        if keys_of(user).count() < MOST:
            return None
        messages.error(self.request, _("You have %(number)d keys: remove one before you add another.") % {"number": MOST})  # fmt: skip
        return redirect("account")

    def get_context_data(self, **kwargs):
        """A form that was refused is shown with what was wrong and what was typed; the key is asked anew."""
        return super().get_context_data() | {"title": _("Add a security key")} | kwargs

    @transaction.atomic
    def form_valid(self, form):
        user = User.objects.select_for_update().get(pk=self.request.user.pk)
        if enough := self._enough(user):  # another window may have added one since the page was asked for
            return enough
        WebAuthn.add(user, form.cleaned_data["name"], form.cleaned_data["credential"])
        end_sessions(of=user, by=user, but=self.request.session.session_key)
        messages.success(self.request, _("The key is set up: at the door it can stand for the code."))
        return redirect("account")


@reauthentication_required(app="allauth.mfa")
def remove(request, pk):
    """Let a key open nothing more: a page that asks, and the deed."""
    key = get_object_or_404(keys_of(request.user), pk=pk)
    if request.method == "POST":
        with transaction.atomic():
            key.delete()
            end_sessions(of=request.user, by=request.user, but=request.session.session_key)
        messages.success(request, _("The key opens nothing more."))
        return redirect("account")
    return render(
        request, "mfa/webauthn/remove.html", {"title": _("Remove a security key"), "key": key.wrap()}
    )
