"""Recording a figure that follows from others, once it has been looked at."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.access import demand
from cases.actions import Refused, derivations
from cases.lib.dates import from_edtf
from cases.models import Group
from cases.shown.headcounts import derivable


def derive(request, reference):
    """Ask once more, then record that a number follows from the claims that `of` names."""
    demand(request.user, "add")
    group = get_object_or_404(Group.objects.visible_to(request.user), reference=reference)
    finding = derivable(group, request.user, _keys(request.GET.get("of", "")))
    if finding is None:
        messages.error(
            request, _("This figure no longer follows from what is recorded: look at the headcounts again.")
        )
        return HttpResponseRedirect(f"{group.get_absolute_url()}#headcounts")
    if request.method != "POST":
        return render(
            request, "_parts/_confirm.html", {"confirm": _confirm(group, finding), "form": None, "crumbs": []}
        )
    try:
        statement = derivations.record_derived(
            group=group, claims=[figure.key for figure in finding["figures"]], text=finding["core"], by=request.user,
            said=from_edtf(timezone.localdate().isoformat()),
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(f"{group.get_absolute_url()}#headcounts")
    messages.success(
        request, _("%(number)s is recorded as derived, with its parts.") % {"number": finding["number"]}
    )
    return HttpResponseRedirect(statement.get_absolute_url())


def _keys(words):
    """“12.31” as {12, 31}; 404 for what no page of ours links to."""
    try:
        return frozenset(int(word) for word in words.split("."))
    except ValueError:
        raise Http404 from None


def _confirm(group, finding):
    cited = ", ".join(
        f"{part['value']} · {part['speaker']} · {part['statement'].reference}" for part in finding["parts"]
    )
    return {
        "title": _("Record a derived figure"),
        "question": _("Record %(number)s as derived?") % {"number": finding["number"]},
        "about": finding["core"],
        "changes": [
            _("A statement of our office, marked as derived, says so and cites its parts: %(parts)s.") % {"parts": cited},
        ],
        "stays": [
            _("What others said stays as they said it."),
            _("No event is recorded, and no count of one: who they were is not known from this."),
        ],
        "button": _("Record as derived"),
        "cancel_url": f"{group.get_absolute_url()}#headcounts",
        "cancel_label": _("Back to the headcounts"),
    }  # fmt: skip
