"""Two people judge one question at once: one is told that the other was first, and nothing is judged unseen."""

import pytest

from cases.actions import judging
from cases.models import Assessment, Thread
from tests import factories as make
from tests.actions.at_once import at_once

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def claims():
    group = make.GroupFactory()
    return [make.ClaimFactory(about=group, number=number) for number in (6, 7)]


def prefer(claim, as_seen, **facts):
    return lambda: judging.judge(
        claim=claim, kind="preferred", reason="A list.", by=None, as_seen=as_seen, **facts
    )


def test_of_two_who_saw_the_same_one_is_told(claims):
    seen = judging.seen(claims[0].thread)
    results = at_once(*[prefer(claim, seen) for claim in claims])
    assert sorted(type(result).__name__ for result in results) == ["Assessment", "Stale"]
    assert Thread.objects.get().preferred == Assessment.objects.get().claim


def test_a_form_sent_twice_at_once_judges_once(claims):
    seen, key = judging.seen(claims[0].thread), "6d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"
    first, second = at_once(*[prefer(claims[0], seen, form_key=key)] * 2)
    assert first == second == Assessment.objects.get()
