"""The events of a record as a timeline: newest first, with dates as given and who recorded what when."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cases.lib.dates import show
from cases.models import Event
from cases.shown import details

LIMIT = 50


def timeline(records, on, user, claims=(), *, may_correct=False, limit=LIMIT, besides=()):
    """Timeline items for `_timeline.html`, and whether there are more. A plan stands above the line of today.

    Of several `records` of one human being the first is the one whose page it is; what is of another says so. What was said
    of them stands among what happened to them: one item for each statement with `claims` about them; and what was done about
    them, `besides`, pairs of a place in the order and an item.
    """
    record, *others = records
    events = list(
        Event.objects.about(*records).for_timeline(user).select_related(*details.RELATED)[: limit + 1]
    )
    brought = _brought_by(events[:limit], user)
    dated = [
        ((event.occurred_sort, event.sequence), _item(event, may_correct, brought.get(event.within_id)))
        for event in events[:limit]
    ]
    for other in others:
        link = {"url": other.get_absolute_url(), "label": _("On %(record)s") % {"record": other.reference}}
        for event, (_place, item) in zip(events, dated, strict=False):
            if getattr(event, f"{record.kind}_id") == other.pk:
                item["actions"].insert(0, link)
    dated += [*_statements(records, claims), *besides]
    items = [item for _when, item in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    plan = _plan(record, on)
    today = {"now": True, "title": _("Today, %(day)s") % {"day": show_day(on)}}
    head = [plan, today] if plan and plan["ahead"] else [today, plan] if plan else [today]
    return [*head, *items], len(events) > limit


def show_day(day):
    return f"{day.day} {day:%b %Y}"


def _plan(record, on):
    """The date planned now, ahead or passed. A passed date says only that nothing is recorded."""
    if not record.planned:
        return None
    passed = record.planned_latest is not None and record.planned_latest < on
    days = (on - record.planned_latest).days if passed else 0
    return {
        "when": record.planned,
        "mark": "missed" if passed else "planned",
        "tone": "",
        "ahead": not passed,
        "title": _("Planned date"),
        "note": _("Date passed %(days)s days ago, nothing recorded.") % {"days": days}
        if passed
        else _("Planned, not done."),
    }


def _statements(records, claims):
    """One item for each statement that makes a claim about these very records."""
    said, pks = {}, {record.pk for record in records}
    for claim in claims:
        if getattr(claim, f"{records[0].kind}_id") in pks:
            said.setdefault(claim.statement, []).append(claim)
    for statement, made in said.items():
        yield (
            (statement.said_sort, made[0].sequence),
            {
                "id": f"statement-{statement.pk}",
                "when": statement.said,
                "when_text": "" if statement.said else _("date not stated"),
                "mark": "ask" if statement.is_derived else "told",
                "tone": "",
                "title": (_("%(speaker)s, %(modality)s") if statement.is_second_hand else _("%(speaker)s %(modality)s")) % {
                    "speaker": statement.speaker.short, "modality": statement.get_modality_display(),
                },
                "where": "· " + "; ".join(dict.fromkeys(claim.value_text for claim in made)),
                "note": statement.text,
                "source_text": source_of(statement),
                "source_url": statement.get_absolute_url(),
                "recorded_by": str(made[0].recorded_by or ""),
                "recorded_at": made[0].recorded_at,
                "wrong": False,
                "actions": [],
            },
        )  # fmt: skip


def _brought_by(events, user):
    """The records whose events brought some of these about (`Event.within`), as far as the user may see them: {event's key: record}."""
    keys = {event.within_id for event in events if event.within_id}
    rows = Event.objects.visible_to(user).filter(pk__in=keys).with_about() if keys else ()
    return {row.pk: row.about for row in rows}


def _item(event, may_correct, brought_by=None):
    wrong = event.is_wrong
    actions = []
    if brought_by and brought_by != event.about:
        words = _("With %(record)s") % {"record": brought_by.reference}
        actions.append({"url": brought_by.get_absolute_url(), "label": words})
    if event.type == "answered" and event.statement_read:
        url = f"{event.statement.get_absolute_url()}#claims"
        actions.append({"url": url, "label": _("What it claims")})
    if may_correct and not wrong:
        actions.append({"url": reverse("declare_wrong", args=[event.pk]), "label": _("Declare wrong")})
    return {
        "id": f"event-{event.pk}",
        "when": event.occurred,
        "when_text": "" if event.occurred else _("date not stated"),
        "mark": event.step.mark if event.step else "told",
        "tone": "",
        "title": _(event.label),
        "where": " ".join(filter(None, [where(event), details.line(event)])),
        "note": " ".join(filter(None, [details.text(event), note(event)])),
        "source_text": source_text(event),
        "source_url": event.statement.get_absolute_url() if event.statement_read else "",
        "recorded_by": str(event.recorded_by or ""),
        "recorded_at": event.recorded_at,
        "of_person": event.type == "family_called" or details.whose(event) is not None,
        "whose": details.whose(event),
        "wrong": wrong,
        "wrong_text": wrong_text(event) if wrong else "",
        "actions": actions,
    }


def where(event):
    """Place, custodians, number and planned date of an event in one line."""
    parts = []
    if event.count is not None:
        parts.append(number_format(event.count, use_l10n=True, force_grouping=True))
    if event.place:
        parts.append(str(event.place))
    if event.from_custodian or event.to_custodian:
        hands = [str(event.from_custodian or "…"), str(event.to_custodian or "…")]
        parts.append(" → ".join(hands))
    if event.counterpart:
        parts.append(event.counterpart.short)
    if event.due:
        parts.append(_("for %(date)s") % {"date": show(event.due)})
    if event.answers:
        asked = event.answers.occurred
        words = (
            _("answers what was asked %(day)s") % {"day": show(asked)} if asked else _("answers our question")
        )
        parts.append(words)
    if event.declared_status:
        parts.append(str(event.about.workflow.states[event.declared_status]))
    return "· " + " · ".join(parts) if parts else ""


def note(event):
    if event.reason:
        return f"{event.note} {_('Warning set aside:')} {event.reason}".strip()
    return event.note


def source_text(event):
    """Who says so, in what; or on which evidence an event rests."""
    if event.statement_id and not event.statement_read:
        return _("a statement that is not shown to your role")
    return source_of(event.statement) if event.statement_id else str(event.get_evidence_display())


def source_of(statement):
    """Speaker, publisher where it is another, day, and whether we derived it."""
    publisher = statement.source.publisher
    parts = [
        statement.speaker.short,
        publisher.short if publisher.pk != statement.speaker_id else "",
        show(statement.said) if statement.said else "",
        _("derived by us") if statement.is_derived else "",
        statement.reference,
    ]
    return " · ".join(part for part in parts if part)


def wrong_text(event):
    error = event.error
    words = f"{error.get_kind_display()}. {error.reason}"
    return f"{words} ({error.recorded_by})" if error.recorded_by_id else words
