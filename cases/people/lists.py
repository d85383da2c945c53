"""Received lists: all of them, a new one pasted or uploaded, and its particulars."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused, lists
from cases.finding.lists import people_of
from cases.generic import RecordAdd, RecordEdit, RecordExport, RecordList
from cases.generic.cells import OWNER, SYNTHETIC, Dated, Number, Said, Text, choice, party
from cases.lib.matching import LIKELY, POSSIBLE, Description
from cases.listing import Column
from cases.models import CounterpartLine, CounterpartList, Person
from cases.people.filters import LISTS
from cases.people.list_filters import ListFilter
from cases.people.list_forms import ListEditForm, ListForm

LIST_URL, LIST_LABEL = "counterpart_lists", gettext_lazy("Lists received")
SAMPLE = 12  # lines that are shown before a list is recorded
MOST = 20  # numbers of lines in a sentence
ROLES = {
    "name": gettext_lazy("name"), "family": gettext_lazy("family name"), "given": gettext_lazy("given name"),
    "patronymic": gettext_lazy("patronymic"), "born": gettext_lazy("born"), "number": gettext_lazy("number"),
    "other": gettext_lazy("kept as it is"),
}  # fmt: skip


def _lines(user, **of):
    """How many lines of a list are so: counted for the rows that are shown, not for all."""
    rows = CounterpartLine.objects.visible_to(user).filter(list=OuterRef("pk"), **of).order_by()
    return Coalesce(Subquery(rows.values("list").annotate(number=Count("pk")).values("number")), 0)


class ReceivedLists(RecordList):
    model = CounterpartList
    filterset_class = ListFilter
    title = LIST_LABEL
    nouns = (gettext_lazy("list"), gettext_lazy("lists"))
    row_template = "people/_list_row.html"
    sort = "-received"
    sorted_words = {
        "-received": gettext_lazy("Latest received first."), "received": gettext_lazy("Longest here first."),
        "-recorded": gettext_lazy("Latest recorded first."),
    }  # fmt: skip
    add_url = "counterpart_list_add"
    add_label = gettext_lazy("Record a list")
    lists = LISTS
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("title", gettext_lazy("List")),
        Column("sender", gettext_lazy("From whom")),
        Column("received", gettext_lazy("Received"), "received_on", falling=True),
        Column("as_of", gettext_lazy("As of")),
        Column("lines", gettext_lazy("Lines"), end=True),
        Column("decided", gettext_lazy("Decided"), end=True),
        Column("owner", gettext_lazy("Owner")),
    )
    export_columns = (
        (gettext_lazy("Reference"), Text("reference")),
        (gettext_lazy("List"), Text("title")),
        (gettext_lazy("From whom"), Text("sender__name")),
        (gettext_lazy("Whom it names"), choice(CounterpartList, "says")),
        (gettext_lazy("Held by"), party("holding_party")),
        (gettext_lazy("Received"), Said(str, "received_on")),
        (gettext_lazy("As of"), Dated("as_of")),
        (gettext_lazy("Lines"), Number("seen")),
        (gettext_lazy("Decided"), Said(lambda seen, waiting: int(seen) - int(waiting), "seen", "waiting")),
        (gettext_lazy("Owner"), OWNER),
        (gettext_lazy("Synthetic"), SYNTHETIC),
    )

    def get_queryset(self):
        user = self.request.user
        rows = super().get_queryset().select_related("sender", "holding_party", "owner")
        return rows.annotate(seen=_lines(user), waiting=_lines(user, state="open"))

    def decorate(self, rows):
        for row in rows:
            row.decided = row.seen - row.waiting
        return rows


class ReceivedListsExport(RecordExport, ReceivedLists):
    pass


class ListAdd(RecordAdd):
    """A list: read and shown with what was found first, then recorded with all its lines."""

    form_class = ListForm
    template_name = "people/list_add.html"
    title = gettext_lazy("Record a list")
    list_url, list_label = LIST_URL, LIST_LABEL

    def get_form(self, data=None):
        files = self.request.FILES if data is not None else None
        return self.form_class(data, files, user=self.request.user)

    def post(self, request):
        if again := self.made_already(request.POST.get("form_key", "")):
            return HttpResponseRedirect(again.get_absolute_url())
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        told = [Description(names=(line.name,), born=line.born) for line in form.read.lines]
        found = people_of(request.user.office, told, synthetic=request.user.synthetic)
        if "record" not in request.POST:
            return self.show(form, reading=reading(form.read, found, request.user))
        received = self.recorded(form, found)
        if received is None:
            return self.show(form, status=422)
        messages.success(request, _("%(list)s is recorded with its lines.") % {"list": received})
        return HttpResponseRedirect(received.get_absolute_url())

    def recorded(self, form, found):
        """The list, recorded; None where that is refused. One that is being recorded at the same moment is that one (R46)."""
        user = self.request.user
        try:
            with transaction.atomic():
                return lists.record_list(
                    office=user.office, by=user, written=form.cleaned_data["written"], lines=form.read.lines, found=found,
                    form_key=form.cleaned_data["form_key"], synthetic=user.synthetic, **form.facts(),
                )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        except IntegrityError:
            if again := self.made_already(self.request.POST.get("form_key", "")):
                return again
            raise
        return None

    def show(self, form, status=200, reading=None):
        context = {
            "form": form, "title": self.title, "crumbs": self.crumbs(), "cancel_url": self.cancel_url(), "reading": reading,
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)


def reading(read, found, user):
    """What was read of a list and found for it among the people whom the user sees, before anything is recorded."""
    anybody = {each.person for people in found for each in people}
    seen = set(Person.objects.visible_to(user).filter(pk__in=anybody).values_list("pk", flat=True))
    best = [max((each.score for each in people if each.person in seen), default=0) for people in found]
    return {
        "columns": [
            {"heading": column.heading or str(number), "role": ROLES[column.role]}
            for number, column in enumerate(read.columns, 1)
        ],
        "number": len(read.lines),
        "sample": read.lines[:SAMPLE],
        "nameless": ", ".join(map(str, read.nameless[:MOST])),
        "unread": ", ".join([str(line.number) for line in read.lines if line.unread][:MOST]),
        "likely": sum(score >= LIKELY for score in best),
        "possible": sum(POSSIBLE <= score < LIKELY for score in best),
        "nobody": sum(score < POSSIBLE for score in best),
    }


class ListEdit(RecordEdit):
    form_class = ListEditForm
    title = gettext_lazy("Edit the list")
    list_url, list_label = LIST_URL, LIST_LABEL

    def save(self, form):
        received = super().save(form)
        lists.keep_level(received)
        return received
