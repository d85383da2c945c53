"""No answer is ever our own failure, whatever is sent (R25, R35); the long run of it is told in the documentation."""

import random

import pytest
from django.db import transaction

from tests.typed import forms_of
from tests.walk import hostile

TRIES = 250


def places_of(walker, addresses):
    found = []
    for address in addresses:
        answer = walker.get(address)
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            forms = [
                form for form in forms_of(answer.content.decode()) if not form.action.endswith("logout/")
            ]
            found.append(hostile.place(address, forms))
    return found


@pytest.mark.parametrize("seed", [1])
def test_no_request_makes_us_fail(walker, everywhere, undone, seed):
    chance = random.Random(seed)
    places = places_of(walker, chance.sample(everywhere, 60))
    failed = []
    for _ in range(TRIES):
        method, address, body = hostile.request(places, chance)
        with transaction.atomic():
            sent = (
                {"data": body, "content_type": "application/x-www-form-urlencoded"}
                if method == "POST"
                else {}
            )
            answer = walker.generic(method, address, **sent)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            failed.append((answer.status_code, method, address[:300], (body or "")[:300]))
    assert failed == []
