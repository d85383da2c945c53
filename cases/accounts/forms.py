"""What one types about one's own account."""

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from cases.lib import passwords


def new_password(label):
    """A field for a new password: pasted or typed, of any characters, with the rules beside it."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "w20"})
    field = forms.CharField(label=label, strip=False, max_length=passwords.LONGEST, widget=widget)
    field.help_text = " ".join(password_validation.password_validators_help_texts())
    return field


class _Rules:
    """Our words at the fields of allauth; the rules themselves are AUTH_PASSWORD_VALIDATORS."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in {"password1": _("New password"), "password2": _("New password once more")}.items():
            self.fields[name].label, self.fields[name].max_length = label, passwords.LONGEST
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = "w20"
        self.fields["password1"].help_text = " ".join(password_validation.password_validators_help_texts())


class ChangePassword(_Rules, ChangePasswordForm):
    """A new password for oneself; the present one is asked for first (R17)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""


class ResetPassword(_Rules, ResetPasswordKeyForm):
    """A new password by the link of a mail."""
