"""`make bench` measures what the product does: its load is what the ledger would hold, and its races are run."""

from importlib import import_module

import pytest

from bench import BENCHES, __main__, contested, database, lists, load, measure
from cases.actions.checks import differences
from cases.listing import PAGE
from cases.models import Claim, Person, RepatriationCase, Thread

CLAIMS = 2000


@pytest.fixture
def loaded(db):
    load.load(CLAIMS)
    return load.loaded()


def test_what_is_loaded_is_what_the_ledger_would_hold(db):
    """Fewer, because each of them is replayed: two cases, a group and a consignment are contested by themselves.

    Of people there are only rows: their names are not indexed, because nobody looks for them here.
    """
    load.load(400)
    assert [str(one) for one in differences() if not isinstance(one.row, Person)] == []
    assert abs(Claim.objects.count() - 400) < 20
    assert Thread.objects.open().count() == 4
    assert RepatriationCase.objects.contested().filter(group__contested=1).exists()


@pytest.mark.parametrize("name", BENCHES)
def test_each_bench_measures_all_its_ends(db, name):
    bench = import_module(f"bench.{name}")
    source = bench if hasattr(bench, "load") else load
    source.load(CLAIMS)
    rows = [measure.race(contest, rounds=1) for contest in bench.contests(source.loaded())]
    assert all(row.ours > 0 and row.floor > 0 for row in rows)
    text = measure.table(name, rows)
    assert all(row.name in text for row in rows)
    assert all(row.as_json()["ours_to_floor"] > 0 for row in rows)


def test_stock_and_ours_find_the_same_contested_cases(loaded):
    ours = RepatriationCase.objects.visible_to(loaded.coordinator).contested()
    stock = contested.contested_by_claims(loaded.coordinator)
    assert set(ours.values_list("pk")) == set(stock.values_list("pk"))


def test_to_filter_and_count_what_is_contested_is_one_condition_on_one_index(loaded):
    """Only what is contested is read, however much there is besides (goals 4 and 5)."""
    cases = RepatriationCase.objects.visible_to(loaded.coordinator).contested()
    threads = Thread.objects.visible_to(loaded.coordinator).open()
    for rows, order, index in (
        (cases, "stalled_since", "case_contested_idx"), (threads, "opened_at", "thread_open_idx"),
    ):  # fmt: skip
        few = rows.count() + 10
        for deed in (rows.count, lambda rows=rows, order=order: list(rows.order_by(order, "pk")[:PAGE])):
            buffers, scans = measure.reads(measure.statements_of(deed))
            assert scans == [index]
            assert buffers <= few


def test_the_filter_of_the_list_is_that_condition(loaded):
    asked = measure.statements_of(lambda: lists.page_of(loaded.coordinator, "contested=yes"))
    _buffers, scans = measure.reads(asked)
    assert "case_contested_idx" in scans
    assert "cases_repatriationcase row by row" not in scans


def test_the_database_of_the_office_is_never_the_one_that_is_dropped(monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", f"postgres://somebody@/{database.NAME}?host=/nowhere")
    with pytest.raises(database.Problem, match="itself"), database.own():
        pass


def test_a_server_that_does_not_answer_is_told_in_a_sentence(monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@/office?host=/nowhere")
    with pytest.raises(database.Problem, match="does not answer"), database.own():
        pass


def test_too_few_rows_are_refused_with_a_sentence(capsys):
    with pytest.raises(SystemExit):
        __main__.parser().parse_args(["--rows", "10"])
    assert "say nothing about lists" in capsys.readouterr().err
