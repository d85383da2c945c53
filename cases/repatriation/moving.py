"""Plan an operation, postpone it, call it off or say that it did not take place: its cases go with it."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases.actions import Refused
from cases.actions.operation_steps import move
from cases.models import RepatriationCase
from cases.repatriation.operation import OfOperation
from cases.repatriation.operation_forms import MoveForm
from cases.shown.plans import plans


def named(user, exceptions):
    """(reference, title, why not) of records that cannot take a step; one that the user may not see is not named."""
    cases = [record.pk for record, _why in exceptions if isinstance(record, RepatriationCase)]
    seen = set(RepatriationCase.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True))
    return [
        {
            "record": None if isinstance(record, RepatriationCase) and record.pk not in seen else record,
            "why": why,
        }
        for record, why in exceptions
    ]


class OperationMove(OfOperation, View):
    """One step of the operation and, within it, of all its cases; or of none of them."""

    action = "record_event"
    title = gettext_lazy("Plan, postpone or call off")

    def form(self, data=None):
        return MoveForm(data, user=self.request.user, operation=self.operation)

    def get(self, request, **kwargs):
        return self.show(self.form())

    def post(self, request, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            with transaction.atomic():
                event, left_out = move(
                    operation=self.operation, type=form.cleaned_data["type"], by=request.user,
                    form_key=form.cleaned_data["form_key"] or uuid.uuid4(), leave_out=form.cleaned_data["leave_out"],
                    **form.facts(),
                )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
            return self.show(
                form, status=422, exceptions=named(request.user, getattr(refused, "exceptions", ()))
            )
        self.tell(event, left_out)
        return HttpResponseRedirect(f"{self.operation.get_absolute_url()}#plans")

    def tell(self, event, left_out):
        moved = event.parts.live().count()
        words = ngettext(
            "Recorded: %(event)s, with %(number)s case.", "Recorded: %(event)s, with %(number)s cases.", moved
        )
        messages.success(self.request, words % {"event": _(event.label), "number": moved})
        for each in named(self.request.user, left_out):
            who = each["record"].reference if each["record"] else _("A case that is not shown to your role")
            messages.warning(self.request, _("Left out: %(who)s. %(why)s") % {"who": who, "why": each["why"]})

    def show(self, form, status=200, exceptions=()):
        context = self.context(
            form=form, exceptions=exceptions,
            plans=plans(self.operation, timezone.localdate(), self.request.user),
            cases=self.operation.parts.open().filter(case__isnull=False).values("case").distinct().count(),
        )  # fmt: skip
        return render(self.request, "repatriation/move.html", context, status=status)
