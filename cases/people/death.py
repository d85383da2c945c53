"""News of a death: seen by its owner alone until the family is informed, like everything on these pages (D38)."""

import pghistory
from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import Allowed, can
from cases.actions import Refused, death
from cases.generic.visible import Visible
from cases.guarded import BehindGlass, seen_by
from cases.models import DeathNotice, Person, RepatriationCase, TracingRequest
from cases.people.death_forms import (
    HandOverForm,
    InformedForm,
    NewsForm,
    NoticeForm,
    ReportForm,
    WithdrawForm,
)

_FACTS = ("died", "place", "cause", "circumstances", "buried", "grave", "will", "effects", "inquiry")
_TOLD = ("informed", "informed_whom", "informed_how", "one_origin_reason")


def notice_of(person, user):
    """The notice about a person that this user may see, if there is one: of several on joined records first what is withheld."""
    notices = DeathNotice.objects.of(person).filter(withdrawn_at=None).visible_to(user)
    withheld_first = F("informed_at").desc(nulls_first=True)
    return notices.select_related("person", "owner", "place").order_by(withheld_first, "-id").first()


def wrong_of(person, user):
    """The latest news of a person that was told and was wrong."""
    notices = DeathNotice.objects.of(person).told_in_error().visible_to(user)
    return notices.select_related("person", "owner", "place").order_by("-withdrawn_at", "-id").first()


def shown_notice(person, user, kept, *, sees):
    """The notice for the person's page: its facts, who says so, and whether its owner alone sees it; without one, what was told in error.

    Whoever does not see where the person is (`sees`) learns the day, and from whom; its owner sees all until it is told.
    """
    notice = notice_of(person, user) or wrong_of(person, user)
    if notice is None:
        return None
    facts = [(notice._meta.get_field(name).verbose_name, getattr(notice, name)) for name in (*_FACTS, *_TOLD)]
    sees = sees or notice.is_withheld
    if not sees:
        facts = [
            (notice._meta.get_field(name).verbose_name, getattr(notice, name) if name == "died" else kept)
            for name in (*_FACTS, *_TOLD)
            if getattr(notice, name)
        ]
    reports = [
        _said(
            report, user, sees=notice.is_withheld or (sees and not _is_above(user, report.source)), kept=kept
        )
        for report in notice.reports.select_related("source", "speaker")
    ]
    return {
        "notice": notice,
        "wrong_because": (notice.withdrawn_reason if sees else kept) if notice.is_told_in_error else "",
        "wrong_url": reverse("death_wrong", args=[person.reference])
        if sees and notice.informed_at and not notice.is_told_in_error and can(user, "declare_wrong")
        else "",
        "dates": [{"label": label, "date": value} for label, value in facts if hasattr(value, "edtf")],
        "facts": [
            {"label": label, "value": value} for label, value in facts if value and not hasattr(value, "edtf")
        ],
        "reports": reports,
        "origins": death.origins_sentence(notice),
    }


def _said(report, user, *, sees, kept):
    """Who says so, and what: not where the facts are kept, nor out of a source that this user may not see."""
    return {
        "report": report, "source": next(iter(seen_by(user, report.source)), None),
        "text": report.text if sees else kept, "title": report.title if sees else "",
    }  # fmt: skip


def _is_above(user, source):
    """Is this a source, and one that the user may not see?"""
    return source is not None and not seen_by(user, source)


class _OfPerson(Allowed, Visible, View):
    """A page with one form about the person of the address."""

    action = "record_event"
    model = Person
    title = ""
    template_name = "people/death.html"

    def get(self, request, **kwargs):
        return self.show(self.get_form())

    def post(self, request, **kwargs):
        form = self.get_form(request.POST)
        if form.is_valid():
            try:
                self.do(form)
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            else:
                messages.success(request, self.done)
                return HttpResponseRedirect(self.record.get_absolute_url())
        return self.show(form, status=422)

    def warning(self):
        return ""

    def show(self, form, status=200):
        person = self.record
        context = {
            "form": form, "title": self.title, "record": person, "warning": self.warning(), "button": self.button,
            "notice": getattr(self, "notice", None), "cancel_url": person.get_absolute_url(),
            "crumbs": [
                {"label": _("People"), "url": reverse("people")},
                {"label": person.reference, "url": person.get_absolute_url()},
                {"label": self.title, "url": ""},
            ],
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)

    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")


