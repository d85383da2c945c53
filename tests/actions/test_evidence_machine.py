"""Whatever people say, judge and withdraw, in any order: no claim is lost, and each verdict is the plain one."""

from itertools import combinations

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases.actions import Refused
from cases.actions.checks import differences
from cases.actions.evidence import assess, judge_source, record_claim
from cases.lib.dates import parse
from cases.lib.threads import ASPECTS_OF, DONE, VALUE_OF
from cases.models import Assessment, Claim, Thread
from tests import factories as make
from tests.actions.proof import assert_threads, fresh
from tests.actions.values import contradict

#: Values near each other, so that two of them often contradict and often do not.
DATES = ["18 November 2025", "late November 2025", "November 2025", "in December 2025", "by 1 December 2025",
         "after 28 November 2025", "December 1", "11 December"]  # fmt: skip
DAYS = [None, "1 December 2025", "December 2025", "December 1"]
STANCES = ["considering", "agrees_no_date", "does_not_accept"]
PRECISIONS = ["exact", "exact", "about", "at_least", "more_than", "at_most"]
POPULATIONS = ["people", "children", "parcels"]
#: What can change from day to day, so that its claims are compared for one day only (domain.md §3).
OF_A_DAY = {"count_cumulative", "count_remaining", "place", "position"}
#: Aspects of which most is said, so that threads grow.
OFTEN = {"group": ["size", "date"], "evacuation": ["place"], "repatriation_case": ["position", "position", "date_planned"],
         "consignment": ["count_received", "outcome"]}  # fmt: skip


