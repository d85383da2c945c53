"""What parcels, correspondence and consignments can be filtered by."""

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.filtering import (
    Any,
    AnyParty,
    Contested,
    Found,
    TrackedFilterSet,
    Window,
    Words,
    days_filter,
    owner_filter,
)
from cases.lib.mail_clock import EXAMINATION_DAYS
from cases.lib.workflows import CONSIGNMENT, CORRESPONDENCE, EVENT_LABELS, PARCEL
from cases.models import Consignment, Correspondence, Handling, Lot, Parcel
from cases.models.parcel import CONDITIONS

NOT_STATED = "not_stated"
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def status_filter(workflow):
    return filters.ChoiceFilter(
        label=_("Status"), empty_label=_("Any"), method="by_status",
        choices=[("open", _("Still on its way")), *workflow.states.items()],
    )  # fmt: skip


def number_filter(column, lookup, label):
    return filters.NumberFilter(
        field_name=column, lookup_expr=lookup, label=label, min_value=0, max_value=2_000_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w10"}),
    )  # fmt: skip


def nothing_recorded(*columns):
    """Rows of which something is not recorded: what a combobox cannot offer as “No value”."""
    return filters.MultipleChoiceFilter(
        label=_("Nothing recorded of"),
        choices=columns,
        method="by_nothing_recorded",
        widget=forms.CheckboxSelectMultiple,
    )


class MailFilterSet(TrackedFilterSet):
    """What the lists of mail have in common."""

    phrases = {
        "event": _("with an event %(value)s"),
        "missing": _("nothing recorded of %(value)s"),
        "person": _("of %(value)s"),
        "consignment": _("in consignment %(value)s"),
    }

    def by_status(self, queryset, name, value):
        return queryset.open() if value == "open" else queryset.filter(status=value)

    def by_nothing_recorded(self, queryset, name, value):
        for column in value:
            field = queryset.model._meta.get_field(column)
            blank = {f"{column}__isnull": True} if field.null else {column: field.get_default()}
            queryset = queryset.filter(**blank)
        return queryset


