"""What travels with a consignment on paper: its manifest and the receipt of the hand-over, with room to sign.

It names people, so that whoever takes it out leaves a trace, as with an export (docs/decisions/0008).
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from cases.access import EXPORT_CAP, Allowed
from cases.actions import holds
from cases.generic import printing
from cases.generic.visible import Visible
from cases.lib.lots import Account
from cases.mail import account
from cases.mail.pages import weight
from cases.models import Consignment, Parcel

#: So many parcels are listed one by one, or as many as the role may take out of the house at once.
MOST = 2000


class Manifest(Allowed, Visible, DetailView):
    """The list that travels with a consignment: each labelled parcel, the number without labels, seals, signatures.

    Who is named must not be on it while their mail is held (D38): the row says so and names nobody.
    """

    model = Consignment
    action = "export"
    context_object_name = "record"
    title = gettext_lazy("Manifest and hand-over receipt")

    template_name = "mail/manifest.html"

    def get(self, request, *args, **kwargs):
        record = self.record
        return printing.ask(
            request, title=self.title, about=record, back_url=record.get_absolute_url(), crumbs=self.crumbs(),
            warning=_("The sheet names the addressees of the labelled parcels; whose mail is held is not named. Once it has left, nobody "
                      "can take it back. That you printed it is kept with your name."),
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        """The sheet to print; who printed it is kept among the exports."""
        shown = super().get(request, *args, **kwargs)
        printing.note(request, title=self.title, about=self.record, rows=len(shown.context_data["parcels"]))
        return shown

    def get_queryset(self):
        return super().get_queryset().select_related("from_party", "to_party", "carrier", "agreement")

    def get_object(self, queryset=None):
        return self.record

    def crumbs(self):
        return [
            {"label": self.record.reference, "url": self.record.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, crumbs=self.crumbs(), **self._sheet(), **kwargs)

    def _sheet(self):
        """What the printed sheet says."""
        inside = Parcel.objects.visible_to(self.request.user).filter(
            consignment=self.record, lot__isnull=False
        )
        gone = (Account.LOST, Account.RETURNED)
        inside = inside.exclude(lot__account__in=gone)
        held = set(holds.held_rows(inside).filter(consignment=self.record).values_list("pk", flat=True))
        rows = inside.select_related("addressee", "addressee_group").order_by("pk")[
            : min(MOST, EXPORT_CAP.get(self.request.user.role, 0))
        ]
        books = account.ledger(self.record)
        labelled = sum(row["labelled"] for row in books["rows"])
        return {
            "account": books, "today": timezone.localdate(), "labelled": labelled,
            "parcels": [self._row(number, parcel, parcel.pk in held) for number, parcel in enumerate(rows, 1)],
        }  # fmt: skip

    def _row(self, number, parcel, held):
        person = parcel.addressee
        return {
            "number": number, "reference": parcel.reference, "s10": parcel.s10, "held": held,
            "name": "" if held else (person.name or person.label) if person else parcel.addressee_group or "",
            "latin": person.latin_name if person and not held else "",
            "contents": parcel.contents_text, "weight": weight(parcel.weight_grams), "state": parcel.status_label,
        }  # fmt: skip
