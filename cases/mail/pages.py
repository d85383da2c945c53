"""The pages of a parcel and of an item of mail."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.generic import RecordPage
from cases.guarded import KEPT, seen_by
from cases.models import Correspondence, Parcel
from cases.shown.sections import related, section
from cases.shown.states import state

NOT_STATED = gettext_lazy("not stated")


def fact(label, value, none=NOT_STATED):
    return {"label": label, "value": value or none}


def date_fact(label, date):
    return {"label": label, "date": date} if date else {"label": label, "value": NOT_STATED}


def linked(user, label, record, none):
    """A fact that leads to another record, by its reference; of one that the user may not see, that it is there (R02)."""
    if record is None:
        return {"label": label, "value": none}
    if not seen_by(user, record):
        return {"label": label, "value": KEPT}
    return {"label": label, "value": record.reference, "url": record.get_absolute_url()}


def state_word(record):
    return str(state(record)["text"])


def list_url(name, **query):
    return f"{reverse(name)}?{urlencode(query)}"


def weight(grams):
    if grams is None:
        return ""
    return _("%(kilos)s kg") % {"kilos": number_format(grams / 1000, 3).rstrip("0").rstrip(".,")}


def mail_section(title, letters, url):
    return section(
        "mail", title, letters,
        [_("Mail"), (_("Direction"), lambda letter: letter.get_direction_display()),
            (_("Written"), lambda letter: letter.written),
         (_("State"), state_word)],
        url=url, none=_("No mail is recorded here."),
    )  # fmt: skip


class ParcelPage(RecordPage):
    model = Parcel
    template_name = "mail/parcel.html"
    list_url, list_label = "parcels", gettext_lazy("Parcels")
    edit_url = "parcel_edit"

    def get_queryset(self):
        linked_rows = ("addressee", "addressee_group", "sender_person", "custodian", "consignment", "owner")
        return super().get_queryset().select_related(*linked_rows)

    def subtitle(self):
        sender = self.record.sender or self.record.sender_person
        parts = [state_word(self.record), _("from %(sender)s") % {"sender": sender} if sender else ""]
        return " · ".join(filter(None, parts))

    def facts(self):
        parcel = self.record
        return [
            fact(_("Held by"), parcel.custodian and parcel.custodian.short),
            self.contested_fact(),
            fact(_("Contents"), parcel.contents_text),
            fact(_("Weight"), weight(parcel.weight_grams)),
            fact(_("Postal item number"), parcel.s10, _("none")),
            linked(self.request.user, _("Consignment"), parcel.consignment, _("none")),
            fact(_("Sender"), parcel.sender or parcel.sender_person),
            fact(_("Owner"), parcel.owner, _("nobody")),
        ]

    def extras(self, claims):
        parcel, user = self.record, self.request.user
        mail = (
            Correspondence.objects.visible_to(user)
            .filter(parcel=parcel)
            .select_related("person")
            .order_by("pk")
        )
        return {
            "warnings": parcel.warnings,
            "sections": [mail_section(_("Enclosed mail"), mail,
                list_url("correspondence_list", parcel=parcel.reference))],
            "related": related(
                user, (_("Addressee"), parcel.addressee), (_("Addressee"), parcel.addressee_group),
                (_("Sender"), parcel.sender_person), (_("Consignment"), parcel.consignment),
            ),
        }  # fmt: skip


class CorrespondencePage(RecordPage):
    model = Correspondence
    list_url, list_label = "correspondence_list", gettext_lazy("Correspondence")
    edit_url = "correspondence_edit"

    def get_queryset(self):
        linked_rows = ("person", "correspondent_person", "parcel", "consignment", "reply_to__person", "owner")
        return super().get_queryset().select_related(*linked_rows)

    def subtitle(self):
        letter = self.record
        kind, direction = letter.get_type_display().capitalize(), letter.get_direction_display()
        return f"{kind} {direction} · {state_word(letter)}"

    def facts(self):
        letter = self.record
        enclosed = letter.parcel or letter.consignment
        return [
            fact(_("Person held"), letter.person),
            self.contested_fact(),
            *self._review(),
            fact(_("Family side"), letter.correspondent or letter.correspondent_person),
            date_fact(_("Written"), letter.written),
            *([date_fact(_("Posted"), letter.posted)] if letter.posted else []),
            date_fact(_("Received by us"), letter.received),
            *([fact(_("Route"), letter.route)] if letter.route else []),
            fact(_("Language"), letter.language),
            *([fact(_("Postal item number"), letter.s10)] if letter.s10 else []),
            *([fact(_("Number on the list"), letter.external_number)] if letter.external_number else []),
            *([fact(_("Quantity"), letter.quantity)] if letter.quantity is not None else []),
            linked(self.request.user, _("Enclosed in"), enclosed, _("nothing stated")),
            *([fact(_("Declared"), _("family news only"))] if letter.family_news else []),
            fact(_("Owner"), letter.owner, _("nobody")),
        ]

    def _review(self):
        """Until when it is held, if it is (D10)."""
        letter = self.record
        hold = (
            letter.events.live().filter(type="held").order_by("-sequence").first()
            if letter.status == "held"
            else None
        )
        if not hold:
            return []
        if hold.due_latest and hold.due_latest < self.today:
            chip = {"tone": "warn", "mark": "late", "text": _("review date passed")}
            return [{"label": _("Held, review"), "chip": chip}]
        return [date_fact(_("Held, review"), hold.due)]

    def extras(self, claims):
        letter, user = self.record, self.request.user
        replies = (
            Correspondence.objects.visible_to(user)
            .filter(reply_to=letter)
            .select_related("person")
            .order_by("pk")
        )
        pairs = [
            (_("Person held"), letter.person), (_("Family side"), letter.correspondent_person),
            (_("Enclosed in parcel"), letter.parcel), (_("Consignment"), letter.consignment),
            (_("Answers"), letter.reply_to),
        ]  # fmt: skip
        sections = [mail_section(_("Replies to it"), replies, "")] if replies.exists() else []
        return {"related": related(user, *pairs), "sections": sections}
