"""Forms about news of a death."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.access import MAY
from cases.forms import ForUser, Keyed, LookupField, RecordModelForm, UncertainDateFormField
from cases.models import DeathNotice, User

_LONG = {"rows": 2}


class SaysSo(ForUser, forms.Form):
    """Who says that the person died, and where (D1)."""

    REPORT = ("speaker", "source", "title", "said", "text")

    speaker = LookupField("actor", label=_("Who says so"), help_text=_("The office, organisation or person."))
    source = LookupField(
        "source", required=False, label=_("Source"), help_text=_("Title or reference, if it is on record.")
    )
    title = forms.CharField(
        required=False, max_length=300, label=_("Source that is not on record"), widget=forms.TextInput(attrs={"class": "w20"}),
        help_text=_("A call, a letter, a list. Do not record it as a source: everybody would see it."),
    )  # fmt: skip
    said = UncertainDateFormField(required=False, label=_("Said on"))
    text = forms.CharField(
        label=_("What is said"), max_length=20_000, widget=forms.Textarea(attrs=_LONG),
        help_text=_("In our own words."),
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if (
            not cleaned.get("source")
            and not cleaned.get("title")
            and not {"source", "title"} & set(self.errors)
        ):
            self.add_error("title", _("Name the source, or say in words what it is."))
        return cleaned

    def report(self):
        """The facts of a `DeathReport`."""
        return {name: self.cleaned_data[name] for name in self.REPORT}


class ReportForm(SaysSo, Keyed):
    field_order = (*SaysSo.REPORT, "form_key")


class NoticeForm(RecordModelForm):
    """What is to be notified of a death (GC III Art. 120, GC IV Art. 129)."""

    class Meta(RecordModelForm.Meta):
        model = DeathNotice
        fields = ("died", "place", "cause", "circumstances", "buried", "grave", "will", "effects", "inquiry")
        widgets = {
            name: forms.Textarea(attrs=_LONG)
            for name in ("circumstances", "grave", "will", "effects", "inquiry")
        }

    def facts(self):
        """The columns of a `DeathNotice`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewsForm(SaysSo, NoticeForm):
    """The first news: who says so, and what is known."""

    field_order = (*SaysSo.REPORT, *NoticeForm.Meta.fields)


class InformedForm(ForUser, Keyed):
    """When, how and whom of the family somebody informed."""

    informed = UncertainDateFormField(label=_("When the family was informed"))
    whom = forms.CharField(
        label=_("Who was informed"), max_length=200, widget=forms.TextInput(attrs={"class": "w20"})
    )
    how = forms.CharField(
        label=_("By whom and how"), max_length=5000, widget=forms.Textarea(attrs=_LONG),
        help_text=_("In person, by telephone, through whom."),
    )  # fmt: skip
    one_origin_reason = forms.CharField(
        required=False,
        label=_("Why one origin is enough"),
        max_length=2000,
        widget=forms.Textarea(attrs=_LONG),
    )

    def __init__(self, *args, origins, **kwargs):
        super().__init__(*args, **kwargs)
        if origins > 1:
            del self.fields["one_origin_reason"]


class HandOverForm(ForUser, Keyed):
    """To whom of the office the notice goes."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("To whom"), widget=forms.Select(attrs={"class": "w20"}),
        help_text=_("From then on only they see it."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = User.objects.filter(office=self.user.office, is_active=True, role__in=MAY["record_event"])
        self.fields["to"].queryset = others.exclude(pk=self.user.pk)


class WithdrawForm(ForUser, Keyed):
    """Why the news does not hold."""

    reason = forms.CharField(label=_("Why"), max_length=5000, widget=forms.Textarea(attrs=_LONG))
