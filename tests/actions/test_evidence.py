"""Recording who said what: claims, their threads, and what people judge of them."""

from itertools import combinations
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions.checks import differences
from cases.actions.evidence import (
    ClaimRefused,
    assess,
    record_claim,
    record_source,
    record_statement,
    thread_state,
    working_value,
)
from cases.lib.dates import parse
from cases.models import Assessment, Claim, Source, Thread
from tests import factories as make
from tests.actions.proof import assert_threads, fresh
from tests.actions.values import contradict


@pytest.fixture
def group(db):
    return make.GroupFactory()


def size(group, number, **more):
    return make.ClaimFactory(about=group, number=number, **more)


def judge(claim, kind):
    return assess(claim=claim, kind=kind, reason="The list with names has as many.", by=None)


def test_a_claim_knows_who_said_it_where_and_who_recorded_it(group, caseworker):
    statement = make.StatementFactory()
    claim = record_claim(
        about=group, statement=statement, aspect="size", by=caseworker, number=6, population="people"
    )
    assert (claim.about, claim.statement.source, claim.recorded_by) == (group, statement.source, caseworker)
    assert claim.thread.about == group


def test_claims_that_agree_leave_nothing_to_decide(group):
    claims = [size(group, 6), size(group, 6), size(group, 5, precision="at_least")]
    thread = Thread.objects.get()
    assert (thread.live, thread.disagrees, thread.open) == (3, False, False)
    assert group.contested == 0
    assert working_value(thread) == claims[-1]


def test_claims_that_disagree_stand_side_by_side_until_one_is_preferred(group):
    six, _seven = size(group, 6), size(group, 7)
    assert (group.contested, group.size_low, group.size_high) == (1, 6, 7)
    assert working_value(Thread.objects.get()) is None
    judge(six, "preferred")
    thread = Thread.objects.get()
    assert (thread.disagrees, thread.open, thread.preferred) == (True, False, six)
    assert (fresh(group).contested, fresh(group).size_low, fresh(group).size_high) == (0, 6, 6)
    assert working_value(thread) == six


def test_a_cleared_preference_opens_the_thread_again(group):
    six, _seven = size(group, 6), size(group, 7)
    judge(six, "preferred")
    judge(six, "cleared")
    assert fresh(group).contested == 1
    assert Thread.objects.get().opened_at is not None


def test_a_withdrawn_claim_counts_no_longer_and_stays_visible(group):
    six, _seven = size(group, 6), size(group, 7)
    judge(six, "withdrawn")
    assert (Thread.objects.get().live, fresh(group).contested) == (1, 0)
    assert (fresh(group).size_low, fresh(group).size_high) == (7, 7)
    assert six in Claim.objects.all()


def test_a_person_may_declare_a_conflict_that_no_rule_finds(group):
    claim = make.ClaimFactory(about=group, aspect="manner", words="at their request")
    judge(claim, "disputed")
    assert fresh(group).contested == 1


def test_a_thread_keeps_the_moment_in_which_it_was_opened(group):
    for number in (6, 7):
        size(group, number)
    opened = Thread.objects.get().opened_at
    size(group, 8)
    assert Thread.objects.get().opened_at == opened


def test_counts_of_different_days_are_a_series(group):
    for number, day in ((13, "2 October 2025"), (12, "1 November 2025")):
        make.ClaimFactory(
            about=group, aspect="count_remaining", number=number, population="residents", as_of=parse(day)
        )
    assert (Thread.objects.count(), group.contested) == (2, 0)


def test_counts_of_different_populations_never_mix(group):
    make.ClaimFactory(about=group, aspect="count_remaining", number=10, population="residents")
    make.ClaimFactory(about=group, aspect="count_remaining", number=20, population="civilians")
    assert (Thread.objects.count(), group.contested) == (2, 0)


