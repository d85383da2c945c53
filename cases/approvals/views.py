"""What waits for a second person, and what became of what one asked for."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import approving
from cases.context import OF_THE_DAY
from cases.generic.lists import tabs


@require_safe
def page(request):
    """Two lists of all kinds together; each is decided on a page of its own. A GET writes nothing."""
    user = request.user
    mine = [line for kind in approving.kinds() for line in _lines(approving.asked(kind, user), user)]
    wait = [
        line for kind in approving.decided_by(user) for line in _lines(approving.waiting(kind, user), user)
    ]
    context = {
        "title": _("Approvals"), "tabs": tabs(OF_THE_DAY, user, "approvals"),
        "decides": bool(approving.decided_by(user)),
        "waiting": sorted(wait, key=lambda row: row.asked_at)[: approving.MOST],
        "asked": sorted(mine, key=lambda row: row.asked_at, reverse=True)[: approving.MOST],
    }  # fmt: skip
    return render(request, "approvals/approvals.html", context)


def _lines(rows, user):
    """The rows with what their lines name, and what their kind is called."""
    rows = rows.select_related("asked_by", "decided_by", "office", *getattr(rows.model, "related", ()))
    for row in rows[: approving.MOST]:
        row.kind_words, row.reason_words = row._meta.verbose_name, row.reason_for(user)
        yield row
