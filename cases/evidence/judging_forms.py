"""Judging claims: what is recorded about which claim, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import AsSeen, ForUser, Keyed
from cases.models import Assessment

KIND = Assessment.Kind


class AssessForm(ForUser, Keyed, AsSeen):
    """How a disagreement was settled, or which claim was recorded by mistake; always with a reason.

    `seen` is how far the question had come when the form was shown, so that two people do not settle it at once.
    """

    VERDICTS = [
        (KIND.PREFERRED, _("Prefer one claim as the working value; the others stay visible")),
        (KIND.CLEARED, _("Prefer none again: the question is open")),
        (KIND.DISPUTED, _("Mark as disputed, although the values do not differ")),
        (KIND.WITHDRAWN, _("Withdraw one claim: it was recorded by mistake")),
    ]

    claim = forms.ChoiceField(label=_("Which claim"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What is recorded"), widget=forms.RadioSelect(attrs={"class": "lines"}))
    reason = forms.CharField(
        label=_("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is shown beside the claim, with your name."),
    )  # fmt: skip

    field_order = ["claim", "kind", "reason", "seen", "form_key"]

    def __init__(self, *args, thread, claims, **kwargs):
        super().__init__(*args, **kwargs)
        self.thread, self.claims = thread, {str(claim.pk): claim for claim in claims}
        self.fields["kind"].choices = [verdict for verdict in self.VERDICTS if self._is_possible(verdict[0])]
        self.fields["claim"].choices = [(key, _in_words(claim)) for key, claim in self.claims.items()]
        self.fields["claim"].required = not self._is_possible(KIND.CLEARED)

    def _is_possible(self, kind):
        """Only what is preferred, and shown, can be cleared, and only what agrees can be declared disputed."""
        if kind == KIND.CLEARED:
            return str(self.thread.preferred_id) in self.claims
        return kind != KIND.DISPUTED or not self.thread.disagrees

    def clean(self):
        """To reopen, no claim need be chosen: it is the preferred one that no longer is."""
        cleaned = super().clean()
        if cleaned.get("kind") == KIND.CLEARED:
            cleaned["claim"] = str(self.thread.preferred_id)
        elif not cleaned.get("claim") and "claim" not in self.errors:
            self.add_error("claim", _("Choose the claim that this is about."))
        if not self.errors:
            cleaned["claim"] = self.claims[cleaned["claim"]]
        return cleaned


def _in_words(claim):
    return f"{claim.value_text} · {claim.statement.speaker.short} · {claim.statement.reference}"