class ParcelFilter(MailFilterSet):
    phrases = MailFilterSet.phrases | {
        "s10": _("postal item number: %(value)s"),
        "contents": _("with %(value)s"),
        "addressee": _("to %(value)s"),
        "group": _("to %(value)s"),
        "custodian": _("held by %(value)s"),
        "account": _("accounted for as %(value)s"),
        "condition": _("found: %(value)s"),
        "signed": _("delivered, signed by %(value)s"),
        "lightest": _("of %(value)s g or more"),
        "heaviest": _("of %(value)s g or less"),
        "idle": _("still on its way, no event for %(value)s days or more"),
    }

    q = Words(columns=["s10", "addressee__name", "addressee__latin_name", "addressee_group__name", "sender"])
    status = status_filter(PARCEL)
    consignment = Found(kind="consignment", label=_("Consignment"))
    addressee = Found(kind="person", label=_("Addressee"))
    group = Found(field_name="addressee_group", kind="group", label=_("Collective addressee"))
    contents = filters.MultipleChoiceFilter(
        label=_("Contents, any of"), choices=Parcel.Content.choices, lookup_expr="overlap",
        method="by_contents",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    custodian = Found(kind="actor", label=_("Held by"))
    lightest = number_filter("weight_grams", "gte", _("Weight in grams, at least"))
    heaviest = number_filter("weight_grams", "lte", _("Weight in grams, at most"))
    s10 = filters.ChoiceFilter(
        label=_("Postal item number"), empty_label=_("Any"), method="by_s10",
        choices=[("yes", _("given")), ("no", _("No value"))],
    )  # fmt: skip
    account = filters.ChoiceFilter(
        label=_("In the account of its consignment"), empty_label=_("Any"), method="by_account",
        choices=Lot.Account.choices,
    )  # fmt: skip
    condition = filters.ChoiceFilter(
        label=_("Condition"), empty_label=_("Any"), method="by_condition",
        choices=[(type, EVENT_LABELS[type]) for type in CONDITIONS],
    )  # fmt: skip
    signed = filters.ChoiceFilter(
        label=_("Delivered, signed by"), empty_label=_("Any"), method="by_signed",
        choices=[*Handling.Signed.choices, (NOT_STATED, _("not stated by whom"))],
    )  # fmt: skip
    event = Window(question="with_event_within", label=_("Something happened"))
    idle = days_filter(_("Still on its way, days without an event"), "by_idle")
    contested = Contested()
    owner = owner_filter()
    missing = nothing_recorded(
        ("consignment", _("consignment")), ("addressee", _("addressee")), ("contents", _("contents")),
        ("weight_grams", _("weight")), ("custodian", _("who holds it")), ("owner", _("owner")),
    )  # fmt: skip

    class Meta:
        model = Parcel
        fields: list[str] = []

    def by_idle(self, queryset, name, value):
        return queryset.idle_for(int(value), now=timezone.now())

    def by_account(self, queryset, name, value):
        return queryset.in_account(value)

    def by_condition(self, queryset, name, value):
        return queryset.with_condition(value)

    def by_signed(self, queryset, name, value):
        return queryset.signed_by("" if value == NOT_STATED else value)

    def by_contents(self, queryset, name, value):
        return queryset.filter(contents__overlap=value)

    def by_s10(self, queryset, name, value):
        return queryset.filter(s10="") if value == "no" else queryset.exclude(s10="")

    def by_nothing_recorded(self, queryset, name, value):
        """A parcel to a group has an addressee as well."""
        queryset = queryset.filter(addressee_group=None) if "addressee" in value else queryset
        return super().by_nothing_recorded(queryset, name, value)


class CorrespondenceFilter(MailFilterSet):
    phrases = MailFilterSet.phrases | {
        "held": _("held back, %(value)s"),
        "parcel": _("enclosed in %(value)s"),
        "language": _("in the language “%(value)s”"),
        "written": _("written %(value)s"),
        "posted": _("posted %(value)s"),
        "received": _("received %(value)s"),
    }

    q = Words(
        columns=[
            "s10",
            "person__name",
            "person__latin_name",
            "correspondent",
            "correspondent_person__name",
            "route",
        ]
    )
    type = Any(choices=Correspondence.Kind.choices, label=_("Kind"))
    direction = Any(choices=Correspondence.Direction.choices, label=_("Direction"))
    status = status_filter(CORRESPONDENCE)
    person = Found(kind="person", label=_("Person held"))
    parcel = Found(kind="parcel", label=_("Enclosed in parcel"))
    consignment = Found(kind="consignment", label=_("Consignment"))
    language = filters.CharFilter(
        label=_("Language code"),
        lookup_expr="iexact",
        max_length=10,
        widget=forms.TextInput(attrs={"class": "w5"}),
    )
    written = Window(question="written_within", label=_("Written"))
    posted = Window(question="posted_within", label=_("Posted"))
    received = Window(question="received_within", label=_("Received by us"))
    held = filters.ChoiceFilter(
        label=_("Held back"), empty_label=_("Any"), method="by_held",
        choices=[("past", _("review date passed")), ("ahead", _("review date not passed")),
                 ("long", _("for examination over 14 days (guidance)"))],
    )  # fmt: skip
    event = Window(question="with_event_within", label=_("Something happened"))
    contested = Contested()
    owner = owner_filter()
    missing = nothing_recorded(
        ("person", _("person held")), ("parcel", _("parcel")), ("consignment", _("consignment")),
        ("language", _("language")),
        ("written", _("date written")), ("received", _("date received")), ("owner", _("owner")),
    )  # fmt: skip

    class Meta:
        model = Correspondence
        fields: list[str] = []

    def by_held(self, queryset, name, value):
        today = timezone.localdate()
        if value == "long":
            return queryset.examined_over(EXAMINATION_DAYS, today)
        return queryset.held_for_review(today, passed=value == "past")


class ConsignmentFilter(MailFilterSet):
    phrases = MailFilterSet.phrases | {
        "from_party": _("from %(value)s"),
        "to_party": _("to %(value)s"),
        "agreement": _("under %(value)s"),
        "planned": _("planned %(value)s"),
        "receipt": _("receipt not stated for some: %(value)s"),
    }

    q = Words(columns=["title", "seals", "manifest"], records=[("agreement", "title")])
    status = status_filter(CONSIGNMENT)
    from_party = AnyParty(label=_("From"))
    to_party = AnyParty(label=_("To"))
    agreement = Found(kind="agreement", label=_("Agreement"))
    undertaking = Found(kind="undertaking", label=_("Undertaking"))
    carrier = Found(kind="actor", label=_("Carried by"))
    planned = Window(question="planned_within", label=_("Planned"))
    event = Window(question="with_event_within", label=_("Something happened"))
    receipt = filters.ChoiceFilter(
        label=_("Some handed over, receipt not stated"),
        empty_label=_("Any"),
        method="by_receipt",
        choices=YES_NO,
    )
    contested = Contested()
    owner = owner_filter()
    missing = nothing_recorded(
        ("agreement", _("agreement")),
        ("carrier", _("carrier")),
        ("planned_quantity", _("planned number")),
        ("owner", _("owner")),
    )

    class Meta:
        model = Consignment
        fields: list[str] = []

    def by_receipt(self, queryset, name, value):
        return queryset.receipt_not_stated(value == "yes")