def test_the_same_form_twice_is_one_claim_and_one_judgement(group):
    key, statement = uuid4(), make.StatementFactory()
    claims = [size(group, 6, form_key=key, statement=statement) for _ in range(2)]
    assert claims[0] == claims[1]
    judgements = [
        assess(claim=claims[0], kind="preferred", reason="A list.", by=None, form_key=key) for _ in range(2)
    ]
    assert judgements[0] == judgements[1]
    assert (Claim.objects.count(), Assessment.objects.count()) == (1, 1)


def test_a_judgement_needs_a_reason(group):
    claim = size(group, 6)
    with pytest.raises(ClaimRefused, match="Write why") as refused:
        assess(claim=claim, kind="preferred", reason=" ", by=None)
    assert refused.value.field == "reason"


def test_the_same_address_is_one_source(office):
    facts = {"office": office, "publisher": make.ActorFactory(), "type": "article", "by": None}
    first = record_source(title="One", url="https://example.org/1", **facts)
    assert record_source(title="Two", url="https://example.org/1", **facts) == first
    assert record_source(title="Two", url="", **facts) != record_source(title="Two", url="", **facts)
    assert Source.objects.count() == 3


def test_a_derived_figure_cites_its_parts(office):
    parts = [make.StatementFactory(source__office=office) for _ in range(3)]
    facts = {"source": parts[0].source, "speaker": parts[0].speaker, "text": "104 − 46 − 33", "by": None}
    with pytest.raises(ClaimRefused, match="cites what it follows from") as refused:
        record_statement(modality="derived", **facts)
    assert refused.value.field == "parts"
    derived = record_statement(modality="derived", parts=parts, **facts)
    assert (derived.is_derived, set(derived.parts.all())) == (True, set(parts))


def test_a_statement_belongs_to_the_office_of_its_source(db):
    source = make.SourceFactory()
    assert make.StatementFactory(source=source).office == source.office


DEEDS = st.one_of(
    st.tuples(st.just("claim"), st.integers(4, 6), st.sampled_from(["exact", "at_least", "at_most"])),
    st.tuples(st.sampled_from(Assessment.Kind.values), st.integers(0, 9), st.just("")),
)


class PlainThread:
    """A thread as a list of claims and a list of judgements."""

    def __init__(self):
        self.claims, self.judgements = [], []

    def state(self):
        gone = {claim.pk for claim, kind in self.judgements if kind == "withdrawn"}
        live = [claim for claim in self.claims if claim.pk not in gone]
        counting = [(claim, kind) for claim, kind in self.judgements if claim in live or kind == "cleared"]
        decided = [(claim, kind) for claim, kind in counting if kind in {"preferred", "cleared", "disputed"}]
        claim, kind = decided[-1] if decided else (None, None)
        preferred = claim.pk if kind == "preferred" else None
        disagrees = any(kind == "disputed" for _claim, kind in counting) or any(
            contradict("size", a.value(), b.value()) for a, b in combinations(live, 2)
        )
        return {"live": len(live), "disagrees": disagrees, "preferred_id": preferred,
                "open": disagrees and preferred is None}  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(DEEDS, min_size=2, max_size=9))
def test_whatever_is_claimed_and_judged_the_thread_is_what_it_comes_to(db, deeds):
    with transaction.atomic():
        group, statement, plain = make.GroupFactory(), make.StatementFactory(), PlainThread()
        case = make.RepatriationCaseFactory(group=group, office=group.office)
        for deed, number, precision in deeds:
            if deed == "claim":
                plain.claims.append(size(group, number, precision=precision, statement=statement))
            elif plain.claims:
                claim = plain.claims[number % len(plain.claims)]
                judge(claim, deed)
                plain.judgements.append((claim, deed))
            for thread in Thread.objects.about(group):
                assert thread_state(thread) == plain.state()
            assert_threads(group)
            assert fresh(group).contested == fresh(case).contested == int(plain.state()["open"])
        assert list(map(str, differences())) == []
        transaction.set_rollback(True)
