"""How records move: states, event types and which event leads from which state to which.

This module is data and three pure functions. The forms, the admin, the seed and ``docs/workflows.md`` are all
made from it, and ``manage.py check_ledger`` replays the ledger with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

EARLIER_NOT_KNOWN = "earlier_not_known"


class NotAllowed(ValueError):
    """An event that the workflow does not know in this state. ``index`` is its place in the replayed sequence."""

    def __init__(self, index: int, type: str, state: str):
        super().__init__(f"{type} is not possible in state {state}")
        self.index, self.type, self.state = index, type, state


@dataclass(frozen=True)
class Step:
    """One type of event. ``leads`` maps the states in which it is allowed to the state that follows.

    ``needs`` names the fields without which it says nothing. ``mark`` is the shape on the timeline (style guide:
    shape says what). ``follows`` says where the step stands among the choices: the path first, then the rest.
    """

    type: str
    label: str
    leads: Mapping[str, str]
    needs: tuple[str, ...] = ()
    mark: str = "said"
    aside: bool = False
    sets: tuple[str, ...] = ()


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
    """The steps that can be recorded now, the path before the asides."""
    steps = [step for step in workflow.steps.values() if state in step.leads]
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
        Step("asked", "Asked a counterpart", everywhere, ("counterpart",), "asked", True),
        Step("answered", "Answer received", everywhere, ("counterpart",), "told", True),
        Step("checked_for_news", "Checked for news", everywhere, (), "none", True, sets=("checked",)),
        Step("noted", "Note for the file", everywhere, ("note",), "told", True),
    ]
    if len(states) > 1:
        found = Step(EARLIER_NOT_KNOWN, "Found in a later state, earlier steps not known", everywhere,
                     ("declared_status",), "differ", True)  # fmt: skip
        common.append(found)
    both = {step.type: step for step in [*steps, *common]}
    return Workflow(kind, label, states, next(iter(states)), both, frozenset(closed.split()))


_RECORDED = {"recorded": "Recorded"}

PARCEL = _workflow(
    "parcel",
    "Parcel",
    {
        "registered": "Registered",
        "packed": "Packed",
        "in_consignment": "In consignment",
        "dispatched": "Dispatched",
        "handed_over": "Handed over, receipt not stated",
        "received": "Received, not yet distributed",
        "delivered": "Delivered",
        "delivery_disputed": "Delivery disputed",
        "lost": "Lost",
        "returned": "Returned",
        "refused": "Refused",
        "redirected": "Redirected",
        "cancelled": "Cancelled",
    },
    [
        Step("packed", "Packed", _to("packed", "registered"), (), "box"),
        Step("added", "Put into the consignment", _to("in_consignment", "registered", "packed"), (), "box"),
        Step("dispatched", "Dispatched", _to("dispatched", "packed", "in_consignment"), (), "box"),
        Step("handed_over", "Handed over", _to("handed_over", "packed", "in_consignment", "dispatched"), (), "box"),
        Step("received", "Received", _to("received", "dispatched", "handed_over", "redirected"), (), "yes"),
        Step("delivered", "Delivered", _to("delivered", "handed_over", "received", "delivery_disputed"), (), "yes"),
        Step("delivery_disputed", "Delivery disputed", _to("delivery_disputed", "delivered"), (), "differ"),
        Step("redirected", "Redirected", _to("redirected", "dispatched", "handed_over", "received"), (), "box"),
        Step("refused", "Refused by the addressee", _to("refused", "handed_over", "received"), (), "no"),
        Step("returned", "Returned to the sender", _to("returned", "dispatched", "handed_over", "received",
             "refused", "redirected", "delivery_disputed"), (), "back"),
        Step("lost", "Lost", _to("lost", "in_consignment", "dispatched", "handed_over", "received",
             "redirected", "returned"), (), "cross"),
        Step("found", "Found again", _to("received", "lost"), (), "yes"),
        Step("cancelled", "Cancelled", _to("cancelled", "registered", "packed"), ("note",), "cross"),
        Step("opened", "Found opened", _stay("dispatched", "handed_over", "received", "delivered", "returned",
             "refused", "delivery_disputed"), (), "harm", True),
        Step("incomplete", "Contents incomplete", _stay("dispatched", "handed_over", "received", "delivered",
             "returned", "refused", "delivery_disputed"), (), "harm", True),
        Step("damaged", "Damaged", _stay("in_consignment", "dispatched", "handed_over", "received", "delivered",
             "returned", "refused"), (), "harm", True),
        Step("examined", "Examined by a side", _stay("dispatched", "handed_over", "received"), (), "ask", True),
    ],
    closed="delivered returned redirected cancelled",
)  # fmt: skip

CONSIGNMENT = _workflow(
    "consignment",
    "Consignment",
    {
        "planned": "Planned",
        "collecting": "Collecting",
        "closed": "Closed, ready to leave",
        "dispatched": "Dispatched",
        "handed_over": "Handed over, receipt not stated",
        "receipt_confirmed": "Receipt confirmed",
        "distributing": "Being distributed",
        "reconciled": "Reconciled",
        "cancelled": "Cancelled",
    },
    [
        Step("collecting", "Collecting has begun", _to("collecting", "planned"), (), "box"),
        Step("prepared", "Parcels counted and prepared", {"planned": "collecting", "collecting": "collecting"},
             ("count",), "box"),
        Step("closed", "Closed and sealed", _to("closed", "collecting"), (), "box"),
        Step("dispatched", "Dispatched", _to("dispatched", "collecting", "closed"), (), "box"),
        Step("handed_over", "Handed over", _to("handed_over", "collecting", "closed", "dispatched", "handed_over"),
             (), "box", sets=("unplanned",)),
        Step("received", "Receipt confirmed", _to("receipt_confirmed", "dispatched", "handed_over",
             "receipt_confirmed"), (), "yes", sets=("unplanned",)),
        Step("delivered", "Delivered to addressees", _to("distributing", "handed_over", "receipt_confirmed",
             "distributing"), ("count",), "yes"),
        Step("lost", "Lost", _stay("collecting", "closed", "dispatched", "handed_over", "receipt_confirmed",
             "distributing"), ("count",), "cross"),
        Step("returned", "Returned", _stay("dispatched", "handed_over", "receipt_confirmed", "distributing"),
             ("count",), "back"),
        Step("reconciled", "Reconciled", _to("reconciled", "receipt_confirmed", "distributing"), (), "yes"),
        Step("reopened", "Opened again", _to("distributing", "reconciled"), ("note",), "back", True),
        Step("scheduled", "Planned date given", _stay("planned", "collecting", "closed", "dispatched"), ("due",),
             "planned", True, sets=("planned",)),
        Step("cancelled", "Cancelled", _to("cancelled", "planned", "collecting", "closed"), ("note",), "cross"),
    ],
    closed="reconciled cancelled",
)  # fmt: skip

CORRESPONDENCE = _workflow(
    "correspondence",
    "Correspondence",
    {
        "registered": "Registered",
        "checked": "Checked",
        "forwarded": "Forwarded",
        "handed_over": "Handed over, receipt not stated",
        "received": "Received, not yet delivered",
        "delivered": "Delivered",
        "replied": "Replied",
        "held": "Held",
        "redirected": "Redirected",
        "undeliverable": "Undeliverable",
        "returned": "Returned",
        "lost": "Lost",
    },
    [
        Step("checked", "Checked", _to("checked", "registered"), (), "ask"),
        Step("forwarded", "Forwarded", _to("forwarded", "registered", "checked", "held", "redirected"), (), "box"),
        Step("handed_over", "Handed over", _to("handed_over", "registered", "checked", "forwarded"), (), "box"),
        Step("received", "Received", _to("received", "forwarded", "handed_over", "redirected"), (), "yes"),
        Step("delivered", "Delivered", _to("delivered", "forwarded", "handed_over", "received"), (), "yes"),
        Step("replied", "Reply received", _to("replied", "delivered", "forwarded", "handed_over", "received"), (), "told"),
        Step("held", "Held back", _to("held", "registered", "checked", "forwarded", "handed_over", "received"),
             ("note", "due"), "late"),
        Step("released", "Released from the hold", _to("checked", "held"), (), "yes"),
        Step("redirected", "Redirected", _to("redirected", "forwarded", "handed_over", "received"), (), "box"),
        Step("undeliverable", "Could not be delivered", _to("undeliverable", "forwarded", "handed_over", "received",
             "redirected"), ("note",), "no"),
        Step("returned", "Returned to the sender", _to("returned", "forwarded", "handed_over", "received", "held",
             "redirected", "undeliverable"), (), "back"),
        Step("lost", "Lost", _to("lost", "forwarded", "handed_over", "received", "redirected"), (), "cross"),
        Step("found", "Found again", _to("received", "lost"), (), "yes"),
    ],
    closed="replied returned",
)  # fmt: skip

EVACUEE = _workflow(
    "evacuee",
    "Evacuee",
    {
        "reported": "Reported",
        "identified": "Identified",
        "accommodated": "Accommodated",
        "wish_recorded": "Wish recorded",
        "return_requested": "Return requested",
        "returned": "Returned",
        "stays": "Stays",
        "elsewhere": "Went elsewhere",
    },
    [
        Step("identified", "Identified", _to("identified", "reported"), (), "ask"),
        Step("accommodated", "Accommodated", {"reported": "accommodated", "identified": "accommodated",
             "accommodated": "accommodated", "wish_recorded": "wish_recorded",
             "return_requested": "return_requested"}, ("place",), "box"),
        Step("wish_recorded", "Wish recorded", _to("wish_recorded", "reported", "identified", "accommodated",
             "wish_recorded"), ("note",), "told"),
        Step("return_requested", "Return requested", _to("return_requested", "reported", "identified",
             "accommodated", "wish_recorded"), (), "asked"),
        Step("returned", "Returned", _to("returned", "accommodated", "wish_recorded", "return_requested"), (), "yes"),
        Step("stays", "Stays by own wish", _to("stays", "wish_recorded", "return_requested"), (), "yes"),
        Step("elsewhere", "Went elsewhere", _to("elsewhere", "identified", "accommodated", "wish_recorded",
             "return_requested"), (), "box"),
        Step("came_back", "Wish changed", _to("wish_recorded", "stays", "elsewhere"), ("note",), "back", True),
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
        "opened": "Opened",
        "wish_recorded": "Wish recorded",
        "requested": "Requested",
        "in_negotiation": "In negotiation",
        "agreed": "Agreed",
        "scheduled": "Scheduled",
        "in_transit": "In transit",
        "returned": "Returned",
        "closed": "Closed",
        "postponed": "Postponed",
        "declined": "Declined by the person",
        "withdrawn": "Withdrawn",
        "deceased": "Deceased",
    },
    [
        Step("wish_recorded", "Wish recorded", {"opened": "wish_recorded", **_stay(*_CASE_OPEN[1:])}, ("note",), "told"),
        Step("requested", "Return requested or notified", {"opened": "requested", "wish_recorded": "requested",
             **_stay("requested", "in_negotiation")}, (), "asked", sets=("requested",)),
        Step("negotiated", "Negotiated", _to("in_negotiation", "opened", "wish_recorded", "requested",
             "in_negotiation", "agreed", "postponed"), (), "told"),
        Step("agreed", "Return agreed by both sides", _to("agreed", "requested", "in_negotiation", "postponed"), (), "yes"),
        Step("scheduled", "Return planned for a date", _to("scheduled", "opened", "wish_recorded", "requested",
             "in_negotiation", "agreed", "scheduled", "postponed"), ("due",), "planned", sets=("planned",)),
        Step("postponed", "Postponed", _to("postponed", "agreed", "scheduled", "in_transit"), (), "late", sets=("unplanned",)),
        Step("did_not_take_place", "Planned return did not take place", _to("postponed", "scheduled", "in_transit"),
             (), "missed", sets=("unplanned",)),
        Step("departed", "On the way", _to("in_transit", "agreed", "scheduled"), (), "box"),
        Step("returned", "Returned", _to("returned", "agreed", "scheduled", "in_transit", "postponed",
             "in_negotiation", "requested"), (), "yes", sets=("occurred", "unplanned")),
        Step("closed", "Case closed", _to("closed", "returned", "declined", "withdrawn", "deceased"), ("note",), "yes"),
        Step("declined", "Declined by the person", _to("declined", *_CASE_OPEN), ("note",), "no", True),
        Step("withdrawn", "Withdrawn", _to("withdrawn", *_CASE_OPEN), ("note",), "back", True),
        Step("death_reported", "Death reported", _to("deceased", *_CASE_OPEN), (), "harm", True),
        Step("reopened", "Opened again", _to("requested", "closed", "declined", "withdrawn", "returned"), ("note",),
             "back", True),
        Step("visited", "Visited", _stay(*_CASE_OPEN), (), "yes", True),
        Step("family_called", "Family called", _stay(*_CASE_OPEN, "returned"), ("note",), "asked", True),
    ],
    closed="returned closed declined withdrawn deceased",
)  # fmt: skip

REPATRIATION_EVENT = _workflow(
    "repatriation_event",
    "Repatriation event",
    {
        "planned": "Planned",
        "under_way": "Under way",
        "completed": "Completed",
        "postponed": "Postponed",
        "did_not_take_place": "Did not take place",
        "cancelled": "Cancelled",
    },
    [
        Step("scheduled", "Planned for a date", _to("planned", "planned", "postponed", "did_not_take_place"), ("due",),
             "planned", sets=("planned",)),
        Step("departed", "Under way", _to("under_way", "planned", "postponed"), (), "box"),
        Step("completed", "Completed", _to("completed", "planned", "under_way", "postponed"), (), "yes", sets=("occurred", "unplanned")),
        Step("postponed", "Postponed", _to("postponed", "planned", "under_way"), (), "late", sets=("unplanned",)),
        Step("did_not_take_place", "Did not take place", _to("did_not_take_place", "planned", "under_way", "postponed"),
             (), "missed", sets=("unplanned",)),
        Step("cancelled", "Cancelled", _to("cancelled", "planned", "postponed", "did_not_take_place"), ("note",), "cross"),
    ],
    closed="completed did_not_take_place cancelled",
)  # fmt: skip

VISIT = _workflow(
    "visit",
    "Visit",
    {
        "proposed": "Proposed",
        "requested": "Requested",
        "granted": "Granted",
        "scheduled": "Scheduled",
        "held": "Held",
        "reported": "Reported",
        "refused": "Refused",
        "postponed": "Postponed",
    },
    [
        Step("requested", "Requested", _to("requested", "proposed", "refused", "postponed"), (), "asked"),
        Step("granted", "Granted", _to("granted", "proposed", "requested"), (), "yes"),
        Step("scheduled", "Date set", _to("scheduled", "proposed", "granted", "scheduled", "postponed"), ("due",), "planned", sets=("planned",)),
        Step("held", "Held", _to("held", "granted", "scheduled", "postponed"), (), "yes", sets=("occurred", "unplanned")),
        Step("reported", "Report made", _to("reported", "held"), (), "told"),
        Step("refused", "Refused", _to("refused", "requested", "granted", "scheduled"), ("note",), "no"),
        Step("postponed", "Postponed", _to("postponed", "granted", "scheduled"), (), "late", sets=("unplanned",)),
    ],
    closed="reported refused",
)  # fmt: skip

AGREEMENT = _workflow(
    "agreement",
    "Agreement",
    {"announced": "Announced", "in_force": "In force", "ended": "Ended"},
    [
        Step("concluded", "Concluded", _to("in_force", "announced"), (), "yes"),
        Step("amended", "Amended", _stay("announced", "in_force"), ("note",), "told"),
        Step("extended", "Extended", _stay("in_force"), ("due",), "planned", sets=("planned",)),
        Step("ended", "Ended", _to("ended", "announced", "in_force"), (), "cross"),
    ],
    closed="ended",
)  # fmt: skip

UNDERTAKING = _workflow(
    "undertaking", "Undertaking", {"open": "Open", "fulfilled": "Fulfilled", "dropped": "Dropped"},
    [
        Step("scheduled", "Due date given or moved", _stay("open"), ("due",), "planned", sets=("planned",)),
        Step("fulfilled", "Fulfilled, as stated", _to("fulfilled", "open"), (), "yes"),
        Step("dropped", "Dropped", _to("dropped", "open"), ("note",), "cross"),
        Step("reopened", "Opened again", _to("open", "fulfilled", "dropped"), ("note",), "back", True),
    ],
    closed="fulfilled dropped",
)  # fmt: skip

PERSON = _workflow(
    "person", "Person", _RECORDED,
    [
        Step("captured", "Captured or interned", _stay("recorded"), (), "box"),
        Step("card_received", "Capture or internment card received", _stay("recorded"), (), "told"),
        Step("transferred", "Transferred", _stay("recorded"), (), "box"),
        Step("hospitalised", "Brought to a hospital", _stay("recorded"), (), "harm"),
        Step("seen", "Seen or heard of", _stay("recorded"), (), "told"),
        Step("family_called", "Family called", _stay("recorded"), ("note",), "asked"),
        Step("released", "Released", _stay("recorded"), (), "yes"),
        Step("death_reported", "Death reported", _stay("recorded"), (), "harm"),
        Step("family_informed", "Family informed", _stay("recorded"), (), "told"),
    ],
)  # fmt: skip

GROUP = _workflow(
    "group", "Group", _RECORDED,
    [
        Step("reported", "Reported", _stay("recorded"), (), "told"),
        Step("list_received", "List of names received", _stay("recorded"), (), "told"),
        Step("moved", "Moved", _stay("recorded"), (), "box"),
        Step("visited", "Visited", _stay("recorded"), (), "yes"),
        Step("some_returned", "Some returned", _stay("recorded"), ("count",), "yes"),
    ],
)  # fmt: skip

EVACUATION = _workflow(
    "evacuation", "Evacuation", {"reported": "Reported", "confirmed": "Confirmed", "disproved": "Did not occur"},
    [
        Step("carried_out", "Carried out", _stay("reported", "confirmed"), (), "box", sets=("occurred",)),
        Step("confirmed", "Confirmed by a second source", _to("confirmed", "reported"), (), "yes"),
        Step("disproved", "Found not to have occurred", _to("disproved", "reported", "confirmed"), ("note",), "cross"),
    ],
    closed="disproved",
)  # fmt: skip

WORKFLOWS: dict[str, Workflow] = {
    workflow.kind: workflow
    for workflow in (PERSON, GROUP, AGREEMENT, UNDERTAKING, CONSIGNMENT, PARCEL, CORRESPONDENCE, VISIT, EVACUATION,
                     EVACUEE, REPATRIATION_CASE, REPATRIATION_EVENT)
}  # fmt: skip

EVENT_LABELS: dict[str, str] = {
    step.type: step.label for workflow in WORKFLOWS.values() for step in workflow.steps.values()
}
