"""The queue of pairs that may be one person: the list on the left, the pair side by side on the right, one verdict after another."""

from dataclasses import replace
from functools import cached_property

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.actions import Refused, identity
from cases.forms import AsSeen, ForUser, Keyed
from cases.generic import RecordList
from cases.guarded import KEPT, glass, needs_reason, sees_places
from cases.lib.matching import band
from cases.listing import Column
from cases.models import IdentityJudgement, IdentityLink, Person
from cases.people.filters import LISTS, DuplicateFilter
from cases.shown.comparison import BANDS, comparison, reasons, said_of

State, Verdict = IdentityLink.State, IdentityJudgement.Verdict


class JudgeForm(ForUser, Keyed, AsSeen):
    """What somebody judges of a pair, and why."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("These two are"), widget=forms.RadioSelect(attrs={"class": "lines"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It is shown beside the pair, with your name."),
    )  # fmt: skip

    field_order = ["verdict", "reason", "seen", "form_key"]

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = verdicts(link, self.user)
        self.fields["seen"].initial = identity.last_judged(link) if link.fingerprint else 0

    def judged_meanwhile(self, link):
        """What can be judged of the pair as it stands now; what was typed stays."""
        self.fields["verdict"].choices = verdicts(link, self.user)
        self.show_again(identity.last_judged(link))


def verdicts(link, user):
    """What this person can judge of the pair as it stands: (value, in words)."""
    decides, undo = (
        identity.may_decide(user),
        (Verdict.UNDONE, _("Take back what was judged: nobody has decided")),
    )
    if link.state == State.SAME:
        return [(Verdict.UNDONE, _("Two persons again: take the join back"))] if decides else []
    same = (Verdict.SAME, _("One person, I say; a coordinator decides as the second"))
    if link.state == State.SAME_PROPOSED:
        same = (Verdict.SAME, _("One person, I say too: the two records are joined"))
    others = [(Verdict.NOT_SAME, _("Two persons")), (Verdict.UNSURE, _("Not to be told from what is known"))]
    confirms = link.state != State.SAME_PROPOSED or (decides and link.proposed_by_id != user.pk)
    return [*([same] if confirms else []), *others, *([undo] if link.state != State.OPEN else [])]


class DuplicateList(RecordList):
    """The pairs, those to be decided first and of these the most alike; the first of them is opened."""

    model = IdentityLink
    filterset_class = DuplicateFilter
    template_name = "people/duplicates.html"
    title = gettext_lazy("Possible duplicates")
    nouns = (gettext_lazy("pair"), gettext_lazy("pairs"))
    sort = "-turn"
    sorted_words = {"-turn": gettext_lazy("To be decided first, then the most alike.")}
    lists = LISTS
    columns = (Column("turn", gettext_lazy("Pair"), "turn", falling=True),)

    def get_queryset(self):
        return super().get_queryset().asked().select_related("first", "second")

    @cached_property
    def link(self):
        return next(iter(self.page.rows), None) if self.filterset.is_valid() else None

    def decorate(self, rows):
        for link in rows:
            link.band, link.why = BANDS[band(link.score)], reasons(link.reasons)
            link.url = self.address_of(link)
        return rows

    def empty(self):
        if self.filterset.active():
            return super().empty()
        return {
            "title": _("No pair is proposed"),
            "text": _("Pairs are proposed when a person is recorded or changed, and by a search through all records. That "
                      "none is proposed does not mean that nobody is here twice."),
            "actions": [],
        }  # fmt: skip

    def address_of(self, link):
        return f"{link.get_absolute_url()}{self.query}"

    @property
    def query(self):
        return f"?{self.request.GET.urlencode()}" if self.request.GET else ""

    def get_context(self, rows, error):
        shown = None if error else self.link
        context = super().get_context(rows, error)
        for tab in context["tabs"]:
            tab["current"] = tab["url"] == reverse("duplicates")
        return context | {
            "progress": self.progress(), "pair": self.pair(shown) if shown else None,
            "form": self.form(shown) if shown else None, "list_url": reverse("duplicates"), "query": self.query,
        }  # fmt: skip

    def progress(self):
        """How many of all pairs that the user may see are decided."""
        found = IdentityLink.objects.visible_to(self.request.user).progress()
        return {"decided": found["all"] - found["waiting"], **found}

    def pair(self, link):
        people = Person.objects.described().in_bulk([link.first_id, link.second_id])
        first, second = people[link.first_id], people[link.second_id]
        compared = comparison(*(self.description(person) for person in (first, second)))
        asks = [
            {"person": each, "url": glass(each)}
            for each in (first, second)
            if needs_reason(self.request.user, each)
        ]
        if asks:
            compared |= {"rows": [], "missing": ""}
        return {
            "link": link,
            "first": first,
            "second": second,
            "asks": asks,
            "judgements": said_of(link) if link.fingerprint else (),
            **compared,
        }

    def description(self, person):
        """What is compared of a person; the name of a restricted place is for those who see places."""
        told = person.description()
        if sees_places(self.request.user):
            return told
        hidden = {
            name: place._replace(name=str(KEPT))
            for name in ("birth_place", "last_residence")
            if (place := getattr(told, name)) and getattr(person, name).restricted
        }
        return replace(told, **hidden)

    def form(self, link, data=None):
        if not can(self.request.user, "change") or not verdicts(link, self.request.user):
            return None
        return JudgeForm(data, user=self.request.user, link=link)


class DuplicatePair(DuplicateList):
    """One pair of the queue, opened; a verdict leads on to the next."""

    @cached_property
    def link(self):
        rows = IdentityLink.objects.visible_to(self.request.user).select_related("first", "second")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request, pk):
        return super().get(request)

    def post(self, request, pk):
        form = self.form(self.link, request.POST)
        if form is None:
            raise PermissionDenied
        if form.is_valid() and self._judged(form):
            return HttpResponseRedirect(self._next())
        self.bound = form
        answer = super().get(request)
        answer.status_code = 422
        return answer

    bound = None

    def form(self, link, data=None):
        return self.bound or super().form(link, data)

    def _judged(self, form):
        facts = form.cleaned_data
        try:
            with transaction.atomic():
                judgement = identity.judge(
                    link=self.link, verdict=facts["verdict"], reason=facts["reason"], by=self.request.user,
                    form_key=facts["form_key"], as_seen=facts["seen"] or 0,
                )  # fmt: skip
        except identity.Stale as stale:
            form.refuse(stale)
            self.__dict__.pop("link")
            form.judged_meanwhile(self.link)
            return None
        except Refused as refused:
            form.refuse(refused)
            return None
        messages.success(self.request, _said(judgement))
        return judgement

    def _next(self):
        """The next pair that this person can decide, in the order of the list; the list where there is none."""
        rows = self.filterset_class(
            self.request.GET, self.get_queryset(), user=self.request.user, request=self.request
        ).qs.waiting()
        done = Q(state=State.SAME_PROPOSED, proposed_by=self.request.user)
        if not identity.may_decide(self.request.user):
            done = Q(state=State.SAME_PROPOSED)
        rows = rows.exclude(done).exclude(pk=self.link.pk).order_by("-turn", "-pk")
        below = Q(turn__lt=self.link.turn) | Q(turn=self.link.turn, pk__lt=self.link.pk)
        following = rows.filter(below).first() or rows.first()
        return self.address_of(following) if following else f"{reverse('duplicates')}{self.query}"


def _said(judgement):
    link = judgement.link
    if link.state == State.SAME:
        return _("%(pair)s are one person now, and count as one.") % {"pair": link}
    if link.state == State.SAME_PROPOSED:
        return _("Recorded. A coordinator decides as the second person whether they are one.")
    if judgement.verdict == Verdict.UNDONE:
        return _("Taken back: %(pair)s are to be decided again.") % {"pair": link}
    return _("Recorded. The pair comes back only if something known of the two changes.")
