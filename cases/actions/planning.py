"""D20: nobody is brought home by our planning who did not wish it; what others plan is recorded as it is, and alerts.

Sources: GC III Art. 109(3), no sick or wounded prisoner of war is repatriated against their will during hostilities;
GC IV Art. 35, protected persons who desire to leave. What a party says people wish is a claim and no wish.
"""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.actions import followups, ledger
from cases.lib.workflows import EARLIER_NOT_KNOWN
from cases.models import Actor, Evacuee, Event, FollowUp, RepatriationCase

Basis = RepatriationCase.Basis

RULE = "D20"
#: Events by which a return is planned or begun.
PLANS = frozenset({"scheduled", "departed"})
#: Events after which one has to ask again whether the plan that stands has a wish.
_MATTERS = PLANS | {EARLIER_NOT_KNOWN, "wish_recorded", "postponed", "did_not_take_place"}
_PLANNED = ("scheduled", "in_transit")

ON_ITS_FORM = gettext_lazy(
    "A wish is recorded on its own form, which asks how it was expressed, who heard it and who was present: use “Record a "
    "wish” on the page of the record."
)
A_CLAIM = gettext_lazy(
    "What a party says people wish is a claim, not a wish: record it as a statement, and a wish when the person has told it "
    "to somebody who speaks for neither party."
)
_REASONS = {
    Basis.GC3_109: gettext_lazy(
        "No sick or wounded prisoner of war may be repatriated against their will during hostilities (GC III Art. 109)."
    ),
    Basis.GC4_35: gettext_lazy("Protected persons leave if they desire to (GC IV Art. 35)."),
}
_REASONS |= {Basis.GC3_110: _REASONS[Basis.GC3_109]}
_REASONS |= dict.fromkeys((Basis.GC4_132, Basis.GC4_134), _REASONS[Basis.GC4_35])


def refusal(about, step, facts, instead_of=None):
    """Why a wish or a plan cannot be recorded so, in a sentence that says what to do; or nothing.

    `instead_of` is the event that this one corrects: the correction of a plan plans nothing that was not planned.
    """
    if "wish" in step.sets:
        return (
            str(ON_ITS_FORM)
            if facts.get("detail") is None
            else str(A_CLAIM)
            if on_a_partys_word(facts)
            else ""
        )
    if (instead_of is not None and instead_of.type == step.type) or not is_ours(facts):
        return ""
    found = facts.get("declared_status")  # found in a later state, which is no way around it
    if (
        isinstance(about, RepatriationCase)
        and (step.type in PLANS or found in _PLANNED)
        and not is_wished(about)
    ):
        return _unwished(about)
    if isinstance(about, Evacuee) and "return_requested" in (step.type, found) and not about.return_wished:
        return _("No wish to return is recorded: record the wish first, then request the return. What others "
                 "request is recorded on their word.")  # fmt: skip
    return ""


def is_ours(facts):
    """Is this our own act or observation, or the word of our office?"""
    if statement := facts.get("statement"):
        return statement.speaker.party_id is None and statement.speaker.kind == Actor.Kind.OUR_OFFICE
    return facts.get("evidence") == Event.Evidence.OWN_OBSERVATION


def on_a_partys_word(facts):
    """Does it rest on what a body, official or other speaker of a party says?"""
    statement = facts.get("statement")
    return facts.get("evidence") == Event.Evidence.PARTY_STATEMENT or bool(
        statement and statement.speaker.party_id
    )


def is_wished(case):
    """Is a return wished by the person or the whole group, or by each of those of the group who have a name?"""
    if case.return_wished or not case.group_id:
        return case.return_wished
    people = set(case.group.members.represented().named().values_list("pk", flat=True))
    wished = {pk for pk, said in wishes_of_members(case).items() if said.carries_return}
    return bool(people) and people <= wished


