"""A received list worked off: its lines by what was found, one of them opened beside the people who may be meant."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases.access import Allowed, can
from cases.actions import Refused, lists
from cases.finding.lists import people_of
from cases.generic import RecordExport, RecordList
from cases.guarded import KEPT, any_kept_from, kept_from, sees_places
from cases.lib.dates import show
from cases.lib.matching import band
from cases.listing import Column
from cases.models import CounterpartLine, CounterpartList, LineJudgement, Person
from cases.models.counterpart import last_judgements
from cases.people.creating import ASKED
from cases.people.list_filters import LineFilter
from cases.people.list_forms import LineForm
from cases.people.lists import LIST_LABEL, LIST_URL
from cases.shown.comparison import BANDS, comparison

Verdict = LineJudgement.Verdict


class OfList:
    """One list by its reference, among those that the user may see."""

    @cached_property
    def received(self):
        rows = CounterpartList.objects.visible_to(self.request.user)
        related = ("sender", "source", "holding_party", "place", "group", "owner")
        return get_object_or_404(rows.select_related(*related), reference=self.kwargs["reference"])

    def lines(self):
        return self.received.lines.visible_to(self.request.user).compared(self.request.user)

    def tabs(self, current):
        """What was found, by how many lines each; ours only is a list of people."""
        found, url = self.counts, self.received.get_absolute_url()
        labels = [
            ("both", _("In both")), ("theirs", _("Theirs only")), ("uncertain", _("Uncertain")), ("", _("All lines")),
        ]  # fmt: skip
        tabs = [
            {
                "label": label, "url": f"{url}?found={key}" if key else url, "current": key == current,
                "count": found[key or "all"],
            }
            for key, label in labels
        ]  # fmt: skip
        ours = {
            "label": _("Ours only"), "url": reverse("counterpart_ours", args=[self.received.reference]),
            "current": current == "ours", "count": None,
        }  # fmt: skip
        return [*tabs[:2], ours, *tabs[2:]]

    @cached_property
    def counts(self):
        return self.lines().order_by().counts()

    @property
    def shows_place(self):
        """Where those on a list are held: not while one of them is looked after by others, but for whom the list is given to."""
        received, user = self.received, self.request.user
        if received.owner_id == user.pk:
            return sees_places(user)
        return not any_kept_from(
            user, received.lines.filter(person__isnull=False).order_by().values("person")
        )

    def about_list(self):
        """What stands above the lines of a list, and above the people who are not on it."""
        received, user = self.received, self.request.user
        where = received.place and (received.place if self.shows_place else KEPT)
        facts = [
            {"label": received.reference, "value": capfirst(received.get_says_display())},
            {"label": _("From whom"), "value": received.sender.short},
            {"label": _("Held by"), "value": received.holding_party or _("not stated")},
            {"label": _("As of"), "date": received.as_of}
            if received.as_of
            else {"label": _("As of"), "value": _("not stated")},
            {"label": _("Received"), "date": received.received_on},
            {"label": _("Place"), "value": where or _("not stated")},
            {"label": _("Owner"), "value": received.owner or _("nobody")},
        ]
        return {
            "received": received,
            "facts": facts,
            "progress": self.counts,
            "crumbs": [
                {"label": LIST_LABEL, "url": reverse(LIST_URL)},
                {"label": received.reference, "url": ""},
            ],
            "edit_url": reverse("counterpart_list_edit", args=[received.reference])
            if can(user, "change")
            else "",
            "look_again_url": reverse("counterpart_list_look_again", args=[received.reference])
            if can(user, "change") and self.counts["all"] > self.counts["decided"]
            else "",
        }


class ListLines(OfList, RecordList):
    """The lines of a list, in their order; the first that is to be decided is opened."""

    model = CounterpartLine
    filterset_class = LineFilter
    template_name = "people/list.html"
    title = LIST_LABEL
    nouns = (gettext_lazy("line"), gettext_lazy("lines"))
    sort = "number"
    sorted_words = {"number": gettext_lazy("In the order of the list.")}
    columns = (Column("number", gettext_lazy("Line"), "number"),)
    export_columns = (
        (gettext_lazy("Line"), lambda line: line.number),
        (gettext_lazy("As received"), lambda line: line.text),
        (gettext_lazy("Name"), lambda line: line.name),
        (gettext_lazy("Born"), lambda line: show(line.born) if line.born else ""),
        (gettext_lazy("Judged"), lambda line: line.get_state_display()),
        (gettext_lazy("Person"), lambda line: line.person.reference if line.person else ""),
        (gettext_lazy("Name on record"), lambda line: line.person.name if line.person else ""),
    )  # fmt: skip

    def get(self, request, reference):
        return super().get(request)

    def get_queryset(self):
        return self.lines().select_related("person")

    @cached_property
    def opened(self):
        """The line that is shown: the first of the page that nobody decided, else the first."""
        rows = self.page.rows if self.filterset.is_valid() else []
        return next((line for line in rows if line.state == "open"), next(iter(rows), None))

    def before_file(self, rows):
        """What a line says besides the name: not of people whom others look after."""
        if self.received.owner_id == self.request.user.pk:
            return
        kept = (
            kept_from(self.request.user, (line.person_id for line in rows))
            if sees_places(self.request.user)
            else ()
        )
        for line in rows:
            if line.person_id in kept:
                line.text, line.other = str(KEPT), line.other and str(KEPT)

    def decorate(self, rows):
        self.before_file(rows)
        for line in rows:
            line.list = self.received
            line.url = f"{line.get_absolute_url()}{self.query}"
            line.said = line.get_state_display() if line.state != "open" else _open_words(line)
        return rows

    def empty(self):
        return super().empty() | {"actions": []}

    @property
    def query(self):
        return f"?{self.request.GET.urlencode()}" if self.request.GET else ""

    def get_context(self, rows, error):
        shown = None if error else self.opened
        context = super().get_context(rows, error) | self.about_list()
        return context | {
            "title": self.received.title, "tabs": self.tabs(self.request.GET.get("found", "")), "query": self.query,
            "opened": self.open(shown) if shown else None, "list_url": self.received.get_absolute_url(),
        }  # fmt: skip

    def open(self, line):
        """A line beside the people who may be meant, the likeliest first, and what was judged of it."""
        line.list = self.received
        self.before_file([line])
        people = self.candidates(line)
        judged = line.judgements.select_related("recorded_by", "person").order_by("-sequence")
        return {
            "line": line,
            "others": self.same_person(line),
            "found": [item for item in people if item["person"].pk != line.person_id],
            "person": next((item for item in people if item["person"].pk == line.person_id), None),
            "judgements": list(judged),
            "seen": set(
                Person.objects.visible_to(self.request.user)
                .filter(pk__in=judged.values("person"))
                .values_list("pk", flat=True)
            ),
            "form": self.form(line, [item["person"] for item in people]),
            "look_url": self.look_url(line),
        }

    def candidates(self, line):
        """Who may be meant, the likeliest first: of records joined as one person one, that which was judged if one was."""
        keys = [
            *line.candidates.values_list("person", flat=True),
            *([line.person_id] if line.person_id else []),
        ]
        people = Person.objects.visible_to(self.request.user).described().filter(pk__in=keys).order_by("pk")
        asked = line.description()
        items = [
            {"person": person, **comparison(asked, person.description(), only=ASKED), "missing": ""}
            for person in people
        ]
        once: dict[int, dict] = {}
        for item in sorted(items, key=lambda item: (-item["score"], item["person"].pk)):
            person = item["person"]
            stands = person.joined_into_id or person.pk
            if stands not in once or person.pk == line.person_id:
                once[stands] = item
        return list(once.values())

    def same_person(self, line):
        """Other lines of the list that are held to be the same person, by whichever record of theirs."""
        if not line.person_id:
            return []
        rows = self.received.lines.visible_to(self.request.user).filter(stands=line.stands)
        return list(rows.exclude(pk=line.pk).order_by("number"))

    def look_url(self, line):
        """Where one looks for the person of a line before recording them."""
        if not can(self.request.user, "add"):
            return ""
        facts = {
            "name": line.name,
            "born": line.born.words or line.born.edtf if line.born else "",
            "line": line.pk,
            "seen": last_judgements([line]).get(line.pk, 0),
        }
        return f"{reverse('person_add')}?{urlencode(facts)}"

    def form(self, line, people, data=None):
        if not can(self.request.user, "change"):
            return None
        seen = last_judgements([line]).get(line.pk, 0)
        initial = {
            "answer": f"is:{line.person.reference}"
            if line.person_id
            else line.state
            if line.state != "open"
            else None
        }
        return LineForm(
            data, user=self.request.user, line=line, candidates=people, seen=seen, initial=initial
        )


def _open_words(line):
    """What was found for a line that nobody decided."""
    return BANDS[band(line.best)] if line.best else _("nobody found")


class ListLinesExport(RecordExport, ListLines):
    pass


class ListLine(ListLines):
    """One line of a list, opened; a judgement leads on to the next that nobody decided."""

    bound = None

    @cached_property
    def opened(self):
        return get_object_or_404(self.lines().select_related("person"), number=self.kwargs["number"])

    def get(self, request, reference, number):
        self.opened  # noqa: B018  404 before anything is shown
        return super().get(request, reference)

    def post(self, request, reference, number):
        line = self.opened
        line.list = self.received
        form = self.form(line, [item["person"] for item in self.candidates(line)], request.POST)
        if form is None:
            raise PermissionDenied
        if form.is_valid() and self.judged(form):
            return HttpResponseRedirect(self.next_url())
        self.bound = form
        answer = super().get(request, reference)
        answer.status_code = 422
        return answer

    def form(self, line, people, data=None):
        return self.bound or super().form(line, people, data)

    def judged(self, form):
        try:
            with transaction.atomic():
                judgement = lists.judge(line=self.opened, by=self.request.user, **form.facts())
        except lists.Stale as stale:
            form.refuse(stale)
            self.__dict__.pop("opened")
            form.show_again(last_judgements([self.opened])[self.opened.pk])
            return False
        except Refused as refused:
            form.refuse(refused)
            return False
        messages.success(self.request, said(judgement))
        return True

    def next_url(self):
        """The next line to be decided, in the order of the list; the list where there is none."""
        rows = self.filterset.qs.open().exclude(pk=self.opened.pk).order_by("number")
        following = rows.filter(Q(number__gt=self.opened.number)).first() or rows.first()
        if following is None:
            return f"{self.received.get_absolute_url()}{self.query}"
        return f"{reverse('counterpart_line', args=[self.received.reference, following.number])}{self.query}#line"


class LookAgain(Allowed, OfList, View):
    """Look once more for the people of the lines that nobody decided: since the list came, others may have been recorded."""

    action = "change"
    http_method_names = ("post",)

    def post(self, request, reference):
        received = self.received
        rows = list(self.lines().open().order_by("number"))
        people = people_of(received.office, [row.description() for row in rows], synthetic=received.synthetic)
        number = lists.propose_again(
            received=received, found={row.pk: some for row, some in zip(rows, people, strict=True)}
        )
        seen = sum(bool(row.best) for row in self.lines().open())  # of people whom the user may see
        messages.success(request, _looked_at(number, seen))
        return HttpResponseRedirect(received.get_absolute_url())


def _looked_at(number, found):
    """How many lines were looked at, and for how many somebody was found."""
    lines = ngettext(
        "Looked again for the %(number)s line that is open.", "Looked again for the %(number)s lines that are open.", number
    ) % {"number": number}  # fmt: skip
    people = ngettext(
        "Somebody on record may be meant by %(found)s of them.", "Somebody on record may be meant by %(found)s of them.", found
    ) % {"found": found}  # fmt: skip
    return f"{lines} {people}"


def said(judgement):
    """What was recorded, in a sentence for the next page."""
    facts = {"number": judgement.line.number, "person": judgement.person}
    match judgement.verdict:
        case Verdict.IS:
            return _("Line %(number)s is %(person)s.") % facts
        case Verdict.NONE:
            return _("Line %(number)s is none of ours.") % facts
        case Verdict.UNSURE:
            return _("Line %(number)s cannot be told from what is known.") % facts
    return _("Line %(number)s is to be decided again.") % facts
