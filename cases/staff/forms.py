"""What one types about a colleague."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.inviting import MAY_INVITE
from cases.forms import ForUser, Keyed
from cases.models import Office, User


def why(help_text):
    return forms.CharField(
        label=_("Why"), max_length=2000, help_text=help_text, widget=forms.Textarea(attrs={"rows": 2})
    )


class InvitationForm(ForUser, Keyed):
    """Whom to invite, to which role, for which office."""

    whom = forms.CharField(label=_("Name"), max_length=150, help_text=_("So that colleagues know who it is."))
    role = forms.ChoiceField(label=_("Role"))
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("none"),
        help_text=_("Whose records this person works with; an administrator or auditor needs none."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("May stay empty: the link is handed over by you.")
    )  # fmt: skip
    reason = why(_("Kept with the invitation; a second person may read it before it counts."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (role.value, role.label) for role in MAY_INVITE.get(self.user.role, ())
        ]
        own = self.user.role == User.Role.COORDINATOR
        self.fields["office"].queryset = (
            Office.objects.filter(pk=self.user.office_id) if own else Office.objects.all()
        )
        if own:
            self.fields["office"].initial = self.user.office_id


class RoleForm(ForUser, Keyed):
    """Which role somebody is to have, in which office."""

    role = forms.ChoiceField(label=_("Role"), choices=User.Role)
    office = forms.ModelChoiceField(
        Office.objects.all(), label=_("Office"), required=False, empty_label=_("none"),
        help_text=_("Whose records this person works with; an administrator or auditor needs none."),
    )  # fmt: skip
    reason = why(_("The second person reads it."))


class ReasonForm(ForUser, Keyed):
    """Why a reset is asked for."""

    reason = why(_("How you know that it is really them who asks; the second person reads it."))


class DecisionForm(ForUser, forms.Form):
    """The second person's answer."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, choices=[("allow", _("Allow")), ("refuse", _("Refuse"))]
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), max_length=2000, required=False, help_text=_("Needed where you refuse."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def refuse(self, refused):
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))
