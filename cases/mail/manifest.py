"""What travels with a consignment on paper: its manifest and the receipt of the hand-over, with room to sign.

It names people, so that whoever takes it out leaves a trace, as with an export (docs/decisions/0008).
"""

import uuid

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView
from pghistory.models import Context

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
    context_object_name = "record"
    title = gettext_lazy("Manifest and hand-over receipt")

    def post(self, request, *args, **kwargs):
        """The sheet to print; who printed it is kept beside the history of changes."""
        shown = self.get(request, *args, **kwargs)
        rows = str(len(shown.context_data.get("parcels", ())))
        Context.objects.create(
            id=uuid.uuid4(), metadata={"user": request.user.pk, "export": request.path, "reason": "", "rows": rows, "format": "print"}
        )  # fmt: skip
        return shown

    def get_template_names(self):
        return ["mail/manifest.html" if self.request.method == "POST" else "mail/manifest_form.html"]

    def get_queryset(self):
        return super().get_queryset().select_related("from_party", "to_party", "carrier", "agreement")

    def get_object(self, queryset=None):
        return self.record

    def get_context_data(self, **kwargs):
        context = {
            "title": self.title,
            "crumbs": [{"label": self.record.reference, "url": self.record.get_absolute_url()},
                       {"label": self.title, "url": ""}],
        }  # fmt: skip
        if self.request.method == "POST":
            context |= self._sheet()
        return super().get_context_data(**(context | kwargs))

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
