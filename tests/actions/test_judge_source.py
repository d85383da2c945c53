"""A source is rated, withdrawn and restored with a reason; nothing that was taken from it is lost."""

import hashlib

import pytest
from django.core.management import call_command

from cases.actions import checks
from cases.actions.evidence import ClaimRefused, judge_source, record_source
from cases.models import Claim, Position, Source, SourceAssessment, Thread
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(office):
    return make.GroupFactory(office=office)


def said_by(source, group, number):
    statement = make.StatementFactory(source=source)
    return make.ClaimFactory(about=group, statement=statement, number=number)


def withdraw(source, reason="The publisher took it back."):
    return judge_source(source=source, kind="withdrawn", reason=reason, by=None)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_withdrawn_source_settles_what_only_it_contested(group):
    sources = [make.SourceFactory(office=group.office) for _ in range(2)]
    for source, number in zip(sources, (6, 7), strict=True):
        said_by(source, group, number)
    assert fresh(group).contested == 1
    withdraw(sources[1])
    group, thread = fresh(group), Thread.objects.get()
    assert (group.contested, group.size_low, group.size_high) == (0, 6, 6)
    assert (thread.live, thread.open, Claim.objects.count()) == (1, False, 2)


def test_a_restored_source_contests_again(group):
    sources = [make.SourceFactory(office=group.office) for _ in range(2)]
    for source, number in zip(sources, (6, 7), strict=True):
        said_by(source, group, number)
    withdraw(sources[1])
    judge_source(source=sources[1], kind="restored", reason="It was another page.", by=None)
    assert (fresh(group).contested, fresh(sources[1]).withdrawn) == (1, False)


def test_a_party_has_no_own_position_when_its_source_is_withdrawn(office):
    case = make.RepatriationCaseFactory(office=office)
    speaker = make.StateBodyFactory(party=case.holding_party)
    statement = make.StatementFactory(source__office=office, speaker=speaker)
    make.ClaimFactory(about=case, statement=statement, aspect="position", position="considering",
                      party=case.holding_party)  # fmt: skip
    assert Position.objects.get(case=case, role="holding").own
    withdraw(statement.source)
    position = Position.objects.get(case=case, role="holding")
    assert (position.own, position.stance) == (False, "")


def test_a_claim_of_a_withdrawn_source_is_kept_and_does_not_count(group):
    source = make.SourceFactory(office=group.office)
    withdraw(source)
    said_by(source, group, 9)
    assert (Claim.objects.count(), Claim.objects.live().count(), fresh(group).size_low) == (1, 0, None)


def test_the_size_of_a_group_is_what_is_still_said_of_it(group):
    """The first word called them civilians; it is withdrawn, and the next calls them people."""
    source = make.SourceFactory(office=group.office)
    claim = said_by(source, group, 124)
    Thread.objects.filter(pk=claim.thread_id).update(population="civilians")
    said_by(make.SourceFactory(office=group.office), group, 52)
    withdraw(source)
    group = fresh(group)
    assert (group.size_low, group.size_high) == (52, 52)


def test_the_latest_rating_counts(db):
    source = record_source(office=make.OfficeFactory(), publisher=make.ActorFactory(), title="Page", by=None,
                           type="article", reliability="reliable", reliability_reason="Known for years.")  # fmt: skip
    assert [one.reason for one in source.assessments.all()] == ["Known for years."]
    judge_source(
        source=source, kind="rated", reliability="unreliable", reason="It denied its own text.", by=None
    )
    withdraw(source)
    assert (fresh(source).reliability, fresh(source).withdrawn) == ("unreliable", True)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "withdrawn", "reason": "  "}, "reason"),
        ({"kind": "rated", "reason": "Known for years."}, "reliability"),
        ({"kind": "restored", "reason": "Never was withdrawn."}, "kind"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(db, facts, field):
    source = make.SourceFactory()
    with pytest.raises(ClaimRefused) as refused:
        judge_source(source=source, by=None, **facts)
    assert refused.value.field == field
    assert not SourceAssessment.objects.exists()


def test_the_same_rating_said_again_is_one(caseworker):
    source = make.SourceFactory()
    for _ in range(2):
        judge_source(
            source=source, kind="rated", reliability="reliable", reason="Known for years.", by=caseworker
        )
    judge_source(
        source=source, kind="rated", reliability="unreliable", reason="It took it back.", by=caseworker
    )
    assert source.assessments.count() == 2


def test_a_source_is_withdrawn_once(db):
    source = make.SourceFactory()
    withdraw(source)
    with pytest.raises(ClaimRefused, match="withdrawn already"):
        withdraw(source)


def test_the_check_of_the_ledger_finds_and_mends_a_source(group):
    source = make.SourceFactory(office=group.office)
    said_by(source, group, 6)
    SourceAssessment.objects.create(source=source, kind="withdrawn", reason="Past the action.")
    found = [(one.row, one.name) for one in checks.differences()]
    assert (source, "withdrawn") in found
    call_command("check_ledger", repair=True)
    assert (fresh(source).withdrawn, fresh(group).size_low) == (True, None)


def test_a_copy_gives_its_digest_to_the_source(db):
    source = record_source(office=make.OfficeFactory(), publisher=make.ActorFactory(), title="Page", by=None,
                           type="article", copy=b"as it was read", media_type="text/plain")  # fmt: skip
    assert source.sha256 == hashlib.sha256(b"as it was read").hexdigest()
    assert bytes(Source.objects.get(pk=source.pk).stored_copy.content) == b"as it was read"
