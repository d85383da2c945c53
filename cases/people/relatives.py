"""A person's relatives: said on the page of either of the two, and read on both."""

from django import forms
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused
from cases.actions import relatives as deeds
from cases.forms import LookupField, RecordModelForm
from cases.generic.forms import RecordForm
from cases.generic.visible import Visible
from cases.models import Person, Relationship


class RelativeForm(RecordModelForm):
    relative = LookupField(
        "person", label=gettext_lazy("Relative"),
        help_text=gettext_lazy("Somebody on record, by name or reference. Who is not on record yet is recorded first."),
    )  # fmt: skip

    class Meta(RecordModelForm.Meta):
        model = Relationship
        fields = ("role", "begin", "end", "source")
        widgets = {"role": forms.Select(attrs={"class": "w20"})}
        labels = {"role": gettext_lazy("What the relative is to this person")}
        help_texts = {"role": gettext_lazy("The page of the relative says it the other way round.")}

    field_order = ("relative", "role", "begin", "end", "source")

    def clean(self):
        cleaned = super().clean()
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and begin.earliest and end.latest and end.latest < begin.earliest:
            self.add_error("end", _("It ends before it begins: write the dates the other way round."))
        return cleaned

    def validate_constraints(self):
        """Asked by the action, which knows both persons."""


class RelativeAdd(Visible, RecordForm):
    """Say who is related to the person, since when, and on whose word."""

    action = "change"
    model = Person
    form_class = RelativeForm
    title = gettext_lazy("Record a relative")
    list_url, list_label = "people", gettext_lazy("People")

    def get(self, request, **kwargs):
        self.record  # noqa: B018  404 for whoever may not see the person
        return super().get(request, **kwargs)

    def save(self, form):
        try:
            return self.do(
                form,
                {name: form.cleaned_data[name] for name in ("relative", "role", "begin", "end", "source")},
            )
        except Refused as refused:
            form.refuse(refused)
            return None

    def do(self, form, facts):
        deeds.record_relative(person=self.record, by=self.request.user, **facts)
        return self.record

    def saved_words(self, record):
        return _("The relative is saved: both pages say so.")

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        first, last = super().crumbs()
        return [first, {"label": self.record.reference, "url": self.cancel_url()}, last]


def relationship_of(person, pk, user):
    """One of a person's relationships, with both ends; 404 where the user may not see the relative."""
    rows = Relationship.objects.filter(Q(person=person) | Q(other=person)).select_related("person", "other")
    row = get_object_or_404(rows, pk=pk)
    relative = row.person if row.other_id == person.pk else row.other
    get_object_or_404(Person.objects.visible_to(user), pk=relative.pk)
    return row


class RelativeEdit(RelativeAdd):
    """Change what is said of a relative, from the page of either of the two."""

    template_name = "people/relative.html"
    title = gettext_lazy("Change the relative")

    def get_form_kwargs(self):
        """The relationship as this person's page reads it."""
        person = self.record
        row = relationship_of(person, self.kwargs["pk"], self.request.user)
        relative = row.person if row.other_id == person.pk else row.other
        role = row.role if row.other_id == person.pk else row.inverse
        return {"instance": row, "initial": {"relative": relative, "role": role}}

    def do(self, form, facts):
        row = form.save(commit=False)
        row.person, row.other = facts["relative"], self.record
        deeds.change_relative(relationship=row, by=self.request.user)
        return self.record
