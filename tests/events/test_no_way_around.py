"""No door lets a record take a step that its workflow does not list: neither screen nor workshop nor a list of references."""

import pytest
from django.urls import reverse

from cases.lib.workflows import WORKFLOWS
from cases.models import Event
from cases.models.about import model_of
from tests.models.kinds import factory_of

KINDS = ("repatriation_case", "repatriation_event", "evacuee", "visit", "consignment", "tracing_request")
OWN = "own_observation"
#: More than any step asks for, so that nothing but the state is in the way.
FACTS = {"who_says_so": OWN, "note": "Typed words.", "due": "3 March 2027", "count": "2"}


def forbidden(kind):
    """(state, type) for each step that leads nowhere from that state."""
    workflow = WORKFLOWS[kind]
    return [
        (state, type)
        for state in workflow.states
        for type, step in workflow.steps.items()
        if state not in step.leads
    ]


def found_in(kind, state, office):
    """A record of a kind that stands in a state, however it came there."""
    record = factory_of(model_of(kind))(office=office)
    type(record).objects.filter(pk=record.pk).update(status=state)
    record.refresh_from_db()
    return record


@pytest.fixture
def records(office):
    return lambda kind: {state: found_in(kind, state, office) for state in WORKFLOWS[kind].states}


@pytest.fixture
def unmoved():
    """Assert that nothing happened to these records."""

    def unmoved(found):
        for state, record in found.items():
            record.refresh_from_db()
            assert record.status == state
            assert not Event.objects.about(record).exists()

    return unmoved


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_a_record_refuses_it(client_for, records, unmoved, kind):
    found, client = records(kind), client_for("coordinator")
    every = kind.startswith("repatriation")  # of the others one step for each state
    for state, type in forbidden(kind) if every else dict(forbidden(kind)).items():
        answer = client.post(reverse("record_event", args=[found[state].reference]), {"type": type, **FACTS})
        assert answer.status_code == 422, (state, type)
    unmoved(found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_workshop_refuses_it(client_for, records, unmoved, kind):
    found, client = records(kind), client_for("coordinator")
    for state, type in dict(forbidden(kind)).items():  # one for each state
        typed = {"about": found[state].reference, "type": type, "evidence": OWN, "note": "Typed words."}
        assert client.post(reverse("admin:cases_event_add"), typed).status_code == 200, (state, type)
    unmoved(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_references_refuses_it(client_for, records, unmoved, kind):
    found, client = records(kind), client_for("coordinator")
    states = {}
    for state, type in forbidden(kind):
        states.setdefault(type, []).append(found[state].reference)
    for type, references in states.items():
        typed = {"references": " ".join(references), "type": f"{kind}:{type}", **FACTS}
        assert b"Recorded on" not in client.post(reverse("record_many"), typed).content.replace(
            b"Recorded on 0", b""
        ), type
    unmoved(found)
