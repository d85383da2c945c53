"""The chain of the audit: edits, deletions, reorderings, insertions and a cut tail are found, whoever did them (R37)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import audit
from cases.models import AuditEntry, AuditSeal
from tests.audit.chains import FAR, seal, sql, unguarded, written

NUMBER = 60


@pytest.fixture
def chain(db):
    written(NUMBER)
    seal(horizon=FAR - 500_000)
    unguarded()
    return audit.head().anchor


def problems(*anchors):
    return audit.verify_chain(anchors=anchors).problems


def test_a_chain_that_nobody_touched_is_whole(chain):
    verdict = audit.verify_chain(anchors=[chain])
    assert verdict.whole, verdict.problems
    assert (verdict.entries, verdict.unsealed) == (AuditEntry.objects.count(), 0)
    assert verdict.seals == AuditSeal.objects.count() > NUMBER // 10


def test_what_came_after_the_last_seal_waits_for_its_own(chain):
    written(3, since=900_000)
    verdict = audit.verify_chain()
    assert (verdict.whole, verdict.unsealed) == (True, 3)
    assert audit.lag() > 0
    seal()
    assert audit.verify_chain(anchors=[chain]).unsealed == 0
    assert audit.lag() == 0


def test_a_transaction_that_has_not_ended_is_not_sealed(db):
    """All that this test wrote is in one open transaction: the function that the worker calls leaves it."""
    written(2)
    seal(horizon=FAR - 10**7)
    before = AuditSeal.objects.count()
    assert sql("SELECT audit_seal(10)") == [(0,)]
    assert AuditSeal.objects.count() == before


def mutations():
    """Ways to tamper, each by random numbers: (statement, values)."""
    entry = st.integers(0, NUMBER - 1)
    other = st.tuples(entry, st.integers(1, NUMBER - 1)).map(lambda two: (two[0], (two[0] + two[1]) % NUMBER))
    field = st.sampled_from(["deed = 'list'", "actor_id = 999", "reference = 'PER-X'", "at = at + interval '1 us'", "subject = 'group'",
                             "office_id = 5", "row = 77", "version = 3", "page = 'x'", "digest = '\\x00'", "facts_digest = '\\x01'"])  # fmt: skip
    return st.one_of(
        st.tuples(st.just("edit"), entry, field),
        st.tuples(st.just("delete"), entry, st.none()),
        st.tuples(st.just("swap"), other, st.none()),
        st.tuples(st.just("insert"), entry, st.none()),
        st.tuples(st.just("move"), entry, st.none()),
        st.tuples(st.just("seal"), st.integers(0, 5), st.sampled_from(["hash = sha256(hash)", "entries = entries + 1", "upto = upto + 1"])),
        st.tuples(st.just("unseal"), st.integers(0, 5), st.none()),
    )  # fmt: skip


def nth(number):
    return AuditEntry.objects.filter(reference=f"PER-{number:04}").get()


def tamper(how, which, more):
    match how:
        case "edit":
            sql(f"UPDATE cases_auditentry SET {more} WHERE id = %s", nth(which).pk)
        case "delete":
            sql("DELETE FROM cases_auditentry WHERE id = %s", nth(which).pk)
        case "swap":
            one, two = (nth(n) for n in which)
            sql("UPDATE cases_auditentry SET reference = CASE WHEN id = %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
                one.pk, two.reference, one.reference, one.pk, two.pk)  # fmt: skip
        case "insert":
            AuditEntry.objects.create(txid=nth(which).txid, deed="view", subject="person")
        case "move":
            sql(
                "UPDATE cases_auditentry SET id = 1 + (SELECT max(id) FROM cases_auditentry) WHERE id = %s",
                nth(which).pk,
            )
        case "seal":
            sql(
                f"UPDATE cases_auditseal SET {more} WHERE id = (SELECT max(id) FROM cases_auditseal) - %s",
                which,
            )
        case "unseal":
            sql("DELETE FROM cases_auditseal WHERE id = (SELECT max(id) FROM cases_auditseal) - %s", which)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutations())
def test_whatever_is_tampered_with_is_found(chain, mutation):
    sql("SAVEPOINT mutation")
    try:
        tamper(*mutation)
        assert problems(chain), mutation
    finally:
        sql("ROLLBACK TO SAVEPOINT mutation")
    assert problems(chain) == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 6))
def test_a_cut_tail_is_found_by_an_anchor_and_not_by_the_chain_alone(chain, links):
    sql("SAVEPOINT mutation")
    kept = AuditSeal.objects.order_by("-id")[links]
    sql("DELETE FROM cases_auditentry WHERE txid >= %s", kept.upto)
    sql("DELETE FROM cases_auditseal WHERE id > %s", kept.pk)
    assert problems() == []
    assert problems(kept.anchor) == []
    assert problems(chain)
    sql("ROLLBACK TO SAVEPOINT mutation")


def test_a_chain_that_was_made_anew_does_not_fit_its_anchor(chain):
    sql("UPDATE cases_auditentry SET actor_id = 1 WHERE reference = 'PER-0003'")
    sql("DELETE FROM cases_auditseal")
    seal()
    assert problems() == []
    assert problems(chain)


def test_after_a_restore_elsewhere_transactions_are_counted_anew_and_the_chain_goes_on(chain):
    """In another cluster the numbers of transactions are small again: what was not sealed yet is, then what is new."""
    written(2, since=900_000)
    for n in range(4):
        AuditEntry.objects.create(txid=10 + n, deed="view", subject="person", reference=f"PER-NEW{n}")
    assert seal(horizon=20) == 2
    verdict = audit.verify_chain(anchors=[chain])
    assert (verdict.problems, verdict.unsealed) == ([], 0)
    assert verdict.entries == AuditEntry.objects.count()
    sql("UPDATE cases_auditentry SET actor_id = 1 WHERE reference = 'PER-NEW2'")
    assert problems(chain)


def run(command, *words):
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def test_the_commands_print_the_head_and_verify_against_it(chain):
    assert run("audit_head").strip() == chain
    assert "The audit is whole." in run("verify_audit", "--chain-only", "--anchor", chain)
    assert audit.last_verdict()["problems"] == []
    with pytest.raises(CommandError, match="not whole"):
        run("verify_audit", "--chain-only", "--anchor", f"1:{'0' * 64}")
    with pytest.raises(CommandError, match="An anchor is"):
        run("verify_audit", "--anchor", "nonsense")