def wishes_of_members(case):
    """The latest wish of each of the group of a case who was asked alone, by the record that stands for the person."""
    rows = Event.objects.about(case).live().filter(wish_record__person__isnull=False)
    found = {}
    for event in ledger.in_order(
        rows.select_related("wish_record__person").prefetch_related("corrects__event")
    ):
        person = event.wish_record.person
        found[person.superseded_by_id or person.joined_into_id or person.pk] = event.wish_record
    return found


def warning(case):
    """What everybody has to know of a case that is planned and not wished; else nothing."""
    return shortfall(case) if case.status in _PLANNED else ""


def shortfall(case):
    """What is missing for a plan that stands, in a sentence; or nothing."""
    if not is_wished(case):
        if case.wish == "unknown":
            return _("A return is planned, and no wish to return is recorded.")
        return _("A return is planned, and the wish recorded is: %(wish)s.") % {
            "wish": case.get_wish_display()
        }
    others = (
        [said for said in wishes_of_members(case).values() if not said.carries_return]
        if case.group_id
        else ()
    )
    if not others:
        return ""
    return ngettext(
        "A return of the group is planned, and %(number)s of them does not wish to return.",
        "A return of the group is planned, and %(number)s of them do not wish to return.",
        len(others),
    ) % {"number": len(others)}


def _unwished(case):
    reason = _REASONS.get(case.basis, "")
    words = _(
        "%(case)s: no wish to return is recorded. Ask the person, alone if possible, record the wish, then plan."
    )
    if case.group_id:
        words = _("%(case)s: no wish to return is recorded, of the group or of each who is named. Ask them, record the "
                  "wish, then plan.")  # fmt: skip
    elif case.wish == "cannot_express":
        words = _("%(case)s: the person cannot express a wish. Record what the guardian says, or an assessment of "
                  "their best interests, then plan.")  # fmt: skip
    others = _("What others plan is recorded on their word.")
    return " ".join(filter(None, [words % {"case": case.reference}, str(reason), others]))


def alert(about, event, by):
    """After an event of a case: does a plan stand that nobody is known to wish?"""
    if not isinstance(about, RepatriationCase) or event.type not in _MATTERS:
        return
    if about.person_id and about.return_wished and event.type != "wish_recorded":
        return  # there is nothing to alert of, and was not since the wish was recorded
    _judge(about, by, event=event)


def judge_again(event, by):
    """The same after an event was declared wrong: what had closed an alert may be gone."""
    if event.repatriation_case_id and event.type in _MATTERS:
        _judge(RepatriationCase.objects.get(pk=event.repatriation_case_id), by)


def _judge(case, by, event=None):
    """Leave one open alert, on the plan that stands, where a wish is missing; and none where it is not."""
    rows = FollowUp.objects.select_for_update(of=("self",)).about(case).filter(rule=RULE)
    alerts = list(rows.order_by("pk"))
    missing = warning(case)
    plan = _standing(case, event) if missing else None
    if plan is None:
        if case.status != "returned":
            _close(alerts, _settled(case), by)
        return
    _close([row for row in alerts if row.event_id != plan.pk], _("Planned anew."), by)
    text = _("%(missing)s Ask the person, or tell whoever plans it.") % {"missing": missing}
    row = followups.alert(plan, RULE, text, due_on=timezone.localdate(), by=by)
    if row.done_at and (event is None or event.type == "wish_recorded"):
        followups.reopen(row)


def _close(alerts, outcome, by):
    for row in alerts:
        if row.done_at is None:
            followups.close(row, outcome, by)


def _standing(case, event):
    """The event by which the return is planned now."""
    if event is not None and event.type in PLANS:
        return event
    planned = Q(type__in=PLANS) | Q(type=EARLIER_NOT_KNOWN, declared_status__in=_PLANNED)
    return Event.objects.about(case).live().filter(planned).order_by("-sequence").first()


def _settled(case):
    if case.status not in _PLANNED:
        return _("The plan does not stand any more.")
    if case.wish_recorded_by:
        return _("A wish that carries the return is recorded, heard by %(who)s.") % {
            "who": case.wish_recorded_by
        }
    return _("A wish that carries the return is recorded.")
