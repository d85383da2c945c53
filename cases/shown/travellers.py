"""Who is to travel in an operation, each way: readiness, what became of each, and what does not fit together."""

from collections import Counter

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import GroupMembership, RepatriationPart
from cases.models.person import people_once

Outcome = RepatriationPart.Outcome
_MARKS = {Outcome.CAME: "yes", Outcome.DID_NOT_COME: "missed", Outcome.DECLINED: "no"}


def travellers(operation, user, *, private, may_undo=False, kept_from=None, kept=""):
    """{ways, hidden, lines, notes, open}: the lists by direction, as this user may see them.

    `private`: also guardian, fitness and with whom, which are for those who work with the people; of those whom
    `kept_from(user, people)` names there is `kept`, a word, in their place.
    """
    parts = list(operation.parts.visible_to(user).for_list())
    people = {part.person_id for part in parts if part.person_id}
    closed = kept_from(user, people) if private and kept_from else set()
    lines = [_line(part, people, private and part.person_id not in closed, may_undo) for part in parts]
    for line in lines:
        if line["part"].person_id in closed:
            line["with_whom"] = kept
    return {
        "ways": [_way(operation, way, lines) for way in operation.directions],
        "hidden": hidden_text(operation.parts.count() - len(parts)),
        "lines": lines,
        "notes": too_many(parts),
        "open": any(not part.outcome for part in parts),
    }


def hidden_text(number):
    return number and ngettext(
        "%(number)s more line is not shown to your role.", "%(number)s more lines are not shown to your role.", number
    ) % {"number": number}  # fmt: skip


def _way(operation, way, lines):
    direction, start, end = way
    here = [line for line in lines if line["part"].direction == direction]
    for number, line in enumerate(here, start=1):
        line["number"] = number
    stated = [line["part"] for line in here if line["part"].outcome]
    return {
        "direction": direction, "start": start, "end": end, "lines": here,
        "expected": sum(line["part"].count or 1 for line in here if not line["part"].unlisted),
        "came": sum(part.came for part in stated) if stated else None,
    }  # fmt: skip


def _line(part, people, private, may_undo):
    ready, who = part.readiness, part.person or part.group
    with_whom = [part.companion and str(part.companion), ready.travels_with] if private else []
    return {
        "part": part,
        "who": who,
        "name": who_text(part),
        "latin": part.person.latin_name if part.person_id else "",
        "papers": ready.papers_ready,
        "medical": ready.medical_ready if private else None,
        "guardian": guardian(part) if private else "",
        "with_whom": "; ".join(filter(None, with_whom)),
        "alone": private and part.companion_id is not None and part.companion_id not in people,
        "became": became(part),
        "mark": _MARKS.get(part.outcome, ""),
        "said": "",
        "error": "",
        "undo_url": reverse("declare_wrong", args=[part.arrival_id]) if may_undo and part.arrival_id else "",
    }


def guardian(part):
    """Who travels in charge of them; else who speaks for them, as their case has it."""
    return part.guardian or (part.case.guardian if part.is_own_case else "")


def who_text(part):
    """The name of a person, or “3 of the group”."""
    if part.person_id:
        return str(part.person.name or part.person.label or part.person)
    return _("%(number)s of %(group)s") % {"number": part.count, "group": part.group}


def became(part):
    """What became of a line, in words; of a counted part, how many of how many came."""
    if not part.outcome:
        return ""
    if part.group_id:
        return _("%(came)s of %(count)s came") % {"came": part.came, "count": part.count}
    return str(part.get_outcome_display())


def too_many(parts):
    """Groups of whom more are listed than are left: both stay, and it is said (domain.md §2)."""
    groups = {part.group_id: part.group for part in parts if part.group_id}
    groups |= {part.case.group_id: part.case.group for part in parts if part.case_id and part.case.group_id}
    if not groups:
        return []
    here = Counter()
    for part in parts:
        here[part.group_id or (part.case.group_id if part.case_id else None)] += part.count or 1
    home = _home_before(groups, parts[0].event_id)
    return [
        _(
            "%(group)s: the highest number stated is %(size)s, %(home)s of them have come home by other operations, and %(here)s are "
            "listed here. All of it stays: say by a statement or on the list what is right."
        ) % {"group": group, "size": group.size_high, "home": home[key], "here": here[key]}
        for key, group in groups.items()
        if group.size_high is not None and here[key] + home[key] > group.size_high
    ]  # fmt: skip


def _home_before(groups, operation):
    """How many of each group have come home by other operations, as counted parts or by name."""
    elsewhere = RepatriationPart.objects.filter(outcome=Outcome.CAME).exclude(event=operation).order_by()
    counted = elsewhere.filter(group__in=groups).values_list("group").annotate(number=Sum("came"))
    came = Q(person__returns__in=elsewhere.filter(person__isnull=False))
    named = GroupMembership.objects.filter(came, group__in=groups).order_by().values_list("group")
    return Counter(dict(counted)) + Counter(dict(named.annotate(number=people_once())))
