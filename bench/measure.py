"""Races: the same thing done by the product, by the bare database and by plain Django, in turns within one run."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median

from django.db import connection

WARM_UP = 2
BUDGET = 20  # seconds for one contest; the slowest end is measured less often, never fewer than FEWEST times
FEWEST = 5
SMALL = 100  # rows; tables of this size are read whole, and nobody minds


@dataclass(frozen=True)
class Contest:
    """One thing that people do. Without a `floor` of its own, that is the SQL of `ours` sent by psycopg."""

    name: str
    ours: Callable[[], object]
    stock: Callable[[], object] | None = None
    floor: Callable[[], object] | None = None
    writes: bool = False
    rounds: int | None = None  # where so many different things are done that each end has to do all of them


@dataclass
class Row:
    """What came out of one contest: median milliseconds of each end, with the 95th percentile of ours and of stock."""

    name: str
    one: float  # SELECT 1 by psycopg: the journey to the database and back
    floor: float
    ours: float
    ours_p95: float
    stock: float | None
    stock_p95: float | None
    statements: int
    buffers: int | None
    stock_buffers: int | None
    scans: list[str] = field(default_factory=list)

    def as_json(self):
        ratios = {
            "ours_to_floor": self.ours / self.floor,
            "stock_to_ours": self.ahead,
            "p95_stock_to_ours": self.ahead_at_p95,
        }
        return asdict(self) | ratios

    @property
    def ahead(self):
        return self.stock / self.ours if self.stock else None

    @property
    def ahead_at_p95(self):
        return self.stock_p95 / self.ours_p95 if self.stock_p95 else None


def race(contest, rounds):
    """Measure all ends of a contest in turns, so that whatever else the machine does meets all of them."""
    said = statements_of(contest.ours)
    ends = {"one": lambda: send([("SELECT 1", None)]), "ours": contest.ours}
    ends["floor"] = contest.floor or (lambda: send(said))
    if contest.stock:
        ends["stock"] = contest.stock
    times = {name: [] for name in ends}
    fewest = contest.rounds or FEWEST
    for turn in range(-WARM_UP, contest.rounds or rounds):
        for name in list(ends)[turn % len(ends) :] + list(ends)[: turn % len(ends)]:
            if sum(times[name]) > 1000 * BUDGET / len(ends) and len(times[name]) >= fewest:
                continue
            begun = time.perf_counter()
            ends[name]()
            if turn >= 0:
                times[name].append(1000 * (time.perf_counter() - begun))
    buffers, scans = (None, []) if contest.writes else reads(said)
    stock = statements_of(contest.stock) if contest.stock and not contest.writes else None
    return Row(
        name=contest.name, one=median(times["one"]), floor=median(times["floor"]), ours=median(times["ours"]),
        ours_p95=percentile(times["ours"], 95), stock=median(times["stock"]) if contest.stock else None,
        stock_p95=percentile(times["stock"], 95) if contest.stock else None,
        statements=len(said), buffers=buffers, stock_buffers=reads(stock)[0] if stock else None, scans=scans,
    )  # fmt: skip


def percentile(times, number):
    return sorted(times)[min(len(times) - 1, len(times) * number // 100)]


def statements_of(deed):
    """Every statement that a deed sends, with its parameters."""
    said = []

    def listen(execute, sql, params, many, context):
        said.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        deed()
    return said


def send(statements):
    """Execute statements with psycopg and fetch what they give: what the database alone needs."""
    with connection.connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def reads(statements):
    """How many pages of memory the queries touch, and by which indexes (or whole tables) they find their rows."""
    total, scans = 0, set()
    for sql, params in statements:
        word = sql.split(None, 1)[0].upper()
        with connection.cursor() as cursor:
            if word in ("SET", "RESET"):  # which tables are meant
                cursor.execute(sql, params)
            elif word == "SELECT":
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
                answer = cursor.fetchone()[0]
                plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
                total += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
                scans |= set(_scans(plan))
    return total, sorted(scans)


def _scans(plan):
    """The indexes by which rows are found (not those by which joined rows are fetched), and tables read without."""
    if "Index Name" in plan and not plan["Index Name"].endswith("_pkey"):
        yield plan["Index Name"]
    elif plan["Node Type"] == "Seq Scan" and _looked_at(plan) > SMALL:
        yield f"{plan['Relation Name']} row by row"
    for part in plan.get("Plans", ()):
        yield from _scans(part)


def _looked_at(plan):
    return plan["Actual Loops"] * (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0))


def table(title, rows):
    """The figures as plain text: milliseconds, and how many times one end is another."""
    heads = ["", "SELECT 1", "floor", "ours", "p95", "stock", "p95", "ours/floor", "stock/ours", "p95", "queries", "buffers",
             "of stock"]  # fmt: skip
    lines = [heads, *map(_cells, rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    text = [
        "  ".join(cell.ljust(width) if place == 0 else cell.rjust(width)
                  for place, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    ]  # fmt: skip
    found = [f"  {row.name}: {', '.join(row.scans)}" for row in rows if row.scans]
    return "\n".join([f"\n{title} (milliseconds, medians)", *text, "", "Rows are found by", *found, ""])


def _cells(row):
    times = (row.one, row.floor, row.ours, row.ours_p95)
    return [
        row.name, *(f"{value:.2f}" for value in times), f"{row.stock:.2f}" if row.stock else "–",
        f"{row.stock_p95:.2f}" if row.stock_p95 else "–", f"{row.ours / row.floor:.1f}",
        *(f"{ratio:.1f}" if ratio else "–" for ratio in (row.ahead, row.ahead_at_p95)), str(row.statements),
        *("–" if value is None else f"{value:,}" for value in (row.buffers, row.stock_buffers)),
    ]  # fmt: skip