class Evidence(RuleBasedStateMachine):
    """A consignment, and a case of a group from an evacuation: three sources, four speakers, and what is made of them."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        office = make.OfficeFactory()
        evacuation, group = make.EvacuationFactory(office=office), make.GroupFactory(office=office)
        mediator = make.ActorFactory()
        case = make.RepatriationCaseFactory(
            office=office, group=group, evacuation=evacuation, mediators=[mediator]
        )
        consignment = make.ConsignmentFactory(office=office)
        self.records = {
            "group": group, "evacuation": evacuation, "repatriation_case": case, "consignment": consignment,
        }  # fmt: skip
        self.whose = [{"party": case.holding_party}, {"party": case.receiving_party}, {"actor": mediator}]
        self.places = self.some_places()
        self.sources = make.SourceFactory.create_batch(3, office=office)
        self.statements = self.some_statements(mediator)
        self.said: dict[int, tuple] = {}  # the columns of each claim when it was recorded
        self.as_read: dict[int, Claim] = {}  # and itself, with its thread as that was then
        self.taken_back, self.judged = set(), []
        self.withdrawn: set[int] = set()
        self.since: dict[int, object] = {}  # when each open thread opened

    def some_places(self):
        """Two towns of one region, and the region."""
        region = make.PlaceFactory()
        return [region, make.PlaceFactory(parent=region), make.PlaceFactory(parent=region)]

    def some_statements(self, mediator):
        case = self.records["repatriation_case"]
        bodies = [make.StateBodyFactory(party=party) for party in (case.holding_party, case.receiving_party)]
        return [
            make.StatementFactory(
                source=source, speaker=speaker, modality=modality, said=parse("11 December 2025")
            )
            for source, modality in zip(self.sources, ("asserted", "alleged", "planned"), strict=True)
            for speaker in (*bodies, mediator, make.ActorFactory())
        ]

    def teardown(self):
        for record in self.records.values():
            assert_threads(record)
        self.another_order_of_entry_gives_the_same_verdicts()
        assert list(map(str, differences())) == []
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # --- What people do -----------------------------------------------------------------------------------

    @rule(kind=st.sampled_from(sorted(OFTEN)), data=st.data())
    def somebody_says(self, kind, data):
        aspects = data.draw(st.sampled_from([OFTEN[kind], OFTEN[kind], ASPECTS_OF[kind], sorted(VALUE_OF)]))
        aspect = data.draw(st.sampled_from(aspects))
        statement = data.draw(st.sampled_from(self.statements))
        value = self.a_value(aspect, data)
        deed = lambda: record_claim(  # noqa: E731
            about=self.records[kind], statement=statement, aspect=aspect, by=None, **value
        )
        if aspect not in ASPECTS_OF[kind] or (aspect in DONE and statement.modality == "planned"):
            self.refuses(deed)
        else:
            with transaction.atomic():
                claim = deed()
            self.said[claim.pk], self.as_read[claim.pk] = self.as_stored()[claim.pk], claim

    def a_value(self, aspect, data):
        day = data.draw(st.sampled_from(DAYS))
        value = {"as_of": parse(day)} if day else {}
        match VALUE_OF[aspect]:
            case "number":
                population = data.draw(st.sampled_from(POPULATIONS[:2] * 3 + POPULATIONS))
                return value | {"number": data.draw(st.integers(5, 8)), "population": population,
                                "precision": data.draw(st.sampled_from(PRECISIONS))}  # fmt: skip
            case "date":
                return value | {"date": parse(data.draw(st.sampled_from(DATES)))}
            case "place":
                return value | {"place": data.draw(st.sampled_from(self.places))}
            case "position":
                return (
                    value
                    | {"position": data.draw(st.sampled_from(STANCES))}
                    | data.draw(st.sampled_from(self.whose))
                )
            case "outcome":
                return value | {"outcome": data.draw(st.sampled_from(["delivered", "refused"]))}
        return value | {"words": data.draw(st.sampled_from(["by bus", "on foot"]))}

    @precondition(lambda self: self.said)
    @rule(kind=st.sampled_from([kind for kind in Assessment.Kind for _ in range(2)][:-1]), data=st.data())
    def somebody_judges(self, kind, data):
        last = [
            pk for pk, _kind in self.judged[-1:]
        ]  # what was judged before is judged again as often as not
        pk = data.draw(
            st.sampled_from(data.draw(st.sampled_from([last or sorted(self.said), sorted(self.said)])))
        )
        assess(claim=self.as_read[pk], kind=kind, reason="Asked again.", by=None)
        self.judged.append((pk, kind))
        if kind == "withdrawn":
            self.taken_back.add(pk)

    @rule(at=st.integers(0, 2), kind=st.sampled_from(["withdrawn", "restored", "rated"]))
    def a_source_is_judged(self, at, kind):
        source = self.sources[at]
        reliability = "reliable" if kind == "rated" else ""
        deed = lambda: judge_source(  # noqa: E731
            source=source, kind=kind, reason="Asked the editors.", by=None, reliability=reliability
        )
        if kind != "rated" and (kind == "withdrawn") == (source.pk in self.withdrawn):
            self.refuses(deed)
        else:
            deed()
            self.withdrawn ^= {source.pk} if kind != "rated" else set()

    def refuses(self, deed):
        with pytest.raises(Refused) as refused, transaction.atomic():
            deed()
        assert refused.value.field

    # --- What must hold -----------------------------------------------------------------------------------

    def as_stored(self):
        facts = [field.attname for field in Claim._meta.concrete_fields if field.attname != "recorded_at"]
        mine = [Claim.objects.about(record) for record in self.records.values()]
        rows = mine[0].union(*mine[1:], all=True)
        return {row["id"]: tuple(sorted(row.items())) for row in rows.values(*facts)}

    @invariant()
    def no_claim_is_lost_or_changed(self):
        assert self.as_stored() == self.said

    @invariant()
    def each_thread_is_what_its_claims_and_judgements_come_to(self):
        count = dict.fromkeys(self.records, 0)
        for thread, plain in self.plain_threads():
            stored = (thread.live, thread.disagrees, thread.preferred_id, thread.open)
            assert stored == (len(plain["alive"]), plain["disagrees"], plain["preferred"], plain["open"])
            if thread.open:
                assert thread.opened_at == self.since.setdefault(thread.pk, thread.opened_at)
            else:
                self.since.pop(thread.pk, None)
            count[thread.about_kind] += thread.open
        count["repatriation_case"] += count["group"] + count["evacuation"]
        assert {kind: fresh(record).contested for kind, record in self.records.items()} == count

    def plain_threads(self):
        """Each thread with its verdict by trying every two claims, and its judgements one after another."""
        claims = Claim.objects.filter(pk__in=self.said).select_related("place__parent", "statement")
        threads: dict[tuple, list] = {}
        for claim in claims.select_related("thread").order_by("sequence"):
            threads.setdefault(key(claim), []).append(claim)
        for called, members in threads.items():
            (thread,) = {claim.thread for claim in members}
            assert key(thread) == called
            yield thread, self.plain(thread.aspect, members)

    def plain(self, aspect, claims):
        mine = {claim.pk for claim in claims}
        alive = [
            claim
            for claim in claims
            if claim.pk not in self.taken_back and claim.statement.source_id not in self.withdrawn
        ]
        standing = [kind_of for kind_of in self.judged if kind_of[0] in mine]
        living = {claim.pk for claim in alive}
        preferred, disputed = None, False
        for pk, kind in standing:
            if kind == "cleared" or (kind == "disputed" and pk in living):
                preferred = None
            if kind == "preferred" and pk in living:
                preferred = pk
            disputed |= kind == "disputed" and pk in living
        disagrees = disputed or apart(aspect, alive)
        return {
            "alive": living, "preferred": preferred, "disagrees": disagrees,
            "open": disagrees and preferred is None,
        }  # fmt: skip

    def another_order_of_entry_gives_the_same_verdicts(self):
        """Assessments aside: the same claims, entered backwards about records that are like these, disagree as before."""
        twins = {
            "group": make.GroupFactory(), "evacuation": make.EvacuationFactory(),
            "consignment": make.ConsignmentFactory(),
        }  # fmt: skip
        parties = [whose["party"] for whose in self.whose[:2]]
        twins["repatriation_case"] = make.RepatriationCaseFactory(
            holding_party=parties[0], receiving_party=parties[1]
        )
        verdicts, again = {}, {}
        claims = list(Claim.objects.filter(pk__in=self.said).order_by("-sequence"))
        for claim in claims:
            about = twins[claim.about_kind]
            value = {name: getattr(claim, name) for name in (
                "number", "date", "place", "position", "outcome", "words", "precision", "population", "party",
                "actor", "as_of")}  # fmt: skip
            record_claim(about=about, statement=claim.statement, aspect=claim.aspect, by=None, **value)
        for pk in {claim.thread_id for claim in claims}:
            of_thread = [claim for claim in claims if claim.thread_id == pk]
            present = [c for c in of_thread if c.statement.source_id not in self.withdrawn]
            verdicts[key(of_thread[0].thread)] = apart(of_thread[0].aspect, present)
        for twin in twins.values():
            again |= {key(thread): thread.disagrees for thread in Thread.objects.about(twin)}
        assert again == verdicts


def key(row):
    """What the thread of a claim, or a thread itself, is called, without the record that it is about."""
    as_of = getattr(row.as_of, "edtf", row.as_of) if row.aspect in OF_A_DAY else ""
    return row.about_kind, row.aspect, row.population, row.party_id, row.actor_id, as_of or ""


def apart(aspect, claims):
    return any(contradict(aspect, one.value(), other.value()) for one, other in combinations(claims, 2))


#: Without shrinking, which would replay thousands of transactions: a failure lists its steps at once.
BRIEFLY = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def test_no_sequence_of_claims_and_judgements_loses_one_or_changes_a_verdict(db):
    run_state_machine_as_test(Evidence, settings=BRIEFLY)


def test_of_two_who_judge_one_after_another_the_last_preference_stands(db):
    """Two are never preferred: the thread has room for one."""
    group = make.GroupFactory()
    claims = [make.ClaimFactory(about=group, number=number) for number in (6, 7)]
    for claim in (*claims, claims[0]):
        assess(claim=claim, kind="preferred", reason="A list with names.", by=None)
    assert list(Thread.objects.about(group).values_list("preferred", flat=True)) == [claims[0].pk]


def test_the_age_of_a_conflict_begins_when_it_opens(db):
    """A dispute while it is open does not make it younger, whatever the caller had read before."""
    group = make.GroupFactory()
    first = make.ClaimFactory(about=group, number=6)
    before = Thread.objects.get()
    make.ClaimFactory(about=group, number=7)
    opened = Thread.objects.get().opened_at
    first.thread = before
    assess(claim=first, kind="disputed", reason="The list is older.", by=None)
    assert Thread.objects.get().opened_at == opened
