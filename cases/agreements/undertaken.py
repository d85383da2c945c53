"""What each party undertook, direction beside direction: how many, by when, what slipped, and who says that it is done."""

import itertools
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.guarded import KEPT
from cases.lib import dates, threads
from cases.lib.dates import show
from cases.models import Consignment, Event, Undertaking
from cases.shown.claims import claims_about, living
from cases.shown.states import state
from cases.shown.timeline import source_of, source_text

_TOLD = ("scheduled", "fulfilled", "dropped", "reopened")


def rows(agreement, undertakings, sides, claims, user, today, *, may_add):
    """One row for each thing undertaken, in the order of recording; in it a cell for each side, the same for all rows.

    Two undertakings of the same words by two parties are the two directions of one. Where one of them is not recorded
    the row says so, and offers to record that nothing is stated of it: an omission is what a mirror cannot show.
    """
    _describe(undertakings, claims, user, today)
    made = {}
    for undertaking in undertakings:
        made.setdefault(_words(undertaking), {}).setdefault(undertaking.party, []).append(undertaking)
    known = {
        (_words(each), each.party_id) for each in Undertaking.objects.filter(agreement=agreement).only("text", "party")
    }  # fmt: skip
    result = []
    for words, by_party in made.items():
        first = next(iter(by_party.values()))[0]
        cells = []
        for party in sides:
            hidden = party not in by_party and (words, party.pk) in known
            offer = may_add and party not in by_party and not hidden
            cells.append(
                {
                    "party": party, "undertakings": by_party.get(party, []), "hidden": KEPT if hidden else "",
                    "other_url": _other_url(agreement, first, party) if offer else "",
                }
            )  # fmt: skip
        result.append({"text": first.text, "key": first.reference, "cells": cells})
    return result


def _words(undertaking):
    return " ".join(undertaking.text.casefold().split())


def _other_url(agreement, undertaking, party):
    query = urlencode({"other": undertaking.reference, "party": party.code})
    return f"{reverse('undertaking_add', args=[agreement.reference])}?{query}"


def _describe(undertakings, claims, user, today):
    """Give each undertaking its state, what slipped, what was said of it, and what travels under it: a few queries."""
    events = {}
    about = Event.objects.filter(undertaking__in=undertakings, type__in=_TOLD).live().for_timeline(user)
    for event in about.order_by("occurred_sort", "sequence"):
        events.setdefault(event.undertaking_id, []).append(event)
    earlier = _earlier_dates(undertakings)
    consignments = {}
    found = (
        Consignment.objects.visible_to(user)
        .filter(undertaking__in=undertakings)
        .select_related("from_party", "to_party")
    )
    for consignment in found.order_by("pk"):
        consignments.setdefault(consignment.undertaking_id, []).append(consignment)
    carried = [each for some in consignments.values() for each in some]
    done = living(claims_about(user, *carried)) if carried else []
    for undertaking in undertakings:
        told, under = events.get(undertaking.pk, []), consignments.get(undertaking.pk, [])
        undertaking.state = state(undertaking)
        undertaking.carried_by = under
        own = [claim for claim in claims if claim.undertaking_id == undertaking.pk]
        keys = {consignment.pk for consignment in under}
        own += [claim for claim in done if claim.consignment_id in keys]
        undertaking.said = said(undertaking, own)
        before = earlier.get(undertaking.pk, [])
        undertaking.slipped = slipped(undertaking, before, told, today, said_done=bool(undertaking.said))
        undertaking.told = [
            {"event": event, "source": source_text(event), "url": event.statement.get_absolute_url()
             if event.statement_read else ""} for event in told if event.type == "fulfilled"
        ]  # fmt: skip


def _earlier_dates(undertakings):
    """The due dates that stood on the records before, by undertaking, in the order in which they were changed."""
    history = Undertaking.history.rel.related_model.objects.filter(pgh_obj__in=undertakings)
    found = {}
    for pk, edtf, words in history.order_by("pgh_id").values_list("pgh_obj_id", "due", "due_words"):
        dated = found.setdefault(pk, [])
        if edtf and (not dated or dated[-1].edtf != str(edtf)):
            dated.append(dates.from_edtf(str(edtf), words=words))
    return found


def slipped(undertaking, earlier, events, today, *, said_done=False):
    """Each due date that was moved or has passed, in sentences, the first first; the last is what holds now.

    `earlier` are the dates that stood on the record before, `events` what was told of it since; `said_done` whether anybody said
    anything of it done. A date that passed says only what is not recorded.
    """
    due = [date for date in earlier if undertaking.due is None or date.edtf != undertaking.due.edtf]
    due += [undertaking.due] if undertaking.due else []
    due += [event.due for event in events if event.type == "scheduled" and event.due]
    due = [date for place, date in enumerate(due) if place == 0 or due[place - 1].edtf != date.edtf]
    words = [
        _("due %(day)s, moved to %(new)s") % {"day": show(old), "new": show(new)}
        for old, new in itertools.pairwise(due)
    ]
    if due and undertaking.status == "open" and due[-1].latest and due[-1].latest < today:
        sentence = (
            _("%(day)s passed, not recorded as fulfilled")
            if said_done
            else _("%(day)s passed, nothing stated")
        )
        words.append(sentence % {"day": show(due[-1])})
    return words


def said(undertaking, claims):
    """What was said to be done of an undertaking, by whom: its own party, the other side, or somebody of neither."""
    found = []
    for claim in claims:
        if claim.aspect not in threads.DONE:
            continue
        speaker = claim.statement.speaker
        if speaker.party_id == undertaking.party_id:
            mark, whose = "said", _("in own words")
        elif speaker.party_id:
            mark, whose = "told", _("said by the other side")
        else:
            mark, whose = "told", _("said by another")
        found.append(
            {
                "mark": mark, "whose": whose, "what": claim.get_aspect_display(), "value": claim.value_text,
                "source": source_of(claim.statement), "url": claim.statement.get_absolute_url(),
                "record": claim.about if claim.consignment_id else None, "sort": (claim.statement.said_sort, claim.sequence),
            }
        )  # fmt: skip
    return sorted(found, key=lambda each: each["sort"])
