"""Who is to travel in an operation: put on its list, taken off it, and how ready each is."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases import lookup
from cases.actions import Refused
from cases.actions.travellers import OVER, add_people, make_ready, take_off
from cases.guarded import KEPT, kept_from
from cases.models import RepatriationCase
from cases.repatriation.operation import OfOperation
from cases.repatriation.operation_forms import AddPeopleForm, ChooseFromGroupForm, ReadinessForm
from cases.shown.travellers import hidden_text, travellers

PAGE = 50
MOST_NAMED = 300


class OperationPeople(OfOperation, View):
    """Put people on the list: of a case, of several, of a group, or somebody without a case."""

    action = "change"
    title = gettext_lazy("Who travels")

    @cached_property
    def case(self):
        """The case of a group from which one chooses, as the address names it."""
        word = self.request.GET.get("case", "")[:40]
        case = lookup.any_record(self.request.user, word) if word else None
        return case if isinstance(case, RepatriationCase) and case.group_id else None

    def form(self, data=None):
        if self.case:
            listed = self.operation.parts.values("person")
            members = (
                self.case.group.members.represented().visible_to(self.request.user).exclude(pk__in=listed)
            )
            members = members.order_by("sort_key", "pk")[:MOST_NAMED]
            return ChooseFromGroupForm(data, user=self.request.user, case=self.case, members=members)
        return AddPeopleForm(data, user=self.request.user, operation=self.operation)

    def get(self, request, **kwargs):
        return self.show(self.form())

    def post(self, request, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        chosen = form.cleaned_data.get("case")
        exceptions, added = self.save(form)
        if form.errors:
            return self.show(form, status=422, exceptions=exceptions)
        if added:
            words = ngettext("%(number)s line is on the list.", "%(number)s lines are on the list.", added)
            messages.success(request, words % {"number": added})
        if exceptions:
            left = AddPeopleForm(
                user=request.user, operation=self.operation,
                initial={"references": "\n".join(word for word, _why in exceptions)},
            )  # fmt: skip
            return self.show(left, exceptions=exceptions)
        here = reverse("operation_people", args=[self.operation.reference])
        if chosen and chosen.group_id:
            return HttpResponseRedirect(f"{here}?case={chosen.reference}")
        return HttpResponseRedirect(here)

    def save(self, form):
        """Those of the form together or not at all; of pasted references each that can, the others with the reason."""
        by, exceptions, added = self.request.user, [], 0
        pasted, wrong = form.pasted() if hasattr(form, "pasted") else ([], [])
        try:
            with transaction.atomic():
                added += len(add_people(operation=self.operation, travellers=form.travellers(), by=by))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            return exceptions, 0
        for traveller in pasted:
            try:
                with transaction.atomic():
                    added += len(add_people(operation=self.operation, travellers=[traveller], by=by))
            except Refused as why:
                exceptions.append((traveller.case.reference, str(why)))
        return [*exceptions, *wrong], added

    def show(self, form, status=200, exceptions=()):
        user = self.request.user
        context = self.context(
            form=form, exceptions=exceptions, case=self.case, over=self.operation.status in OVER,
            travellers=travellers(self.operation, user, private=True, kept_from=kept_from, kept=KEPT),
        )  # fmt: skip
        return render(self.request, "repatriation/people.html", context, status=status)


class OperationTakeOff(OfOperation, View):
    """Take one line off the list; history keeps it."""

    action = "change"
    http_method_names = ("post",)

    def post(self, request, pk, **kwargs):
        part = get_object_or_404(self.operation.parts.visible_to(request.user), pk=pk)
        name = str(part)
        try:
            take_off(part=part, by=request.user)
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("%(who)s is no longer on the list.") % {"who": name})
        return HttpResponseRedirect(reverse("operation_people", args=[self.operation.reference]))


class OperationReadiness(OfOperation, View):
    """Papers, fitness, guardian and with whom, of all lines in one form; fifty at a time."""

    action = "change"
    title = gettext_lazy("Readiness to travel")

    @cached_property
    def page(self):
        word = self.request.GET.get("page", "1")
        return int(word) if word.isascii() and word.isdecimal() and 0 < len(word) < 5 and int(word) else 1

    @cached_property
    def lines(self):
        """Not those of people whom others look after: a form cannot keep anything back."""
        rows = list(self.operation.parts.visible_to(self.request.user).for_list())
        self.kept = kept_from(self.request.user, (row.person_id for row in rows))
        return [row for row in rows if row.person_id not in self.kept]

    def forms(self, data=None):
        here = self.lines[(self.page - 1) * PAGE : self.page * PAGE]
        return [ReadinessForm(data, user=self.request.user, line=line) for line in here]

    def get(self, request, **kwargs):
        return self.show(self.forms())

    def post(self, request, **kwargs):
        forms = self.forms(request.POST)
        valid = [form.is_valid() for form in forms]  # all of them, so that each says what is wrong
        if not all(valid):
            return self.show(forms, status=422)
        try:
            changed = make_ready(
                operation=self.operation, by=request.user,
                ready={form.line.pk: form.facts() for form in forms if form.has_changed()},
            )  # fmt: skip
        except Refused as refused:
            for form in forms:
                if form.line.pk == refused.line:
                    form.add_error(None, str(refused))
            return self.show(forms, status=422)
        words = ngettext("Saved: %(number)s line changed.", "Saved: %(number)s lines changed.", changed)
        messages.success(request, words % {"number": changed})
        more = f"?page={self.page + 1}" if "next" in request.POST and self.page < self.last else ""
        if more:
            return HttpResponseRedirect(f"{request.path}{more}")
        return HttpResponseRedirect(f"{self.operation.get_absolute_url()}#travellers")

    @property
    def last(self):
        return -(-len(self.lines) // PAGE) or 1

    def show(self, forms, status=200):
        hidden = hidden_text(self.operation.parts.count() - len(self.lines) - len(self.kept))
        context = self.context(
            forms=forms, page=self.page, last=self.last, hidden=hidden, numbers=range(1, self.last + 1),
            kept=len(self.kept),
        )  # fmt: skip
        return render(self.request, "repatriation/readiness.html", context, status=status)
