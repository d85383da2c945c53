"""What was recorded by mistake and is no fact of anybody: taken away with the reason; history keeps it."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused


@transaction.atomic
def withdraw(*, rows, reason, by):
    """Take away relationships, or that somebody belongs to a group; taken away twice is once. Raises `Refused` without a reason."""
    if not reason.strip():
        raise Refused(_("Write why it was a mistake."), field="reason")
    with pghistory.context(user=by.pk, reason=reason.strip()):
        rows.delete()
