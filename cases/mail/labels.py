"""Labels on sheets of A4, eight on each: for a consignment, or for parcels by their references."""

import segno
from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access import demand
from cases.actions import holds
from cases.forms import ForUser, LookupField
from cases.generic import printing
from cases.generic.bulk import Bulk
from cases.lib import codes
from cases.lib.endorsements import LINES
from cases.lib.names.romanise import romanise
from cases.models import CustodyPeriod, Parcel

ON_SHEET = 8
SHEETS = 50  # in one page for the printer
MOST = ON_SHEET * SHEETS  # references pasted or picked at once
_RUSSIAN = frozenset("ёъыэ")
_LONG = 38  # letters of a name from which it is set smaller


class LabelsForm(ForUser, forms.Form):
    """For which parcels, and what their face says."""

    consignment = LookupField(
        "consignment", required=False, label=gettext_lazy("Consignment"),
        help_text=gettext_lazy("All parcels of it that are registered one by one."),
    )  # fmt: skip
    references = forms.CharField(
        required=False, label=gettext_lazy("Or references of parcels"), max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "mono"}),
        help_text=gettext_lazy("One on each line, or apart by spaces or commas."),
    )  # fmt: skip
    endorsement = forms.ChoiceField(
        required=False, label=gettext_lazy("Postage free as"), initial="recorded",
        choices=[
            ("recorded", gettext_lazy("as each addressee is recorded to be held")),
            ("prisoner_of_war", gettext_lazy("prisoner of war mail, all of them")),
            ("internee", gettext_lazy("civilian internee mail, all of them")),
            ("none", gettext_lazy("nothing")),
        ],
        help_text=gettext_lazy("GC III Art. 74, GC IV Art. 110; the words of the Universal Postal Union and their translations."),
    )  # fmt: skip
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def clean_references(self):
        words = codes.apart(self.cleaned_data["references"])
        if len(words) > MOST:
            raise forms.ValidationError(
                _("These are %(number)s references: take up to %(most)s at once.")
                % {"number": len(words), "most": MOST}
            )
        return words

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("consignment") and not cleaned.get("references"):
            self.add_error("consignment", _("Name a consignment, or paste references of parcels."))
        if cleaned.get("consignment") and cleaned.get("references"):
            self.add_error(
                "references",
                _("Labels are made for a whole consignment or for these references: empty one of the two."),
            )
        return cleaned

    def parcels(self):
        """The parcels in the order of their numbers, and the words that name none."""
        rows = Parcel.objects.visible_to(self.user)
        if consignment := self.cleaned_data.get("consignment"):
            return rows.filter(consignment=consignment).order_by("pk"), []
        words = self.cleaned_data["references"]
        references = {word: codes.spelt(word) for word in words}
        found = rows.filter(reference__in=references.values()).order_by("pk")
        known = set(found.values_list("reference", flat=True))
        return found, [word for word, code in references.items() if code not in known]


def labels(request):
    """The form; and when it is sent, the sheets for the printer. They name people: a GET shows none of them (docs/decisions/0008)."""
    demand(request.user, "export")
    if request.method == "POST":
        return _answer(request, LabelsForm(request.POST, user=request.user))
    asked = {
        name: request.GET.get(name, "")[:200]
        for name in ("consignment", "endorsement")
        if name in request.GET
    }
    return _answer(request, LabelsForm(user=request.user, initial=asked))


def _answer(request, form):
    context = {
        "form": form, "title": _("Labels"),
        "crumbs": [{"label": _("Parcels"), "url": reverse("parcels")}, {"label": _("Labels"), "url": ""}],
    }  # fmt: skip
    if not form.is_bound or not form.is_valid():
        return render(request, "mail/labels_form.html", context, status=422 if form.errors else 200)
    sheets = _sheets(form)
    printing.note(
        request, title=_("Labels"), about=form.cleaned_data["consignment"], rows=sum(len(sheet) for sheet in sheets["sheets"])
    )  # fmt: skip
    return render(request, "mail/labels.html", context | sheets)


class LabelsOfPicked(Bulk):
    """The form of labels with the parcels that were picked in a list, or that its filter finds."""

    action = "export"

    def get(self, request):
        return HttpResponseRedirect(reverse("labels"))

    def post(self, request):
        return _answer(
            request, LabelsForm(user=request.user, initial={"references": self.chosen()["references"]})
        )


def _sheets(form):
    parcels, unknown = form.parcels()
    held = {parcel.pk for parcel in holds.held_rows(parcels).filter(pk__in=parcels.values("pk")).only("pk")}
    total = parcels.count()
    free = parcels.exclude(pk__in=held)
    pages = max(1, -(-(total - len(held)) // (ON_SHEET * SHEETS)))
    page = min(form.cleaned_data.get("page") or 1, pages)
    start = (page - 1) * ON_SHEET * SHEETS
    rows = free.select_related("addressee", "addressee_group", "sender_person", "consignment__to_party")
    made = _faces(
        list(rows[start : start + ON_SHEET * SHEETS]), form.cleaned_data["endorsement"] or "recorded"
    )
    return {
        "sheets": [made[at : at + ON_SHEET] for at in range(0, len(made), ON_SHEET)], "unknown": unknown, "total": total,
        "held": _held_words(len(held)), "page": page, "pages": pages,
        "next_page": page + 1 if page < pages else 0, "previous_page": page - 1,
        "typed": [(name, form.data.get(name, "")) for name in ("consignment", "references", "endorsement")],
    }  # fmt: skip


def _held_words(number):
    """That some are not printed, and not why (D38)."""
    return number and ngettext(
        "%(number)s label is held by the office and not printed: its page names whom to ask.",
        "%(number)s labels are held by the office and not printed: their pages name whom to ask.",
        number,
    ) % {"number": number}


def _faces(parcels, endorsement):
    bases = _bases(parcels) if endorsement == "recorded" else {}
    return [_face(parcel, bases.get(parcel.addressee_id, endorsement)) for parcel in parcels]


def _bases(parcels):
    """On which basis each addressee is held, as far as one accepted period says so."""
    people = [parcel.addressee_id for parcel in parcels if parcel.addressee_id]
    return dict(
        CustodyPeriod.objects.held()
        .filter(person__in=people)
        .order_by("pk")
        .values_list("person_id", "basis")
    )


def _face(parcel, basis):
    who = parcel.addressee or parcel.addressee_group
    name = str(who) if who else ""
    latin = (parcel.addressee.latin_name if parcel.addressee else "") or _latin(name)
    sender = parcel.sender or str(parcel.sender_person or "")
    return {
        "reference": parcel.reference, "qr": _qr(parcel.reference), "name": name, "latin": latin if latin != name else "",
        "long": len(name) > _LONG or len(latin) > _LONG or len(sender) > 2 * _LONG, "sender": sender, "sender_latin": _latin(sender),
        "external": parcel.external_number, "s10": parcel.s10, "lines": LINES.get(basis, ()),
        "to": parcel.consignment.to_party if parcel.consignment else "",
        "consignment": parcel.consignment.reference if parcel.consignment else "",
    }  # fmt: skip


def _latin(words):
    """In Latin letters, where it is not already: as passports of its language have it."""
    latin = romanise(words, "icao-rus" if _RUSSIAN & set(words.lower()) else "ua-2010")
    return latin if latin != words else ""


def _qr(reference):
    """The code as a drawing without a style; it holds the reference and nothing about anybody."""
    code = segno.make(reference, micro=False, error="m")
    return mark_safe(code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=0))  # noqa: S308  made of our code
