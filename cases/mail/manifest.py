"""What travels with a consignment on paper: its manifest and the receipt of the hand-over, with room to sign."""

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from cases.access import EXPORT_CAP, Allowed
from cases.actions import holds
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
    template_name = "mail/manifest.html"
    context_object_name = "record"
    title = gettext_lazy("Manifest and hand-over receipt")

    def get_queryset(self):
        return super().get_queryset().select_related("from_party", "to_party", "carrier", "agreement")

    def get_object(self, queryset=None):
        return self.record

    def get_context_data(self, **kwargs):
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
        context = {
            "title": self.title, "account": books, "today": timezone.localdate(), "labelled": labelled,
            "parcels": [self._row(number, parcel, parcel.pk in held) for number, parcel in enumerate(rows, 1)],
            "crumbs": [{"label": self.record.reference, "url": self.record.get_absolute_url()},
                       {"label": self.title, "url": ""}],
        }  # fmt: skip
        return super().get_context_data(**(context | kwargs))

    def _row(self, number, parcel, held):
        person = parcel.addressee
        return {
            "number": number, "reference": parcel.reference, "s10": parcel.s10, "held": held,
            "name": "" if held else (person.name or person.label) if person else parcel.addressee_group or "",
            "latin": person.latin_name if person and not held else "",
            "contents": parcel.contents_text, "weight": weight(parcel.weight_grams), "state": parcel.status_label,
        }  # fmt: skip
