"""Lists of parcels, correspondence and consignments, and the forms that make and change them."""

from django.db.models import Case, F, OuterRef, Prefetch, Subquery, When
from django.utils.translation import gettext_lazy

from cases.actions import events
from cases.generic import DEEDS, RecordAdd, RecordEdit, RecordExport, RecordList, Start
from cases.mail import columns
from cases.mail.filters import ConsignmentFilter, CorrespondenceFilter, ParcelFilter
from cases.mail.forms import ConsignmentForm, CorrespondenceForm, ParcelForm
from cases.models import Consignment, Correspondence, Event, Parcel
from cases.shown.states import state

PARCEL_LISTS = (
    ("parcels", gettext_lazy("Parcels")), ("consignments", gettext_lazy("Consignments")),
    ("import_batches", gettext_lazy("Imports")), ("mail_report", gettext_lazy("Report")),
)  # fmt: skip
NEWEST = {"-last": gettext_lazy("Latest event first."), "-recorded": gettext_lazy("Latest recorded first.")}


class MailList(RecordList):
    """What the three lists have in common."""

    table_class = "stacked dense"
    sort = "-recorded"
    sorted_words = NEWEST
    related: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()  # what it travels in: named only to who may see that (R02)

    def get_queryset(self):
        user, rows = self.request.user, super().get_queryset()
        travels = (
            Prefetch(name, rows.model._meta.get_field(name).related_model.objects.visible_to(user))
            for name in self.inside
        )
        codes = {f"{name}_code": self._code(name) for name in self.inside}
        rows = rows.annotate(**codes).prefetch_related(*travels)
        return rows.select_related("owner", "last_event", *self.related)

    def _code(self, name):
        """The reference of what it travels in. Who sees all of the office is answered by a join, others row by row."""
        user = self.request.user
        if user.role == user.Role.COORDINATOR:
            return Case(When(**{f"{name}__office": user.office_id}, then=F(f"{name}__reference")))
        seen = self.model._meta.get_field(name).related_model.objects.visible_to(user)
        return Subquery(seen.filter(pk=OuterRef(name)).order_by().values("reference")[:1])

    def decorate(self, rows):
        for row in rows:
            row.state = state(row)
        return rows


class ParcelList(MailList):
    model = Parcel
    bulk = (*DEEDS, "bulk_labels")
    filterset_class = ParcelFilter
    title = gettext_lazy("Parcels")
    nouns = (gettext_lazy("parcel"), gettext_lazy("parcels"))
    lists = PARCEL_LISTS
    row_template = "mail/_parcel_row.html"
    starts = (
        Start(gettext_lazy("No event for 14 days"), {"idle": "14"}),
        Start(gettext_lazy("Contested"), {"contested": "yes"}),
        Start(gettext_lazy("Mine"), {"owner": "mine"}),
    )
    related = ("addressee", "addressee_group", "sender_person", "custodian")
    inside = ("consignment",)
    add_url, add_label = "parcel_add", gettext_lazy("Register a parcel")
    beside = (
        ("scan", gettext_lazy("Scan station"), "record_event"), ("labels", gettext_lazy("Labels"), "export"),
    )  # fmt: skip
    columns, export_columns = columns.PARCEL, columns.PARCEL_EXPORT


class ParcelExport(RecordExport, ParcelList):
    pass


class CorrespondenceList(MailList):
    model = Correspondence
    bulk = DEEDS
    filterset_class = CorrespondenceFilter
    title = gettext_lazy("Correspondence")
    nouns = (gettext_lazy("item of mail"), gettext_lazy("items of mail"))
    row_template = "mail/_correspondence_row.html"
    related = ("person", "correspondent_person")
    inside = ("parcel", "consignment")
    add_url, add_label = "correspondence_add", gettext_lazy("Register mail")
    beside = (("letter_series", gettext_lazy("Letters in a series"), "add"),)
    columns, export_columns = columns.CORRESPONDENCE, columns.CORRESPONDENCE_EXPORT


class CorrespondenceExport(RecordExport, CorrespondenceList):
    pass


class ConsignmentList(MailList):
    model = Consignment
    filterset_class = ConsignmentFilter
    title = gettext_lazy("Consignments")
    nouns = (gettext_lazy("consignment"), gettext_lazy("consignments"))
    lists = PARCEL_LISTS
    row_template = "mail/_consignment_row.html"
    related = ("from_party", "to_party")
    add_url, add_label = "consignment_add", gettext_lazy("Plan a consignment")
    columns, export_columns = columns.CONSIGNMENT, columns.CONSIGNMENT_EXPORT

    def get_queryset(self):
        return super().get_queryset().with_account()


class ConsignmentExport(RecordExport, ConsignmentList):
    pass


class Begun:
    """A new record that begins with what the page it was asked for on knows already."""

    begun_with: tuple[str, ...] = ()

    def get_form_kwargs(self):
        given = {name: self.request.GET[name][:200] for name in self.begun_with if name in self.request.GET}
        return super().get_form_kwargs() | ({"initial": given} if given else {})


class ParcelSaved:
    """A saved parcel's lot follows its consignment; a warning set aside leaves a note with its reason."""

    form_class = ParcelForm
    list_url, list_label = "parcels", gettext_lazy("Parcels")

    def save(self, form):
        parcel = super().save(form)
        if "consignment" in form.changed_data and parcel.last_event_id:
            parcel = events.recompute(parcel)
        if form.warnings:
            self._keep_reason(parcel, form)
        return parcel

    def _keep_reason(self, parcel, form):
        events.record_event(
            about=parcel, type="noted", by=self.request.user, evidence=Event.Evidence.OWN_OBSERVATION,
            note=" ".join(str(sentence) for sentence in form.warnings),
            reason=form.cleaned_data["anyway_reason"],
            form_key=form.cleaned_data["form_key"],
        )  # fmt: skip


class ParcelAdd(Begun, ParcelSaved, RecordAdd):
    title = gettext_lazy("Register a parcel")
    begun_with = ("consignment", "addressee")


class ParcelEdit(ParcelSaved, RecordEdit):
    title = gettext_lazy("Edit")


class CorrespondenceAdd(Begun, RecordAdd):
    form_class = CorrespondenceForm
    title = gettext_lazy("Register mail")
    list_url, list_label = "correspondence_list", gettext_lazy("Correspondence")
    begun_with = ("person", "parcel", "consignment", "reply_to")


class CorrespondenceEdit(RecordEdit):
    form_class = CorrespondenceForm
    title = gettext_lazy("Edit")
    list_url, list_label = "correspondence_list", gettext_lazy("Correspondence")


class ConsignmentAdd(Begun, RecordAdd):
    form_class = ConsignmentForm
    title = gettext_lazy("Plan a consignment")
    list_url, list_label = "consignments", gettext_lazy("Consignments")
    begun_with = ("agreement", "undertaking")


class ConsignmentEdit(RecordEdit):
    form_class = ConsignmentForm
    title = gettext_lazy("Edit")
    list_url, list_label = "consignments", gettext_lazy("Consignments")
