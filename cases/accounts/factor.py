"""The second factor (R11): codes by time (TOTP, RFC 6238) and recovery codes; each code counts once."""

import base64
import hashlib

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _


def _box():
    """Encrypts with a key of SECRET_KEY, and still reads what was written with one of SECRET_KEY_FALLBACKS (R42)."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (
        hashlib.blake2b(key.encode(), digest_size=32, person=b"second factor").digest() for key in keys
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted at rest; the QR code is drawn here, without a style; nobody goes without a second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right, or it was used already. Wait for the next one and type it."
        ),
    }

    def get_public_key_credential_rp_entity(self):
        """Keys are for the name under which the house is reached, whatever the port."""
        return super().get_public_key_credential_rp_entity() | {"name": "Homeward"}

    def generate_authenticator_name(self, user, type):
        return _("Key %(number)d") % {
            "number": Authenticator.objects.filter(user=user, type=type).count() + 1
        }

    def get_totp_label(self, user):
        return user.username

    def build_totp_svg(self, url):
        code = segno.make(url, micro=False, error="m")
        return mark_safe(code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=2))  # noqa: S308  drawn here

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """What was written with a key that is lost opens nothing: a secret that nobody knows stands for it."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return auth.generate_totp_secret()

    def can_delete_authenticator(self, authenticator):
        return False


def step_of(secret, code):
    """The number of the time step whose code this is, among those that count now; None for none."""
    steps = auth.yield_hotp_counters_from_time()
    return next(
        (
            step
            for step in steps
            if auth.compare_user_code(
                actual=code, expected=auth.format_hotp_value(auth.hotp_value(secret, step))
            )
        ),
        None,
    )


def code_field(label):
    return forms.CharField(
        label=label, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w10"}),
    )  # fmt: skip


class _Once:
    """A code that somebody saw over a shoulder is refused: no step counts a second time, nor one before it (RFC 6238, 5.2)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code"))
        self.fields["code"].help_text = _("Six digits from your app, or one of your recovery codes.")

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            factor = Authenticator.objects.select_for_update().get(pk=self.authenticator.pk)
            step = step_of(auth.decrypt(factor.data["secret"]), code)
            newest = max(
                auth.yield_hotp_counters_from_time()
            )  # a later one was written before the clock went back
            if step is None or step <= factor.data.get("last_step", 0) <= newest:
                raise FactorAdapter().validation_error("incorrect_code")
            factor.data["last_step"] = step
            factor.save(update_fields=["data"])
        return code


class Authenticate(_Once, AuthenticateForm):
    """The second step of signing in."""


class Reauthenticate(_Once, ReauthenticateForm):
    """A code once more, before something grave."""


class Activate(ActivateTOTPForm):
    """The first code of a new app, which shows that it was set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code that the app shows"))

    def last_step(self):
        """The step of that first code, which then does not open the door a second time."""
        return step_of(self.secret, self.cleaned_data["code"])
