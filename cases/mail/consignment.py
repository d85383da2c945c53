"""The page of a consignment: its account, and what is claimed beside it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access import can
from cases.generic import RecordPage
from cases.guarded import seen_by
from cases.mail import account, custody
from cases.mail.deliveries import deliveries
from cases.mail.pages import fact, list_url, mail_section, state_word
from cases.models import Aspect, Consignment, Correspondence, Event, Parcel
from cases.shown.sections import related, section
from cases.templatetags.look import figure

#: The events whose day stands at the head of a step of the chain of custody.
_DAY_OF_STEP = ("prepared", "handed_over", "delivered")


class ConsignmentPage(RecordPage):
    model = Consignment
    template_name = "mail/consignment.html"
    list_url, list_label = "consignments", gettext_lazy("Consignments")
    edit_url = "consignment_edit"

    def get_queryset(self):
        linked_rows = (
            "from_party", "to_party", "agreement", "undertaking__agreement", "undertaking__party",
            "undertaking__statement__speaker", "carrier", "owner",
        )  # fmt: skip
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
        return {
            "account": books, "bar": account.bar(books) if books["rows"] else None, "links": self._links(books),
            "conditions": account.conditions(consignment), "deliveries": deliveries(consignment, books),
            "steps": self._dated(custody.chain(consignment, claims, books)), "undertaken": self._undertaken(claims),
            "sections": self._sections(), "related": related(user, *pairs),
        }  # fmt: skip

    def _links(self, books):
        """What can be done here, as buttons."""
        consignment, user = self.record, self.request.user
        reference = [consignment.reference]
        links = (
            [(_("Manifest"), reverse("consignment_manifest", args=reference))] if can(user, "export") else []
        )
        if books["bulk"] and can(user, "record_event"):
            links.append((_("Label parcels"), reverse("consignment_label", args=reference)))
        query = f"?consignment={consignment.reference}"
        if can(user, "export"):
            links.append((_("Print labels"), reverse("labels") + query))
        if can(user, "import"):
            links.append((_("Import parcels"), reverse("import_batch_add") + query))
        if can(user, "add"):
            add = reverse("parcel_add") + query
            links.append((_("Register a parcel in it"), add))
        return [{"label": label, "url": url} for label, url in links]

    def _dated(self, steps):
        """The steps, each with the last day on which we hold that it was made."""
        events = Event.objects.about(self.record).live().filter(type__in=_DAY_OF_STEP).order_by("sequence")
        days = {event.type: event for event in events if event.occurred}
        for step, type in zip(steps, _DAY_OF_STEP, strict=True):
            step["event"] = days.get(type)
        return steps

    def _undertaken(self, claims):
        """What was undertaken, by whom, as stated when; and the days for which it is planned, side by side."""
        consignment, user = self.record, self.request.user
        undertaking, agreement = consignment.undertaking, consignment.agreement
        seen = seen_by(user, undertaking, agreement, undertaking and undertaking.statement)
        planned = [claim for claim in claims if claim.aspect == Aspect.DATE_PLANNED]
        return {
            "agreement": agreement if agreement in seen else None,
            "undertaking": undertaking if undertaking in seen else None,
            "statement": undertaking.statement if undertaking in seen and undertaking.statement in seen else None,
            "planned": list({claim.date.edtf: claim for claim in reversed(planned)}.values())[::-1],
        }  # fmt: skip

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
