"""Giving many records to one colleague, and one follow-up for each of many records."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import lookup
from cases.actions import bulk
from cases.forms import LookupField
from cases.generic.bulk import APART, Bulk, BulkForm
from cases.work.forms import day_field, in_a_week, text_field


class AssignForm(BulkForm):
    """To whom; `was` remembers whose each record was when it was chosen."""

    owner = LookupField(
        "user", label=gettext_lazy("Assign to"), required=False,
        help_text=gettext_lazy("Somebody of the office. Empty: nobody looks after them any more."),
    )  # fmt: skip
    was = forms.CharField(max_length=40_000, required=False, widget=forms.HiddenInput)

    field_order = ["owner", "references", "together", "was", "list", "query", "form_key"]

    def wrong_with(self, record):
        return "" if record and record.kind == lookup.FOLLOW_UP else super().wrong_with(record)

    def clean_owner(self):
        owner = self.cleaned_data["owner"]
        if (owner and owner.confidentiality_levels == ["ordinary"]) or (
            owner and owner.role in {"auditor", "administrator"}
        ):
            raise forms.ValidationError(
                _("%(owner)s only reads: choose a caseworker or a coordinator.") % {"owner": owner}
            )
        return owner

    def owners(self):
        """Reference -> the number of its owner, or None, when it was chosen."""
        pairs = (word.partition("=") for word in self.cleaned_data["was"].split())
        return {
            reference: int(pk) if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
            for reference, _is, pk in pairs
        }


class Assign(Bulk):
    action = "change"
    form_class = AssignForm
    title = gettext_lazy("Assign records")
    intro = gettext_lazy(
        "They all get the same owner. What somebody else took over meanwhile is listed and stays with them."
    )
    button = gettext_lazy("Assign all of them")

    def begin(self, initial):
        """Whose they are now, so that a change until the form is sent is seen."""
        known = lookup.many_records(self.request.user, APART.split(initial.get("references", "")))
        return {"was": " ".join(f"{one.reference}={one.owner_id or ''}" for one in known.values())}

    def do(self, form, records):
        return bulk.assign(
            records=records, owner=form.cleaned_data["owner"], by=self.request.user, was=form.owners(),
            together=form.cleaned_data["together"],
        )  # fmt: skip

    def result(self, record, what):
        before = _("before: %(owner)s") % {"owner": what or _("nobody")}
        return {"url": record.get_absolute_url(), "words": before}


class FollowUpsForm(BulkForm):
    """What is to be done about each of them."""

    text = text_field(gettext_lazy("What to do about each"))
    due_on = day_field(gettext_lazy("Due"))
    owner = LookupField(
        "user", label=gettext_lazy("Owner"), required=False, help_text=gettext_lazy("Somebody of the office.")
    )

    field_order = ["text", "due_on", "owner", "references", "together", "list", "query", "form_key"]


class FollowUps(Bulk):
    action = "add"
    form_class = FollowUpsForm
    title = gettext_lazy("One follow-up for each of many records")
    intro = gettext_lazy("Each record gets its own follow-up. Sent twice, the form adds them once.")
    button = gettext_lazy("Add them")

    def begin(self, initial):
        return {"due_on": in_a_week(), "owner": lookup.value_of(self.request.user)} | {
            name: initial[name] for name in ("due_on", "owner") if name in initial
        }

    def do(self, form, records):
        given = form.cleaned_data
        return bulk.add_follow_ups(
            records=records, text=given["text"], due_on=given["due_on"], owner=given["owner"], by=self.request.user,
            form_key=given["form_key"] or uuid.uuid4(), together=given["together"],
        )  # fmt: skip

    def result(self, record, what):
        return {"url": what.get_absolute_url(), "words": what.text}
