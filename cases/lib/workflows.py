"""How records move: states, event types and which event leads from which state to which.

This module is data and three pure functions. The forms, the admin, the seed and ``docs/workflows.md`` are all
made from it, and ``manage.py check_ledger`` replays the ledger with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

EARLIER_NOT_KNOWN = "earlier_not_known"


def _(text: str) -> str:
    """Mark words for the translators; the pages translate them when they show them."""
    return text


class NotAllowed(ValueError):
    """An event that the workflow does not know in this state. ``index`` is its place in the replayed sequence."""

    def __init__(self, index: int, type: str, state: str):
        super().__init__(f"{type} is not possible in state {state}")
        self.index, self.type, self.state = index, type, state


@dataclass(frozen=True)
class Step:
    """One type of event. ``leads`` maps the states in which it is allowed to the state that follows.

    ``needs`` names the fields without which it says nothing. ``mark`` is the shape on the timeline (style guide:
    shape says what). ``aside`` says where the step stands among the choices: the path first, then the rest. ``apart`` is
    recorded on a page of its own alone, because it says more than one event.
    """

    type: str
    label: str
    leads: Mapping[str, str]
    needs: tuple[str, ...] = ()
    mark: str = "said"
    aside: bool = False
    sets: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class Workflow:
    """The states of one kind of record, in the order in which they are usually passed, and its steps."""

    kind: str
    label: str
    states: Mapping[str, str]
    initial: str
    steps: Mapping[str, Step]
    closed: frozenset[str] = field(default_factory=frozenset)

    @property
    def open_states(self) -> tuple[str, ...]:
        return tuple(state for state in self.states if state not in self.closed)


def allowed(workflow: Workflow, state: str) -> tuple[Step, ...]:
    """The steps that can be recorded now, the path before the asides; those apart have pages of their own."""
    steps = [step for step in workflow.steps.values() if state in step.leads and not step.apart]
    return tuple(sorted(steps, key=lambda step: step.aside))


def follow(workflow: Workflow, state: str, type: str, declared: str = "", index: int = 0) -> str:
    """The state after one event; `declared` is the state in which a record was found (earlier steps not known)."""
    step = workflow.steps.get(type)
    if step is None or state not in step.leads:
        raise NotAllowed(index, type, state)
    if type == EARLIER_NOT_KNOWN:
        if declared not in workflow.states:
            raise NotAllowed(index, type, state)
        return declared
    return step.leads[state]


def replay(workflow: Workflow, events: Iterable[tuple[str, str]]) -> str:
    """The state that ``(type, declared state)`` pairs in the order of recording lead to. Raises `NotAllowed`."""
    state = workflow.initial
    for index, (type, declared) in enumerate(events):
        state = follow(workflow, state, type, declared, index)
    return state


def _to(target: str, *sources: str) -> dict[str, str]:
    return dict.fromkeys(sources, target)


def _stay(*sources: str) -> dict[str, str]:
    return {source: source for source in sources}


def _workflow(kind: str, label: str, states: dict[str, str], steps: list[Step], closed: str = "") -> Workflow:
    everywhere = _stay(*states)
    common = [
        Step("asked", _("Asked a counterpart"), everywhere, ("counterpart",), "asked", True),
        Step("answered", _("Answer received"), everywhere, ("counterpart",), "told", True),
        Step("checked_for_news", _("Checked for news"), everywhere, (), "none", True, sets=("checked",)),
        Step("noted", _("Note for the file"), everywhere, ("note",), "told", True),
    ]
    if len(states) > 1:
        found = Step(EARLIER_NOT_KNOWN, _("Found in a later state, earlier steps not known"), everywhere,
                     ("declared_status",), "differ", True)  # fmt: skip
        common.append(found)
    both = {step.type: step for step in [*steps, *common]}
    return Workflow(kind, label, states, next(iter(states)), both, frozenset(closed.split()))


_RECORDED = {"recorded": _("Recorded")}

PARCEL = _workflow(
    "parcel",
    "Parcel",
    {
        "registered": _("Registered"),
        "packed": _("Packed"),
        "in_consignment": _("In consignment"),
        "dispatched": _("Dispatched"),
        "handed_over": _("Handed over, receipt not stated"),
        "received": _("Received, not yet distributed"),
        "delivered": _("Delivered"),
        "delivery_disputed": _("Delivery disputed"),
        "lost": _("Lost"),
        "returned": _("Returned"),
        "refused": _("Refused"),
        "redirected": _("Redirected"),
        "cancelled": _("Cancelled"),
    },
    [
        Step("packed", _("Packed"), _to("packed", "registered"), (), "box"),
        Step("added", _("Put into the consignment"), _to("in_consignment", "registered", "packed"), (), "box"),
        Step("dispatched", _("Dispatched"), _to("dispatched", "packed", "in_consignment"), (), "box"),
        Step("handed_over", _("Handed over"), _to("handed_over", "packed", "in_consignment", "dispatched"), (), "box"),
        Step("received", _("Received"), _to("received", "dispatched", "handed_over", "redirected"), (), "yes"),
        Step("delivered", _("Delivered"), _to("delivered", "handed_over", "received", "delivery_disputed"), (), "yes"),
        Step("delivery_disputed", _("Delivery disputed"), _to("delivery_disputed", "delivered"), (), "differ"),
        Step("redirected", _("Redirected"), _to("redirected", "dispatched", "handed_over", "received"), (), "box"),
        Step("refused", _("Refused by the addressee"), _to("refused", "handed_over", "received"), (), "no"),
        Step("returned", _("Returned to the sender"), _to("returned", "dispatched", "handed_over", "received",
             "refused", "redirected", "delivery_disputed"), (), "back"),
        Step("lost", _("Lost"), _to("lost", "in_consignment", "dispatched", "handed_over", "received",
             "redirected", "returned"), (), "cross"),
        Step("found", _("Found again"), _to("received", "lost"), (), "yes"),
        Step("cancelled", _("Cancelled"), _to("cancelled", "registered", "packed"), ("note",), "cross"),
        Step("opened", _("Found opened"), _stay("dispatched", "handed_over", "received", "delivered", "returned",
             "refused", "delivery_disputed"), (), "harm", True),
        Step("incomplete", _("Contents incomplete"), _stay("dispatched", "handed_over", "received", "delivered",
             "returned", "refused", "delivery_disputed"), (), "harm", True),
        Step("damaged", _("Damaged"), _stay("in_consignment", "dispatched", "handed_over", "received", "delivered",
             "returned", "refused"), (), "harm", True),
        Step("examined", _("Examined by a side"), _stay("dispatched", "handed_over", "received"), (), "ask", True),
        Step("withheld", _("Withheld by a side"), _stay("dispatched", "handed_over", "received", "delivered",
             "delivery_disputed"), ("note",), "late", True),
    ],
    closed="delivered returned redirected cancelled",
)  # fmt: skip

_GONE = ("dispatched", "handed_over", "receipt_confirmed", "distributing")
_UNDER_WAY = ("collecting", "closed", *_GONE)

CONSIGNMENT = _workflow(
    "consignment",
    "Consignment",
    {
        "planned": _("Planned"),
        "collecting": _("Collecting"),
        "closed": _("Closed, ready to leave"),
        "dispatched": _("Dispatched"),
        "handed_over": _("Handed over, receipt not stated"),
        "receipt_confirmed": _("Receipt confirmed"),
        "distributing": _("Being distributed"),
        "reconciled": _("Reconciled"),
        "cancelled": _("Cancelled"),
    },
    [
        Step("collecting", _("Collecting has begun"), _to("collecting", "planned"), (), "box"),
        Step("prepared", _("Parcels counted and prepared"), {"planned": "collecting", "collecting": "collecting"},
             ("count",), "box"),
        Step("closed", _("Closed and sealed"), _to("closed", "collecting"), (), "box"),
        Step("dispatched", _("Dispatched"), _to("dispatched", "collecting", "closed"), (), "box"),
        Step("handed_over", _("Handed over"), _to("handed_over", "collecting", "closed", "dispatched", "handed_over"),
             (), "box", sets=("unplanned",)),
        Step("received", _("Receipt confirmed"), _to("receipt_confirmed", "dispatched", "handed_over",
             "receipt_confirmed"), (), "yes", sets=("unplanned",)),
        Step("delivered", _("Delivered to addressees"), _to("distributing", "handed_over", "receipt_confirmed",
             "distributing"), ("count",), "yes"),
        Step("lost", _("Lost"), _stay(*_UNDER_WAY), ("count",), "cross"),
        Step("returned", _("Returned"), _stay(*_GONE), ("count",), "back"),
        Step("refused", _("Refused by the addressee"), _stay(*_GONE), ("count",), "no", True),
        Step("redirected", _("Redirected"), _stay(*_GONE), ("count",), "box", True),
        Step("delivery_disputed", _("Delivery disputed"), _stay("distributing"), ("count",), "differ", True),
        Step("unaccounted", _("Not accounted for"), _stay(*_GONE), ("count",), "none", True),
        Step("found", _("Found again"), _stay(*_GONE), ("count",), "yes", True),
        Step("labelled", _("Parcels labelled out of the bulk count"), _stay(*_UNDER_WAY), ("count",), "box", True,
             apart=True),
        Step("opened", _("Found opened"), _stay(*_GONE), ("count",), "harm", True),
        Step("incomplete", _("Contents incomplete"), _stay(*_GONE), ("count",), "harm", True),
        Step("damaged", _("Damaged"), _stay(*_UNDER_WAY), ("count",), "harm", True),
        Step("reconciled", _("Reconciled"), _to("reconciled", "receipt_confirmed", "distributing"), (), "yes"),
        Step("reopened", _("Opened again"), _to("distributing", "reconciled"), ("note",), "back", True),
        Step("scheduled", _("Planned date given"), _stay("planned", "collecting", "closed", "dispatched"), ("due",),
             "planned", True, sets=("planned",)),
        Step("cancelled", _("Cancelled"), _to("cancelled", "planned", "collecting", "closed"), ("note",), "cross"),
    ],
    closed="reconciled cancelled",
)  # fmt: skip

CORRESPONDENCE = _workflow(
    "correspondence",
    "Correspondence",
    {
        "registered": _("Registered"),
        "checked": _("Checked"),
        "forwarded": _("Forwarded"),
        "handed_over": _("Handed over, receipt not stated"),
        "received": _("Received, not yet delivered"),
        "delivered": _("Delivered"),
        "replied": _("Replied"),
        "held": _("Held"),
        "redirected": _("Redirected"),
        "undeliverable": _("Undeliverable"),
        "returned": _("Returned"),
        "lost": _("Lost"),
    },
    [
        Step("checked", _("Checked"), _to("checked", "registered"), (), "ask"),
        Step("forwarded", _("Forwarded"), _to("forwarded", "registered", "checked", "held", "redirected"), (), "box"),
        Step("handed_over", _("Handed over"), _to("handed_over", "registered", "checked", "forwarded"), (), "box"),
        Step("received", _("Received"), _to("received", "forwarded", "handed_over", "redirected"), (), "yes"),
        Step("delivered", _("Delivered"), _to("delivered", "forwarded", "handed_over", "received"), (), "yes"),
        Step("replied", _("Reply received"), _to("replied", "delivered", "forwarded", "handed_over", "received"), (), "told"),
        Step("held", _("Held back"), _to("held", "registered", "checked", "forwarded", "handed_over", "received"),
             ("note",), "late"),
        Step("examined", _("Examined by a side"), _stay("checked", "forwarded", "handed_over", "received", "held",
             "redirected"), (), "ask", True),
        Step("released", _("Released from the hold"), _to("checked", "held"), (), "yes"),
        Step("redirected", _("Redirected"), _to("redirected", "forwarded", "handed_over", "received"), (), "box"),
        Step("undeliverable", _("Could not be delivered"), _to("undeliverable", "forwarded", "handed_over", "received",
             "redirected"), ("note",), "no"),
        Step("returned", _("Returned to the sender"), _to("returned", "forwarded", "handed_over", "received", "held",
             "redirected", "undeliverable"), (), "back"),
        Step("lost", _("Lost"), _to("lost", "forwarded", "handed_over", "received", "redirected"), (), "cross"),
        Step("found", _("Found again"), _to("received", "lost"), (), "yes"),
    ],
    closed="replied returned",
)  # fmt: skip

EVACUEE = _workflow(
    "evacuee",
    "Evacuee",
    {
        "reported": _("Reported"),
        "identified": _("Identified"),
        "accommodated": _("Accommodated"),
        "wish_recorded": _("Wish recorded"),
        "return_requested": _("Return requested"),
        "returned": _("Returned"),
        "stays": _("Stays"),
        "elsewhere": _("Went elsewhere"),
    },
    [
        Step("identified", _("Identified"), _to("identified", "reported"), (), "ask"),
        Step("accommodated", _("Accommodated"), {"reported": "accommodated", "identified": "accommodated",
             "accommodated": "accommodated", "wish_recorded": "wish_recorded",
             "return_requested": "return_requested"}, ("place",), "box", sets=("housed",)),
        Step("wish_recorded", _("Wish recorded"), {**_to("wish_recorded", "reported", "identified", "accommodated",
             "wish_recorded"), **_stay("return_requested")}, (), "told", sets=("wish",), apart=True),
        Step("return_requested", _("Return requested"), _to("return_requested", "reported", "identified",
             "accommodated", "wish_recorded"), (), "asked"),
        Step("returned", _("Returned"), _to("returned", "reported", "identified", "accommodated", "wish_recorded",
             "return_requested"), (), "yes"),
        Step("stays", _("Stays by own wish"), _to("stays", "wish_recorded", "return_requested"), (), "yes"),
        Step("elsewhere", _("Went elsewhere"), _to("elsewhere", "identified", "accommodated", "wish_recorded",
             "return_requested"), (), "box"),
        Step("came_back", _("Wish changed"), _to("wish_recorded", "stays", "elsewhere"), ("note",), "back", True,
             sets=("wish",), apart=True),
    ],
    closed="returned stays elsewhere",
)  # fmt: skip

_CASE_OPEN = (
    "opened",
    "wish_recorded",
    "requested",
    "in_negotiation",
    "agreed",
    "scheduled",
    "in_transit",
    "postponed",
)

REPATRIATION_CASE = _workflow(
    "repatriation_case",
    "Repatriation case",
    {
        "opened": _("Opened"),
        "wish_recorded": _("Wish recorded"),
        "requested": _("Requested"),
        "in_negotiation": _("In negotiation"),
        "agreed": _("Agreed"),
        "scheduled": _("Scheduled"),
        "in_transit": _("In transit"),
        "returned": _("Returned"),
        "closed": _("Closed"),
        "postponed": _("Postponed"),
        "declined": _("Declined by the person"),
        "withdrawn": _("Withdrawn"),
        "deceased": _("Deceased"),
    },
    [
        Step("wish_recorded", _("Wish recorded"), {"opened": "wish_recorded", **_stay(*_CASE_OPEN[1:])}, (), "told",
             sets=("wish",), apart=True),
        Step("requested", _("Return requested or notified"), {"opened": "requested", "wish_recorded": "requested",
             **_stay("requested", "in_negotiation")}, (), "asked", sets=("requested",)),
        Step("negotiated", _("Negotiated"), _to("in_negotiation", "opened", "wish_recorded", "requested",
             "in_negotiation", "agreed", "postponed"), (), "told"),
        Step("agreed", _("Return agreed by both sides"), _to("agreed", "requested", "in_negotiation", "postponed"), (), "yes"),
        Step("scheduled", _("Return planned for a date"), _to("scheduled", "opened", "wish_recorded", "requested",
             "in_negotiation", "agreed", "scheduled", "postponed"), ("due",), "planned", sets=("planned",)),
        Step("postponed", _("Postponed"), _to("postponed", "agreed", "scheduled", "in_transit", "postponed"), (), "late",
             sets=("planned",)),
        Step("did_not_take_place", _("Planned return did not take place"), _to("postponed", "scheduled", "in_transit",
             "postponed"), ("note",), "missed", sets=("unplanned",)),
        Step("departed", _("On the way"), _to("in_transit", "agreed", "scheduled", "postponed"), (), "box"),
        Step("returned", _("Returned"), _to("returned", "agreed", "scheduled", "in_transit", "postponed",
             "in_negotiation", "requested"), (), "yes", sets=("occurred", "unplanned")),
        Step("some_returned", _("Some of the group returned"), _stay(*_CASE_OPEN) | _to("postponed", "scheduled", "in_transit"),
             ("count",), "yes", True, sets=("unplanned",)),
        Step("closed", _("Case closed"), _to("closed", "returned", "declined", "withdrawn", "deceased"), ("note",), "yes"),
        Step("declined", _("Declined by the person"), _to("declined", *_CASE_OPEN), ("note",), "no", True),
        Step("withdrawn", _("Withdrawn"), _to("withdrawn", *_CASE_OPEN), ("note",), "back", True),
        Step("death_reported", _("Death reported"), _to("deceased", *_CASE_OPEN), (), "harm", True),
        Step("reopened", _("Opened again"), _to("requested", "closed", "declined", "withdrawn", "returned"), ("note",),
             "back", True),
        Step("visited", _("Visited"), _stay(*_CASE_OPEN), (), "yes", True),
        Step("family_called", _("Family called"), _stay(*_CASE_OPEN, "returned"), ("note",), "asked", True),
    ],
    closed="returned closed declined withdrawn deceased",
)  # fmt: skip

REPATRIATION_EVENT = _workflow(
    "repatriation_event",
    "Repatriation event",
    {
        "planned": _("Planned"),
        "under_way": _("Under way"),
        "completed": _("Completed"),
        "postponed": _("Postponed"),
        "did_not_take_place": _("Did not take place"),
        "cancelled": _("Cancelled"),
    },
    [
        Step("scheduled", _("Planned for a date"), _to("planned", "planned", "postponed", "did_not_take_place"), ("due",),
             "planned", sets=("planned",)),
        Step("departed", _("Under way"), _to("under_way", "planned", "postponed"), (), "box"),
        Step("completed", _("Completed"), _to("completed", "planned", "under_way", "postponed"), (), "yes", sets=("occurred", "unplanned")),
        Step("postponed", _("Postponed"), _to("postponed", "planned", "under_way", "postponed"), (), "late", sets=("planned",)),
        Step("did_not_take_place", _("Did not take place"), _to("did_not_take_place", "planned", "under_way", "postponed"),
             ("note",), "missed", sets=("unplanned",)),
        Step("cancelled", _("Cancelled"), _to("cancelled", "planned", "postponed", "did_not_take_place"), ("note",), "cross"),
    ],
    closed="completed did_not_take_place cancelled",
)  # fmt: skip

VISIT = _workflow(
    "visit",
    "Visit",
    {
        "proposed": _("Proposed"),
        "requested": _("Requested"),
        "granted": _("Granted"),
        "scheduled": _("Scheduled"),
        "held": _("Held"),
        "reported": _("Reported"),
        "refused": _("Refused"),
        "postponed": _("Postponed"),
    },
    [
        Step("requested", _("Requested"), _to("requested", "proposed", "refused", "postponed"), (), "asked"),
        Step("granted", _("Granted"), _to("granted", "proposed", "requested"), (), "yes"),
        Step("scheduled", _("Date set"), _to("scheduled", "proposed", "granted", "scheduled", "postponed"), ("due",), "planned", sets=("planned",)),
        Step("held", _("Held"), _to("held", "granted", "scheduled", "postponed"), (), "yes", sets=("occurred", "unplanned")),
        Step("reported", _("Report made"), _to("reported", "held"), (), "told"),
        Step("refused", _("Refused"), _to("refused", "requested", "granted", "scheduled"), ("note",), "no"),
        Step("postponed", _("Postponed"), _to("postponed", "granted", "scheduled"), (), "late", sets=("unplanned",)),
    ],
    closed="reported refused",
)  # fmt: skip

AGREEMENT = _workflow(
    "agreement",
    "Agreement",
    {"announced": _("Announced"), "in_force": _("In force"), "ended": _("Ended")},
    [
        Step("concluded", _("Concluded"), _to("in_force", "announced"), (), "yes"),
        Step("amended", _("Amended"), _stay("announced", "in_force"), ("note",), "told"),
        Step("extended", _("Extended"), _stay("in_force"), ("due",), "planned", sets=("planned",)),
        Step("ended", _("Ended"), _to("ended", "announced", "in_force"), (), "cross"),
    ],
    closed="ended",
)  # fmt: skip

UNDERTAKING = _workflow(
    "undertaking", "Undertaking", {"open": _("Open"), "fulfilled": _("Fulfilled"), "dropped": _("Dropped")},
    [
        Step("scheduled", _("Due date given or moved"), _stay("open"), ("due",), "planned", sets=("planned",)),
        Step("fulfilled", _("Fulfilled, as stated"), _to("fulfilled", "open"), (), "yes"),
        Step("dropped", _("Dropped"), _to("dropped", "open"), ("note",), "cross"),
        Step("reopened", _("Opened again"), _to("open", "fulfilled", "dropped"), ("note",), "back", True),
    ],
    closed="fulfilled dropped",
)  # fmt: skip

PERSON = _workflow(
    "person", "Person", _RECORDED,
    [
        Step("captured", _("Captured or interned"), _stay("recorded"), (), "box"),
        Step("card_received", _("Capture or internment card received"), _stay("recorded"), (), "told"),
        Step("transferred", _("Transferred"), _stay("recorded"), (), "box"),
        Step("hospitalised", _("Brought to a hospital"), _stay("recorded"), (), "harm"),
        Step("seen", _("Seen or heard of"), _stay("recorded"), (), "told"),
        Step("family_called", _("Family called"), _stay("recorded"), ("note",), "asked"),
        Step("mail_limited", _("Mail limited or stopped"), _stay("recorded"), ("note",), "late", True),
        Step("mail_limit_ended", _("Limit on mail ended"), _stay("recorded"), (), "back", True),
        Step("released", _("Released"), _stay("recorded"), (), "yes"),
        Step("came_home", _("Came home"), _stay("recorded"), (), "yes"),
        Step("did_not_come", _("Expected to return, did not come"), _stay("recorded"), (), "missed"),
        Step("declined_return", _("Declined to return"), _stay("recorded"), ("note",), "no"),
        Step("death_reported", _("Death reported"), _stay("recorded"), (), "harm"),
        Step("family_informed", _("Family informed"), _stay("recorded"), (), "told"),
    ],
)  # fmt: skip

GROUP = _workflow(
    "group", "Group", _RECORDED,
    [
        Step("reported", _("Reported"), _stay("recorded"), (), "told"),
        Step("list_received", _("List of names received"), _stay("recorded"), (), "told"),
        Step("moved", _("Moved"), _stay("recorded"), (), "box"),
        Step("visited", _("Visited"), _stay("recorded"), (), "yes"),
        Step("some_returned", _("Some returned"), _stay("recorded"), ("count",), "yes"),
        Step("did_not_come", _("Expected to return, did not come"), _stay("recorded"), (), "missed"),
    ],
)  # fmt: skip

EVACUATION = _workflow(
    "evacuation", "Evacuation", {"reported": _("Reported"), "confirmed": _("Confirmed"), "disproved": _("Did not occur")},
    [
        Step("carried_out", _("Carried out"), _stay("reported", "confirmed"), (), "box", sets=("occurred",)),
        Step("confirmed", _("Confirmed by a second source"), _to("confirmed", "reported"), (), "yes"),
        Step("disproved", _("Found not to have occurred"), _to("disproved", "reported", "confirmed"), ("note",), "cross"),
    ],
    closed="disproved",
)  # fmt: skip

TRACING_REQUEST = _workflow(
    "tracing_request",
    "Tracing request",
    {
        "received": _("Received"),
        "searching": _("Searching"),
        "suspended": _("Suspended"),
        "located": _("Located"),
        "located_no_contact": _("Located, wishes no contact"),
        "deceased": _("Found to have died"),
        "not_located": _("Not located"),
        "closed": _("Closed"),
    },
    [
        Step("search_begun", _("Search begun"), _to("searching", "received"), (), "asked"),
        Step("given_to_red_cross", _("Given to the Red Cross"), _to("searching", "received", "searching"),
             ("counterpart",), "asked"),
        Step("given_to_bureau", _("Given to the information bureau of the other side"),
             _to("searching", "received", "searching"), ("counterpart",), "asked"),
        Step("name_published", _("Name published"), _to("searching", "received", "searching"), ("note",), "told"),
        Step("found_located", _("Located"), _to("located", "received", "searching", "located_no_contact"), (), "yes"),
        Step("found_no_contact", _("Located, wishes no contact"),
             _to("located_no_contact", "received", "searching", "located"), (), "no"),
        Step("found_deceased", _("Found to have died"),
             _to("deceased", "received", "searching", "located", "located_no_contact"), (), "cross"),
        Step("not_found", _("Not located"), _to("not_located", "searching", "suspended"), ("note",), "none"),
        Step("enquirer_told", _("Enquirer told what was found"),
             _stay("located", "located_no_contact", "deceased"), ("note",), "told"),
        Step("told_not_found", _("Enquirer told that nobody was found"), _stay("not_located"), (), "told"),
        Step("request_closed", _("Request closed"),
             _to("closed", "located", "located_no_contact", "deceased", "not_located"), (), "yes"),
        Step("search_suspended", _("Search suspended"), _to("suspended", "received", "searching"), ("note",), "late", True),
        Step("search_resumed", _("Search resumed"), _to("searching", "suspended"), (), "back", True),
        Step("request_withdrawn", _("Withdrawn by the enquirer"), _to("closed", "received", "searching", "suspended"),
             ("note",), "back", True),
        Step("search_reopened", _("Search opened again"),
             _to("searching", "located", "located_no_contact", "deceased", "not_located", "closed"), ("note",), "back", True),
    ],
    closed="closed",
)  # fmt: skip

WORKFLOWS: dict[str, Workflow] = {
    workflow.kind: workflow
    for workflow in (PERSON, GROUP, AGREEMENT, UNDERTAKING, CONSIGNMENT, PARCEL, CORRESPONDENCE, VISIT, EVACUATION,
                     EVACUEE, REPATRIATION_CASE, REPATRIATION_EVENT, TRACING_REQUEST)
}  # fmt: skip

EVENT_LABELS: dict[str, str] = {
    step.type: step.label for workflow in WORKFLOWS.values() for step in workflow.steps.values()
}
