"""What falls due: records by the day until which they are kept; kept longer with a reason, or proposed to be erased."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import lookup
from cases.access import demand
from cases.actions import Refused
from cases.actions.removing import erasure, retention
from cases.filtering import Any, StrictFilterSet, owner_filter
from cases.forms import ForUser, Keyed
from cases.generic import RecordExport, RecordList
from cases.listing import Column
from cases.models import Erasure, Person
from cases.models.about import KINDS, model_of
from cases.privacy.tabs import PAGES

SOON = 30  # days


def kind_choices():
    return [(kind, capfirst(model_of(kind)._meta.verbose_name_plural)) for kind in KINDS]


class RetentionFilter(StrictFilterSet):
    """Of one kind of record; due by now, within thirty days, or at any time."""

    phrases = {"kind": gettext_lazy("of the kind: %(value)s")}

    kind = Any(
        label=gettext_lazy("Kind"), choices=kind_choices, method="of_kind", empty_label=gettext_lazy("People")
    )
    due = Any(
        label=gettext_lazy("Due"), method="by_day",
        choices=[("now", gettext_lazy("its time is over")), ("soon", gettext_lazy("within 30 days"))],
    )  # fmt: skip
    owner = owner_filter()

    class Meta:
        model = Person
        fields = ()

    @property
    def qs(self):
        """Those that have a day: few among many, by an index of their own."""
        return super().qs.filter(retention_until__isnull=False)

    def of_kind(self, queryset, _name, _value):
        """The rows are of that kind already: the list asks for it before it filters."""
        return queryset

    def by_day(self, queryset, _name, value):
        today = timezone.localdate()
        return queryset.filter(retention_until__lt=today if value == "now" else today + timedelta(days=SOON))


class RetentionList(RecordList):
    """One kind of record at a time, those that have a day."""

    action = "keep_longer"
    model = Person
    filterset_class = RetentionFilter
    title = gettext_lazy("What falls due")
    nouns = (gettext_lazy("record"), gettext_lazy("records"))
    row_template = "privacy/_retention_row.html"
    sort = "until"
    sorted_words = {
        "until": gettext_lazy("Longest over first."),
        "-until": gettext_lazy("Kept longest first."),
    }
    lists = tuple((name, label) for name, label, _action in PAGES)
    columns = (
        Column("record", gettext_lazy("Record")),
        Column("until", gettext_lazy("Kept until"), "retention_until"),
        Column("state", gettext_lazy("State")),
        Column("owner", gettext_lazy("Owner")),
        Column("do", gettext_lazy("What to do")),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda row: row.reference),
        (gettext_lazy("Kind"), lambda row: row._meta.verbose_name),
        (gettext_lazy("Kept until"), lambda row: row.retention_until),
    )

    def get_queryset(self):
        kind = self.request.GET.get("kind", "")
        rows = model_of(kind if kind in KINDS else "person").objects.visible_to(self.request.user)
        return rows.select_related("owner")

    def decorate(self, rows):
        if not rows:
            return rows
        kind, today = rows[0].kind, timezone.localdate()
        under_way = {
            getattr(one, f"{kind}_id"): one
            for one in Erasure.objects.filter(**{f"{kind}__in": rows}).exclude(allowed=False).order_by("pk")
        }
        for row in rows:
            row.over = row.retention_until < today
            row.erasure = under_way.get(row.pk)
        return rows

    def empty(self):
        if self.filterset.active():
            return super().empty()
        return {
            "title": _("Nothing has a day yet"),
            "text": _("Records get a day when work on them ends, by how long their kind is kept; or somebody sets one."),
            "actions": [],
        }  # fmt: skip


class RetentionExport(RecordExport, RetentionList):
    action = "keep_longer"


class ExtendForm(ForUser, Keyed):
    until = forms.DateField(
        label=gettext_lazy("Keep until"), help_text=gettext_lazy("Such as 2031-12-31."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"}),
        error_messages={"invalid": gettext_lazy("Write the day as year, month and day, such as 2027-01-31."),
                        "required": gettext_lazy("Choose the day until which it is kept.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as: a claim for compensation is heard. It is shown in the history of the record."),
        error_messages={"required": gettext_lazy("Write why it is kept longer.")},
    )  # fmt: skip

    field_order = ["until", "reason", "form_key"]


class ProposeForm(ForUser, Keyed):
    basis = forms.ChoiceField(label=gettext_lazy("Under"), choices=Erasure.Basis.choices)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For your office and the auditor. The administrator who decides sees the reference, the kind "
                               "of record and what it is erased under, and not this."),
        error_messages={"required": gettext_lazy("Write why it is to be erased.")},
    )  # fmt: skip

    field_order = ["basis", "reason", "form_key"]


def _record(request, reference):
    record = lookup.any_record(request.user, reference)
    if record is None:
        raise Http404
    return record


def extend(request, reference):
    """Keep a record longer, with a reason."""
    demand(request.user, "keep_longer")
    record = _record(request, reference)
    form = ExtendForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("until", "reason")}
        try:
            retention.extend(record=record, by=request.user, **facts)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is kept until %(day)s.") % {"day": facts["until"].isoformat()})
            return HttpResponseRedirect(record.get_absolute_url())
    return show(request, form, record, _("Keep it longer"))


def propose(request, reference):
    """Propose to erase a record for good; the administrator decides."""
    demand(request.user, "propose_erasure")
    record = _record(request, reference)
    form = ProposeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("basis", "reason", "form_key")}
        try:
            made = erasure.propose(record=record, by=request.user, **facts)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is proposed: an administrator decides."))
            return HttpResponseRedirect(made.get_absolute_url())
    return show(request, form, record, _("Propose to erase"), warning=_(
        "When an administrator allows it, all names, notes, places, contacts and files of this record are gone, from its history "
        "as well, and cannot be brought back. Its reference, kind, days and numbers stay, so that counts stay right."
    ))  # fmt: skip


def show(request, form, record, title, warning=""):
    page = record.get_absolute_url().partition("#")[0]
    context = {
        "form": form, "title": title, "warning": warning, "cancel_url": page, "record": record,
        "reference": record.reference,
        "crumbs": [{"label": record.reference, "url": page}, {"label": title, "url": ""}],
    }  # fmt: skip
    return render(request, "privacy/deed.html", context, status=422 if form.errors else 200)


__all__ = ["RetentionExport", "RetentionList", "extend", "propose", "show"]
