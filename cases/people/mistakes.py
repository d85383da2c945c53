"""Taking away what was recorded of a person by mistake: a relative, or that they belong to a group."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused, mistakes
from cases.forms import ForUser, Keyed
from cases.generic import RecordForm, Visible
from cases.models import Group, GroupMembership, Person, Relationship
from cases.people.relatives import relationship_of


class MistakeForm(ForUser, Keyed):
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It leaves the pages and the counts at once; history keeps it, with your words."),
    )  # fmt: skip


class MembershipForm(MistakeForm):
    group = forms.ModelChoiceField(
        Group.objects.none(),
        label=gettext_lazy("Which group"),
        empty_label=None,
        widget=forms.RadioSelect(attrs={"class": "lines"}),
    )
    field_order = ("group", "reason")

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups


class _Mistake(Visible, RecordForm):
    action = "change"
    model = Person
    form_class = MistakeForm
    template_name = "people/mistake.html"
    list_url, list_label = "people", gettext_lazy("People")

    def save(self, form):
        try:
            mistakes.withdraw(rows=self.rows(form), reason=form.cleaned_data["reason"], by=self.request.user)
        except Refused as refused:
            form.refuse(refused)
        return self.record

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        first, last = super().crumbs()
        return [first, {"label": self.record.reference, "url": self.cancel_url()}, last]


class RelativeWithdraw(_Mistake):
    title = gettext_lazy("Take the relationship away")

    @cached_property
    def relationship(self):
        return relationship_of(self.record, self.kwargs["pk"], self.request.user)

    def get_form_kwargs(self):
        self.relationship  # noqa: B018  404 for whoever may not see both
        return {}

    def rows(self, form):
        return Relationship.objects.filter(pk=self.relationship.pk)

    def saved_words(self, record):
        return _("Taken away from both pages.")


class MembershipWithdraw(_Mistake):
    title = gettext_lazy("Take the person out of a group")
    form_class = MembershipForm

    def get_form_kwargs(self):
        groups = Group.objects.visible_to(self.request.user).filter(memberships__in=self.memberships)
        return {"groups": groups.order_by("sort_key", "pk").distinct()}

    @cached_property
    def memberships(self):
        """Of all records of the person that the user may see."""
        people = Person.objects.one_with(self.record).visible_to(self.request.user)
        return GroupMembership.objects.filter(person__in=people.order_by().values("pk"))

    def rows(self, form):
        return self.memberships.filter(group=form.cleaned_data["group"])

    def saved_words(self, record):
        return _("The group counts the person no more.")
