"""The page of a consignment: its account, and what is claimed beside it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access import can
from cases.generic import RecordPage
from cases.mail import account
from cases.mail.pages import fact, list_url, mail_section, state_word
from cases.models import Consignment, Correspondence, Parcel
from cases.shown.sections import related, section
from cases.templatetags.look import figure


class ConsignmentPage(RecordPage):
    model = Consignment
    template_name = "mail/consignment.html"
    list_url, list_label = "consignments", gettext_lazy("Consignments")
    edit_url = "consignment_edit"

    def get_queryset(self):
        linked_rows = ("from_party", "to_party", "agreement", "undertaking__agreement", "carrier", "owner")
        return super().get_queryset().select_related(*linked_rows)

    def subtitle(self):
        consignment = self.record
        return f"{consignment.from_party} → {consignment.to_party} · {state_word(consignment)}"

    def facts(self):
        consignment = self.record
        waiting = consignment.account().get("handed_over", 0)
        number = ngettext("%(number)s parcel", "%(number)s parcels", waiting) % {"number": figure(waiting)}
        return [
            fact(_("Handed over, receipt not stated"), number if waiting else _("none")),
            self.contested_fact(),
            self.planned_fact(),
            fact(_("Carried by"), consignment.carrier and consignment.carrier.short),
            fact(_("Seals"), consignment.seals),
            fact(_("Manifest"), consignment.manifest),
            fact(_("Owner"), consignment.owner, _("nobody")),
        ]

    def extras(self, claims):
        consignment, user = self.record, self.request.user
        books = account.ledger(consignment)
        pairs = [(_("Agreement"), consignment.agreement), (_("Undertaking"), consignment.undertaking)]
        may_add = can(user, "add")
        add_url = f"{reverse('parcel_add')}?consignment={consignment.reference}" if may_add else ""
        return {
            "label_url": self._label_url(), "account": books, "bar": account.bar(books) if books["rows"] else None, "add_parcel_url": add_url,
            "steps": account.said_beside(claims, books), "sections": self._sections(),
            "related": related(user, *pairs),
        }  # fmt: skip

    def _label_url(self):
        """Where parcels get labels, while some are counted in bulk."""
        bulk = can(self.request.user, "record_event") and self.record.lots.filter(parcel=None).exists()
        return reverse("consignment_label", args=[self.record.reference]) if bulk else ""

    def _sections(self):
        consignment, user = self.record, self.request.user
        inside = {"consignment": consignment}
        parcels = Parcel.objects.visible_to(user).filter(**inside).select_related(
            "addressee", "addressee_group", "custodian", "last_event"
        )  # fmt: skip
        mail = (
            Correspondence.objects.visible_to(user)
            .filter(**inside)
            .select_related("person")
            .order_by("-created_at", "-pk")
        )
        return [
            section(
                "parcels", _("Labelled parcels"), parcels.order_by("-last_event_sort", "-pk"),
                [_("Parcel"), (_("Contents"), lambda p: p.contents_text), (_("State"), state_word),
                 (_("Held by"), lambda p: p.custodian and p.custodian.short),
                 (_("Last event"),
                     lambda p: p.last_event and (p.last_event.occurred or _("date not stated")))],
                url=list_url("parcels", consignment=consignment.reference),
                none=_("No parcel of it is recorded one by one."),
            ),
            mail_section(_("Letters and drawings"), mail, list_url("correspondence_list",
                consignment=consignment.reference)),
        ]  # fmt: skip
