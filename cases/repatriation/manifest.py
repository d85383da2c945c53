"""The list of an operation on paper: a tick-list each way, with the lines to sign."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import EXPORT_CAP
from cases.actions import holds
from cases.generic import printing
from cases.models.death import held_people
from cases.repatriation.operation import OfOperation
from cases.shown.travellers import travellers


class OperationManifest(OfOperation, View):
    """What leaves the house on paper: like an export for those who may, and not of more people than they may take.

    Of somebody of whom nothing leaves the house now (D38) there is a line that says whom to ask, and no name.
    """

    action = "export"
    title = gettext_lazy("List of people")

    def get(self, request, **kwargs):
        return printing.ask(
            request, title=self.title, about=self.operation, back_url=self.operation.get_absolute_url(), crumbs=self.crumbs()
        )  # fmt: skip

    def post(self, request, **kwargs):
        number = self.operation.parts.count()
        if number > EXPORT_CAP[request.user.role]:
            raise PermissionDenied
        printing.note(request, title=self.title, about=self.operation, rows=number)
        people = travellers(self.operation, request.user, private=True)
        held = self.held(people["lines"])
        for line in people["lines"]:
            line["held"] = held.get(line["part"].person_id, "")
        context = self.context(travellers=people, today=timezone.localdate())
        return render(request, "repatriation/manifest.html", context)

    def held(self, lines):
        """{number of a person: whom to ask}, of those who are held."""
        numbers = [line["part"].person_id for line in lines if line["part"].person_id]
        return {person.pk: holds.sentence(person) for person in held_people().filter(pk__in=numbers)}
