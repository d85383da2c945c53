"""How long a record is kept, and what two people took out of it, for the side of its page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Erasure, Redaction

#: What can be done about a record that was erased: something may have been written there again.
AFTERWARDS = frozenset({"redact", "erase"})


def keeping(record, on, *, may):
    """{over, removals, links}; `may` names what the reader may do: extend, erase, redact."""
    removals = [
        {
            "erased": model is Erasure, "at": row.done_at, "basis": row.get_basis_display() if model is Erasure else "",
            "asked": row.asked_by.get_role_display().lower(), "decided": row.decided_by.get_role_display().lower(),
        }
        for model in (Erasure, Redaction)
        for row in model.objects.filter(reference=record.reference).done().select_related("asked_by", "decided_by").order_by("-done_at")
    ]  # fmt: skip
    erased = any(item["erased"] for item in removals)
    deeds = (("redact", "redaction_add", _("Take words out")), ("extend", "retention_extend", _("Keep it longer")),
             ("erase", "erasure_add", _("Propose to erase")), ("answer", "person_answer", _("What we hold, for the person")),
             ("answer_enquirer", "enquirer_answer", _("What we hold, for the enquirer")))  # fmt: skip
    return {
        "over": bool(record.retention_until and record.retention_until < on),
        "removals": removals,
        "links": [
            {"url": reverse(name, args=[record.reference]), "label": label}
            for deed, name, label in deeds
            if may.get(deed) and (not erased or deed in AFTERWARDS)
        ],
    }