class DeathNews(_OfPerson):
    """Record the news, or, for its owner, what else becomes known."""

    title = gettext_lazy("News of a death")

    @cached_property
    def notice(self):
        notice = notice_of(self.record, self.request.user)
        if notice and not notice.is_withheld:
            raise Http404
        return notice

    def get_form(self, data=None):
        if self.notice:
            return NoticeForm(data, user=self.request.user, instance=self.notice)
        return NewsForm(data, user=self.request.user)

    def warning(self):
        if self.notice:
            return death.origins_sentence(self.notice)
        return _("You alone will see it until you record that the family is informed. Until then mail, labels and "
                 "exports of the person are held, and colleagues are told to ask you.")  # fmt: skip

    def do(self, form):
        user = self.request.user
        if self.notice:
            with transaction.atomic(), pghistory.context(user=user.pk):
                form.save()
            return
        death.record_news(
            person=self.record,
            by=user,
            report=form.report(),
            form_key=form.cleaned_data["form_key"],
            **form.facts(),
        )


class _OwnNotice(_OfPerson):
    """For the owner of a notice that holds, and for nobody else."""

    @cached_property
    def notice(self):
        notice = notice_of(self.record, self.request.user)
        if notice is None or not notice.is_withheld:
            raise Http404
        return notice

    def dispatch(self, request, *args, **kwargs):
        self.request, self.kwargs = request, kwargs
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        self.notice  # noqa: B018  404 for everybody else
        return super().get(request, **kwargs)

    def post(self, request, **kwargs):
        self.notice  # noqa: B018
        return super().post(request, **kwargs)

    form_class = None

    def get_form(self, data=None):
        return self.form_class(data, user=self.request.user)

    def do(self, form):
        facts = {name: value for name, value in form.cleaned_data.items() if name != "form_key"}
        self.deed(notice=self.notice, by=self.request.user, **facts)


class _Ending(_OwnNotice):
    """What ends one notice; who has another, on a record that is joined with this one, is told so."""

    @property
    def done(self):
        other = notice_of(self.record, self.request.user)
        if other and other.is_withheld:
            return _("Saved. You have more news, recorded of %(reference)s, which is one person with this: until that is "
                     "ended as well, mail and exports stay held.") % {"reference": other.person.reference}  # fmt: skip
        return _("Saved.")


class DeathReportAdd(_OwnNotice):
    title = gettext_lazy("Who else says so")
    form_class = ReportForm

    def do(self, form):
        key = form.cleaned_data["form_key"]
        death.add_report(notice=self.notice, by=self.request.user, form_key=key, **form.report())


class FamilyInformed(_Ending):
    title = gettext_lazy("The family is informed")
    button = gettext_lazy("Record and show to all")
    deed = staticmethod(death.inform_family)

    def get_form(self, data=None):
        return InformedForm(data, user=self.request.user, origins=len(self.notice.origins()))

    def warning(self):
        return _("%(origins)s When you record this, everybody who may see the person sees the news, and nothing is held "
                 "any more.") % {"origins": death.origins_sentence(self.notice)}  # fmt: skip


class HandOver(_OwnNotice):
    title = gettext_lazy("Hand the news over")
    button = gettext_lazy("Hand over")
    done = gettext_lazy("Handed over: you see it no more.")
    form_class = HandOverForm
    deed = staticmethod(death.hand_over)


class Withdraw(_Ending):
    title = gettext_lazy("Withdraw the news")
    button = gettext_lazy("Withdraw")
    form_class = WithdrawForm
    deed = staticmethod(death.withdraw)


class ToldInError(BehindGlass, _OfPerson):
    """The family was told, and it was wrong: for whoever declares events wrong; where nothing is told, the person's page."""

    action = "declare_wrong"
    title = gettext_lazy("Told in error")
    button = gettext_lazy("Declare it wrong")
    done = gettext_lazy("Declared wrong. All of it stays on record, struck through.")

    @cached_property
    def told(self):
        return (
            DeathNotice.objects.of(self.record).told().visible_to(self.request.user).order_by("-id").first()
        )

    def dispatch(self, request, *args, **kwargs):
        self.request, self.kwargs = request, kwargs
        if can(request.user, self.action) and self.told is None:
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, data=None):
        return WithdrawForm(data, user=self.request.user)

    def warning(self):
        words = _("The news counts for nothing any more, and the events that came with it are declared wrong. If only a fact was "
                  "wrong, record the news anew afterwards.")  # fmt: skip
        if also := list(self.dead_elsewhere()):
            words += " " + _(
                "The death stands in these as well, to be declared wrong there: %(records)s."
            ) % {"records": ", ".join(also)}
        return words

    def dead_elsewhere(self):
        """The cases and requests of the person that say so."""
        ours = Person.objects.one_with(self.record).order_by().values("pk")
        for model in (RepatriationCase, TracingRequest):
            rows = model.objects.visible_to(self.request.user).filter(person__in=ours, status="deceased")
            yield from rows.order_by("pk").values_list("reference", flat=True)

    def do(self, form):
        death.told_in_error(notice=self.told, reason=form.cleaned_data["reason"], by=self.request.user)
