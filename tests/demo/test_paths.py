"""Every way that a record can have gone is one that its workflow allows."""

import pytest

from cases.demo import movements, paths
from cases.lib.workflows import WORKFLOWS, replay

WAYS = {
    "consignment": [paths.CONSIGNMENT],
    "parcel": list(paths.PARCEL.values()),
    "correspondence": [paths.LETTER],
    "person": [paths.PRISONER, paths.CIVILIAN, paths.DEATH],
    "group": [movements.GROUP],
    "evacuation": [movements.EVACUATION],
    "evacuee": [paths.EVACUEE],
    "repatriation_case": [paths.CASE],
    "repatriation_event": [paths.OPERATION],
    "visit": [paths.VISIT],
    "tracing_request": [paths.TRACING],
}


@pytest.mark.parametrize("kind", WAYS)
def test_paths_follow_the_workflow(kind):
    for way in (way for table in WAYS[kind] for way in table):
        assert replay(WORKFLOWS[kind], paths.steps(way)) in WORKFLOWS[kind].states
