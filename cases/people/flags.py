"""Putting a flag on a person, and changing or ending it."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import flags
from cases.forms import RecordModelForm
from cases.generic.forms import RecordForm
from cases.generic.visible import Visible
from cases.models import Person, PersonFlag


class FlagForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = PersonFlag
        fields = ("type", "instruction", "begin", "until")
        widgets = {
            "type": forms.Select(attrs={"class": "w20"}), "instruction": forms.Textarea(attrs={"rows": 2}),
        }  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("begin") and cleaned.get("until") and cleaned["begin"] > cleaned["until"]:
            self.add_error("until", _("The flag ends before it begins: write the days the other way round."))
        return cleaned


class FlagAdd(Visible, RecordForm):
    """Tell everybody who handles the person what to do."""

    action = "change"
    model = Person
    form_class = FlagForm
    title = gettext_lazy("Put a flag on the person")
    list_url, list_label = "people", gettext_lazy("People")

    def get(self, request, **kwargs):
        self.record  # noqa: B018  404 for whoever may not see the person
        return super().get(request, **kwargs)

    def save(self, form):
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        key = form.cleaned_data["form_key"]
        return flags.put_flag(person=self.record, by=self.request.user, form_key=key, **facts)

    def saved_words(self, record):
        return _("The flag is saved.")

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        first, last = super().crumbs()
        return [first, {"label": self.record.reference, "url": self.cancel_url()}, last]


class FlagEdit(FlagAdd):
    """Change a flag, or end it by a day."""

    title = gettext_lazy("Change the flag")

    def get_form_kwargs(self):
        return {"instance": get_object_or_404(self.record.flags, pk=self.kwargs["pk"])}

    def save(self, form):
        return form.save()
