"""Mail and goods: agreements, consignments, parcels, letters, visits."""

from django import forms
from django.contrib.admin import register
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.actions import events
from cases.admin.forms import RecordForm, RowForm
from cases.admin.inlines import StackedRows, TableRows
from cases.admin.ledger import CachePage, LedgerPage
from cases.admin.lists import column, dated
from cases.admin.site import site
from cases.admin.tracked import TrackedPage
from cases.admin.words import list_url
from cases.lib import codes
from cases.models import Agreement, Consignment, Correspondence, Handling, Lot, Parcel, Undertaking, Visit


class Undertakings(StackedRows):
    """What each party undertook; a new one has a reference, so it is added on its own page."""

    model = Undertaking
    form = RowForm
    adds = None
    fields = (("party", "text"), ("quantity", "population"), "due", "statement")
    autocomplete_fields = ("statement",)
    related = ("party", "agreement")


@register(Agreement, site=site)
class AgreementPage(TrackedPage):
    subject = "mail"
    list_display = ("title", "reference", dated("concluded", _("concluded")))
    search_fields = ("title",)
    date_hierarchy = "concluded_earliest"
    autocomplete_fields = ("made_by", "owner")
    inlines = (Undertakings,)

    def more_links(self, row):
        return [
            (_("Consignments"), list_url(Consignment, agreement=row.pk)),
            (_("Visits"), list_url(Visit, agreement=row.pk)),
        ]


@register(Undertaking, site=site)
class UndertakingPage(TrackedPage):
    subject = "mail"
    list_display = ("text", "reference", "party", "agreement", "quantity", dated("due", _("due")))
    list_filter = (*TrackedPage.list_filter, "party")
    search_fields = ("text",)
    related = ("party", "agreement")
    autocomplete_fields = ("agreement", "statement", "owner")


prepared = column("prepared", _("prepared"), lambda consignment: consignment.prepared, "prepared")
custodian = column("custodian", _("held by"), lambda parcel: parcel.custodian or "–")


class BulkLots(TableRows):
    """Parcels counted in bulk, by place of the account; labelled ones are in the list of parcels."""

    model = Lot
    adds = changes = None
    fields = ("account", "quantity")
    show_change_link = False
    verbose_name_plural = _("account of parcels counted in bulk")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(parcel=None)


@register(Consignment, site=site)
class ConsignmentPage(TrackedPage):
    subject = "mail"
    list_display = ("title", "reference", "from_party", "to_party", "planned_quantity", prepared)
    list_filter = (*TrackedPage.list_filter, "from_party", "to_party")
    search_fields = ("title",)
    related = ("from_party", "to_party")
    autocomplete_fields = ("agreement", "undertaking", "carrier", "owner")
    standing = (*TrackedPage.standing, prepared)
    inlines = (BulkLots,)

    def more_links(self, row):
        return [
            (_("Parcels"), list_url(Parcel, consignment=row.pk)),
            (_("Letters"), list_url(Correspondence, consignment=row.pk)),
            (_("Lots"), list_url(Lot, consignment=row.pk)),
        ]


class ParcelForm(RecordForm):
    contents = forms.MultipleChoiceField(
        choices=Parcel.Content,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is in it, as stated."),
    )

    def clean_s10(self):
        """D15: a postal item number is valid or not given."""
        number = self.cleaned_data["s10"]
        try:
            return codes.validate_s10(number) if number else ""
        except codes.BadCode as error:
            raise ValidationError(error.message) from error


@register(Parcel, site=site)
class ParcelPage(TrackedPage):
    subject = "mail"
    form = ParcelForm
    list_display = ("reference", "to_whom", "s10", "consignment")
    search_fields = ("s10__exact",)
    search_help_text = _(
        "The reference, the postal item number, or part of the name of a person on either side."
    )
    finds_people = ("addressee", "sender_person")
    standing = (*TrackedPage.standing, custodian)
    related = ("addressee", "addressee_group", "consignment")
    autocomplete_fields = ("consignment", "sender_person", "addressee", "addressee_group", "owner")

    def save_model(self, request, obj, form, change):
        """The lot of a parcel that has moved already follows its consignment."""
        super().save_model(request, obj, form, change)
        if "consignment" in form.changed_data and obj.last_event_id:
            events.recompute(obj)

    def to_whom(self, obj):
        return obj.addressee or obj.addressee_group or _("no addressee stated")

    to_whom.short_description = _("addressee")

    def more_links(self, row):
        return [(_("Enclosed letters"), list_url(Correspondence, parcel=row.pk))]


@register(Correspondence, site=site)
class CorrespondencePage(TrackedPage):
    subject = "mail"
    list_display = ("reference", "type", "direction", "person", dated("written", _("written")))
    list_filter = (*TrackedPage.list_filter, "type", "direction")
    search_fields = ("reference__exact", "s10__exact")
    search_help_text = _(
        "The reference, the postal item number, or part of the name of a person on either side."
    )
    finds_people = ("person", "correspondent_person")
    related = ("person",)
    autocomplete_fields = ("person", "correspondent_person", "reply_to", "parcel", "consignment", "owner")

    def more_links(self, row):
        return [(_("Replies"), list_url(Correspondence, reply_to=row.pk))]


@register(Lot, site=site)
class LotPage(CachePage):
    subject = "mail"
    parents = ("consignment", "parcel")
    related = ("consignment",)
    list_display = ("consignment", "account", "quantity")
    list_filter = ("account",)
    search_fields = ("consignment__reference__exact",)
    search_help_text = _("The reference of the consignment.")


@register(Handling, site=site)
class HandlingPage(LedgerPage):
    """Recorded with its event on the page of the mail, or of the person whose mail is limited."""

    subject = "mail"
    adds = None
    parents = ("event",)
    list_display = ("event", "signed_by", "side", "outcome", "cause", "letters", "cards")
    list_filter = ("signed_by", "outcome", "cause")
    related = ("event", "side")

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related("event__parcel", "event__correspondence", "event__consignment", "event__person")
        )
