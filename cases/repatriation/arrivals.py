"""The arrival list: what became of everybody, asked once more before it is recorded, all of it or nothing."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases.actions import Refused
from cases.actions.operations import Arrival, complete, found_case
from cases.models import Event, RepatriationPart
from cases.repatriation.moving import named
from cases.repatriation.operation import OfOperation
from cases.repatriation.operation_forms import ArrivalsForm
from cases.shown.travellers import hidden_text, travellers

Outcome = RepatriationPart.Outcome


class OperationArrivals(OfOperation, View):
    """Mark everybody, see what it changes, record it."""

    action = "record_event"
    title = gettext_lazy("Arrival list")

    @cached_property
    def people(self):
        return travellers(self.operation, self.request.user, private=False)

    @cached_property
    def open_lines(self):
        return [line for line in self.people["lines"] if not line["part"].outcome]

    def form(self, data=None):
        initial = {"lines": len(self.people["lines"])}
        return ArrivalsForm(data, user=self.request.user, operation=self.operation, initial=initial)

    def get(self, request, **kwargs):
        return self.show(self.form())

    def post(self, request, **kwargs):
        form = self.form(request.POST)
        if again := self._recorded(request):
            return HttpResponseRedirect(f"{again.about.get_absolute_url()}#travellers")
        valid = form.is_valid()
        arrivals = self.marked(form)
        if not valid or form.errors:
            return self.show(form, status=422)
        try:
            unlisted = self.unlisted(form)
            if "confirm" not in request.POST:
                return self.ask(form, arrivals, unlisted)
            with transaction.atomic():
                complete(
                    operation=self.operation, arrivals=arrivals, unlisted=unlisted, by=request.user,
                    form_key=form.cleaned_data["form_key"] or uuid.uuid4(), **form.facts(),
                )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
            return self.show(
                form, status=422, exceptions=named(request.user, getattr(refused, "exceptions", ()))
            )
        messages.success(request, _("The arrival list is recorded, and everybody on it is moved."))
        return HttpResponseRedirect(f"{self.operation.get_absolute_url()}#travellers")

    def _recorded(self, request):
        """The completion that this form recorded before, if it did (R46)."""
        try:
            key = uuid.UUID(request.POST.get("form_key", ""))
        except ValueError:
            return None
        return Event.objects.filter(
            form_key=key, recorded_by=request.user, repatriation_event=self.operation
        ).first()

    def marked(self, form):
        """{number of the line: Arrival} as marked, and by what holds of the rest; what cannot be read is an error."""
        rest, found = form.cleaned_data.get("rest", ""), {}
        if form.cleaned_data.get("lines") != str(len(self.people["lines"])):
            form.add_error(
                None, _("Somebody changed the list while you were writing: compare, then send it again.")
            )
            form.data = form.data.copy()
            form.data["lines"] = len(self.people["lines"])
        if self.people["hidden"]:
            form.add_error(
                None, _("Some lines are not shown to your role: ask a coordinator to record the arrivals.")
            )
        for line in self.open_lines:
            part = line["part"]
            word = self.request.POST.get(f"line-{part.pk}", "").strip()[:40] or rest
            if part.group_id:
                number = {"came": str(part.count), "did_not_come": "0"}.get(word, word)
                if number and not (number.isascii() and number.isdecimal() and int(number[:9]) <= part.count):
                    line["error"] = _("Write a number from 0 to %(most)s.") % {"most": part.count}
                elif number:
                    found[part.pk] = Arrival(
                        Outcome.CAME if int(number) else Outcome.DID_NOT_COME, int(number)
                    )
            elif word in Outcome.values:
                found[part.pk] = Arrival(word)
            elif word:
                line["error"] = _("Choose one of the three.")
            line["said"] = self.request.POST.get(f"line-{part.pk}", "")[:40]
        if any(line.get("error") for line in self.open_lines):
            form.add_error(None, _("Some lines cannot be read: they are marked below."))
        return found

    def unlisted(self, form):
        """Who came besides, each with their open case, if they have one."""
        return [
            found_case(self.operation, traveller, way)
            for way, some in form.unlisted().items() for traveller in some
        ]  # fmt: skip

    def ask(self, form, arrivals, unlisted):
        """What it changes and what stays, before it is recorded."""
        completed = self.operation.status == "completed"
        missing = 0 if completed else len(self.open_lines) - len(arrivals)
        if missing:
            words = ngettext(
                "%(number)s line is not marked: say what became of everybody, or choose what holds of the rest.",
                "%(number)s lines are not marked: say what became of everybody, or choose what holds of the rest.",
                missing,
            )
            form.add_error("rest", words % {"number": missing})
            return self.show(form, status=422)
        context = self.context(
            form=form, confirm=summary(self.operation, self.open_lines, arrivals, unlisted),
            kept=[(key, value) for key, values in self.request.POST.lists() for value in values
                  if key != "csrfmiddlewaretoken"],
        )  # fmt: skip
        return render(self.request, "repatriation/arrivals_confirm.html", context)

    def show(self, form, status=200, exceptions=()):
        context = self.context(
            form=form, travellers=self.people, exceptions=exceptions, hidden=hidden_text(0) or self.people["hidden"],
            outcomes=Outcome.choices, completed=self.operation.status == "completed", open_lines=self.open_lines,
        )  # fmt: skip
        return render(self.request, "repatriation/arrivals.html", context, status=status)


def summary(operation, lines, arrivals, unlisted):
    """What recording the list changes, and what stays, in sentences."""
    parts = {line["part"].pk: line["part"] for line in lines}
    said = [(parts[number], arrival) for number, arrival in arrivals.items()]
    came = sum(
        (arrival.came if part.group_id else 1) for part, arrival in said if arrival.outcome == Outcome.CAME
    )
    stayed = sum(part.count - (arrival.came or 0) if part.group_id else 1 for part, arrival in said
                 if part.group_id or arrival.outcome == Outcome.DID_NOT_COME)  # fmt: skip
    declined = sum(1 for _part, arrival in said if arrival.outcome == Outcome.DECLINED)
    changes = [
        ngettext("%(number)s person on the list came: their case is returned, and they as evacuees.",
                 "%(number)s people on the list came: their cases are returned, and they as evacuees.", came) % {"number": came},
        ngettext("%(number)s person did not come: a return that was planned for them did not take place.",
                 "%(number)s people did not come: a return that was planned for them did not take place.", stayed)
        % {"number": stayed},
        ngettext("%(number)s person declined there: their case says so.", "%(number)s people declined there: their cases say so.",
                 declined) % {"number": declined},
        ngettext("%(number)s person came who was not on the list.", "%(number)s people came who were not on the list.",
                 len(unlisted)) % {"number": len(unlisted)},
    ]  # fmt: skip
    if operation.status != "completed":
        changes.insert(0, _("“%(operation)s” is completed.") % {"operation": operation})
    return {
        "changes": [line for line in changes if not line.startswith("0 ")],
        "stays": [
            _(
                "Statements and claims are not touched: what parties say of the number stands beside our count."
            ),
            _("A group whose people have not all come stays an open case."),
            _("Each arrival can be undone by itself, and the whole with all of them."),
        ],
    }
