"""A list received from a ministry, and somebody on record who is on it."""

import pytest

from cases.lib.dates import parse
from cases.models import CounterpartList
from tests.factories import PersonFactory, StateBodyFactory
from tests.people.received import text, typed


@pytest.fixture
def ministry(parties):
    return StateBodyFactory(name="Ministry of the North", party=parties[0])


@pytest.fixture
def serhii(office):
    return PersonFactory(office=office, name="Бондаренко Сергій", born=parse("1987"))


@pytest.fixture
def received(client_for, ministry, serhii):
    response = client_for("caseworker").post("/lists/add/", typed(ministry))
    assert response.status_code == 302, text(response)
    return CounterpartList.objects.get()
