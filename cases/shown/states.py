"""The state of a parcel, a letter or a consignment as a mark and words."""

from django.utils.translation import gettext as _

#: Status -> tone and mark (style guide: shape says what). States that are not here have the quiet ring.
LOOK = {
    "packed": ("calm", "box"), "in_consignment": ("calm", "box"), "dispatched": ("calm", "box"),
    "collecting": ("calm", "box"), "closed": ("calm", "box"), "distributing": ("calm", "box"),
    "forwarded": ("calm", "box"), "checked": ("calm", "ask"), "planned": ("calm", "planned"),
    "handed_over": ("calm", "none"), "received": ("calm", "said"), "receipt_confirmed": ("calm", "said"),
    "delivered": ("ok", "yes"), "replied": ("ok", "yes"), "reconciled": ("ok", "yes"),
    "delivery_disputed": ("split", "differ"), "held": ("warn", "late"), "lost": ("stop", "cross"),
    "returned": ("calm", "back"), "redirected": ("calm", "back"), "refused": ("calm", "no"),
    "undeliverable": ("calm", "no"), "cancelled": ("calm", "x"), "ended": ("calm", "x"),
    "dropped": ("calm", "x"),
    "fulfilled": ("calm", "yes"), "in_force": ("calm", "said"), "announced": ("calm", "planned"),
}  # fmt: skip


def state(record):
    """The chip of a record's status: tone, mark and words."""
    tone, mark = LOOK.get(record.status, ("calm", "told"))
    return {"tone": tone, "mark": mark, "text": _(record.status_label)}
