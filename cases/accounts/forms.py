"""What one types about one's own account."""

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from cases.lib import passwords, text
from cases.models import User


def new_password(label):
    """A field for a new password: pasted or typed, of any characters, with the rules beside it."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "w20"})
    field = forms.CharField(label=label, strip=False, max_length=passwords.LONGEST, widget=widget)
    field.help_text = " ".join(password_validation.password_validators_help_texts())
    return field


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password1"] = new_password(_("New password"))
        self.fields["password2"] = new_password(_("New password once more"))
        self.fields["password2"].help_text = ""

    def clean(self):
        cleaned = super().clean()
        one, two = cleaned.get("password1"), cleaned.get("password2")
        if one and two and one != two:
            self.add_error("password2", _("The two passwords are not the same: type them again."))
        elif one:
            try:
                password_validation.validate_password(one, self.whose())
            except forms.ValidationError as refused:
                self.add_error("password1", refused)
        return cleaned

    def whose(self):
        return self.user


class NewAccount(NewPasswordForm):
    """One's own name, username and password, for an account that one was invited to."""

    username = forms.CharField(
        label=_("Username"), max_length=150, validators=[UnicodeUsernameValidator()],
        help_text=_("With it you sign in: letters, digits and . - _"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "class": "w20", "autocapitalize": "none"}),
    )  # fmt: skip
    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"class": "w20"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"class": "w20"})
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("May stay empty; a forgotten password is reset through it."),
        widget=forms.EmailInput(attrs={"class": "w20"}),
    )  # fmt: skip

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, user=None, **kwargs)
        self.invitation = invitation
        if invitation:
            self.fields["email"].initial = invitation.email

    def _clean_fields(self):
        if self.is_bound:
            self.data = self.data.copy()
            for name in ("username", "first_name", "last_name"):
                if isinstance(self.data.get(name), str):
                    self.data[name] = text.clean(self.data[name])
        super()._clean_fields()

    def whose(self):
        """Whose names must not be in the password."""
        names = {
            name: self.cleaned_data.get(name, "") for name in ("username", "first_name", "last_name", "email")
        }
        return User(**names, office=self.invitation.office if self.invitation else None)


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
