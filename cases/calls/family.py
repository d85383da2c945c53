"""The log of a family in one place: all calls about a person, the people related to them, and their cases."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from cases.access import Allowed, can
from cases.generic import Visible
from cases.guarded import KEPT, BehindGlass, kept_from
from cases.models import FamilyCall, FollowUp, Person, Relationship, RepatriationCase
from cases.shown.flags import flags_about

MOST = 100


def log_url(about):
    """Where all calls of the family stand; of a case of a group, the list of the calls about it."""
    person = about if about.kind == "person" else about.person
    if person is None:
        return f"{reverse('calls')}?about={about.reference}"
    return reverse("family_log", args=[person.reference])


def told(calls, user):
    """Calls as a page shows them: somebody on record whom the user may not see is not named, and of a person whom others
    look after it is not said who called and what was said. Two queries besides."""
    calls = list(calls)
    seen = set(
        Person.objects.visible_to(user).filter(pk__in={call.caller_id for call in calls} - {None})
        .values_list("pk", flat=True)
    )  # fmt: skip
    about = [call.event.person or call.event.repatriation_case for call in calls]
    people = [record.pk if record.kind == "person" else record.person_id for record in about]
    kept = kept_from(user, people)
    for call, record, person in zip(calls, about, people, strict=True):
        call.about, call.closed = record, person in kept
        hidden = call.caller_id and call.caller_id not in seen
        call.who_called = _("somebody on record") if hidden else call.who
        call.caller_url = call.caller.get_absolute_url() if call.caller_id and not hidden else ""
        call.asked = call.event.note
        if call.closed:
            call.who_called = call.asked = KEPT
            call.caller_url = call.relationship = ""
            call.told = call.told and KEPT
    return calls


class FamilyLog(BehindGlass, Allowed, Visible, DetailView):
    """Who called, what they asked, what they were told and when we speak again, whoever of the family it was about."""

    action = "see_life_critical"
    model = Person
    template_name = "calls/family.html"
    context_object_name = "record"

    def get_object(self, queryset=None):
        return self.record

    @cached_property
    def ours(self):
        """All records of the human being, as keys."""
        return list(Person.objects.one_with(self.record).values_list("pk", flat=True))

    @cached_property
    def relatives(self):
        """{key: (person, role)} of the people related to this one, read from both sides, as far as the user sees them."""
        rows = Relationship.objects.filter(person__in=self.ours)
        roles = {row.other_id: row.INVERSE[row.role].label for row in rows}
        rows = Relationship.objects.filter(other__in=self.ours)
        roles |= {row.person_id: row.get_role_display() for row in rows}
        seen = Person.objects.visible_to(self.request.user).in_bulk(
            [pk for pk in roles if pk not in self.ours]
        )
        return {pk: (person, roles[pk]) for pk, person in seen.items()}

    @cached_property
    def people(self):
        """The keys of the person and the relatives, with the records joined with theirs."""
        stands = [person.joined_into_id or pk for pk, (person, _role) in self.relatives.items()]
        joined = Person.objects.filter(joined_into__in=stands).values_list("pk", flat=True)
        return [*self.ours, *self.relatives, *stands, *joined]

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        cases = list(
            RepatriationCase.objects.visible_to(user).filter(person__in=self.people).select_related("person").order_by("-pk")
        )  # fmt: skip
        rows = FamilyCall.objects.visible_to(user).live().with_event()
        rows = rows.about_any(self.people, [case.pk for case in cases]).order_by("-occurred_sort", "-pk")
        calls = told(rows[: MOST + 1], user)
        due = FollowUp.objects.visible_to(user).open().filter(origin=FollowUp.Origin.NEXT_CALL, event__in=[
            call.event_id for call in calls]).select_related("owner").order_by("due_on")  # fmt: skip
        return super().get_context_data(
            title=_("The family’s calls"), calls=calls[:MOST], more=len(calls) > MOST, cases=cases, due=list(due),
            relatives=list(self.relatives.values()), reach=self.reach(calls),
            flags=flags_about(self.record, user, today), may_add=can(user, "record_event"), today=today,
            crumbs=[
                {"label": _("People"), "url": reverse("people")},
                {"label": self.record.reference, "url": self.record.get_absolute_url()},
                {"label": _("Family calls"), "url": ""},
            ],
            **kwargs,
        )  # fmt: skip

    def reach(self, calls):
        """How to reach each who called, as they said it last."""
        found = {}
        for call in calls:
            if call.contact and not call.closed:
                found.setdefault(call.who_called, call)
        return list(found.values())
