"""Duplicates among very many people: how many pairs are found, how many of them are wrong, how long it takes, beside Splink.

Invented people (`bench.invented`), a third of the records a second or third one of somebody who is there already: in
another spelling or script, one in five with a slip in the name, one in ten with a wrong day of birth, some with the year
only or no birth at all. Ours is `propose_duplicates` as a whole, taken back afterwards. Beside it Splink on DuckDB, given our
folded columns, with weights learnt from the same people. Each counts at the threshold that is best for it, ours also at the
one from which a pair is called likely. Without the extra [linkage] only ours is measured.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread

from django.db import connection, transaction

from bench import invented
from bench.measure import Contest
from bench.names import copy, index, plain
from cases.actions import pairs, proposals
from cases.finding import people as finding
from cases.lib.dates import parse
from cases.lib.matching import LIKELY
from cases.models import Office, Person, User

SEED = 7
AGAIN = 0.35  # of the records
SCORES = range(60, 82, 2)
THRESHOLDS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999, 0.99999]


@dataclass(frozen=True)
class Loaded:
    """Who looks for duplicates among how many records."""

    user: User
    rows: int


def load(number):
    """So many records in an empty database, with what they are found by; a table says whose each is."""
    office = Office.objects.create(name="Office of the bench")
    User.objects.create(username="bench", office=office, role="coordinator")
    common = plain(office)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_person DISABLE TRIGGER USER")
        copy(cursor, Person, ({**common, **row} for _whose, row in people(number)))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_person ENABLE TRIGGER USER")
        cursor.execute("CREATE TABLE whose (person bigint, whose bigint)")
        with cursor.copy("COPY whose FROM STDIN") as rows:
            for whose, row in people(number):
                rows.write_row((row["id"], whose))
        cursor.execute("ANALYZE cases_person")
        cursor.execute("ANALYZE whose")
    index()


def loaded():
    return Loaded(User.objects.get(username="bench"), Person.objects.count())


def people(number, seed=SEED):
    """(whose, columns) of so many records."""
    dice = random.Random(seed)  # noqa: S311 – nothing is kept secret by it
    true = []
    for pk in range(1, number + 1):
        again = bool(true) and dice.random() < AGAIN
        if not again:
            born = date(1945, 1, 1) + timedelta(days=dice.randrange(22_000))
            true.append((invented.draw(dice), born))
        whose = dice.randrange(len(true)) if again else len(true) - 1
        yield whose, record(pk, *true[whose], dice, again)


def record(pk, one, born, dice, again):
    """What somebody wrote of a true person; of somebody who is there already with the mistakes that people make."""
    name = " ".join(one.written(invented.spelling(dice), patronymic=dice.random() < 0.7))
    if again and dice.random() < 0.2:
        name = invented.slip(name, dice)
    if again and dice.random() < 0.1:
        born = wrong(born, dice)
    said = dice.random()
    text = "" if said < 0.1 else str(born.year) if said < 0.2 else born.isoformat()
    columns = Person._meta.get_field("born").columns(parse(text) if text else None)
    sex = ("male", "female")[one.sex] if dice.random() < 0.9 else ""
    return {
        "id": pk,
        "reference": f"PER-B{pk:07}",
        "name": name,
        "latin_name": "",
        "sex": sex,
        "sort_key": str(pk),
    } | columns


def wrong(born, dice):
    """A day of birth as somebody mistook it: day and month swapped, another day, another year."""
    with suppress(ValueError):
        if dice.random() < 0.4:
            return born.replace(month=born.day, day=born.month)
    if dice.random() < 0.6:
        return born + timedelta(days=dice.choice([-30, -10, -2, -1, 1, 2, 10, 30]))
    return born + timedelta(days=365 * dice.choice([-10, -2, -1, 1, 2, 10]))


_TRUE = "SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM whose GROUP BY whose) AS each"
_RIGHT = """
    SELECT count(*), count(*) FILTER (WHERE a.whose = b.whose)
      FROM {} AS found (first, second) JOIN whose a ON a.person = found.first JOIN whose b ON b.person = found.second
"""


def one(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


def quality(table):
    """Precision, recall and F1 of a table of pairs."""
    found, right = one(_RIGHT.format(table))
    precision, recall = right / max(found, 1), right / int(one(_TRUE)[0])
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


class Taken(Exception):
    """Ends a transaction whose work is taken back."""


def ours(done):
    """Propose among all; `done` is called when that is over, before what was found is judged and taken back."""
    with suppress(Taken), transaction.atomic():
        pairs.propose_new()
        done()
        some = "(SELECT first_id, second_id FROM cases_identitylink WHERE score >= {})"
        found = {least: quality(some.format(least)) for least in (*SCORES, LIKELY)}
        raise Taken
    return found


def stock(path, out):
    """Splink in a process of its own: its pairs to a file; the seconds, and the most memory that it had."""
    words = [sys.executable, "-m", "bench.splinked", path, out, str(THRESHOLDS[0])]
    told = json.loads(subprocess.run(words, check=True, capture_output=True).stdout.splitlines()[-1])  # noqa: S603
    return told["seconds"], told["megabytes"]


def contests(loaded):
    """Say how well both find; then what one new record costs beside a search, and all of it once."""
    _tell(loaded)
    newest = Person.objects.order_by("-pk")[0]
    search = partial(finding.find_people, loaded.user, newest.name, limit=10)
    return [
        Contest(
            "propose for one new record, beside a search",
            partial(proposals.propose_for, newest),
            floor=search,
            writes=True,
        )
    ]


def _tell(loaded):
    took, begun = [], time.perf_counter()
    with Memory() as memory:
        found = ours(lambda: took.append((time.perf_counter() - begun, memory.most())))
    _say("ours", max(found.values(), key=lambda each: each[2]), *took[0])
    _say("likely", found[LIKELY], *took[0])
    if find_spec("splink") is None:
        print("  splink is not installed: pip install -r requirements/linkage.txt", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "people.csv"), Path(folder, "pairs.csv")
        with transaction.atomic(), connection.cursor() as cursor:
            pairs.people.prepare(cursor)
            import_module("cases.actions.pairs.splinked").write(cursor, path)
        took, most = stock(path, out)
        _say("Splink", _best(out), took, most)


def _best(out):
    """Splink at the threshold that is best for it."""
    with suppress(Taken), transaction.atomic(), connection.cursor() as cursor:
        with out.open() as file:
            columns = file.readline().strip().split(",")
        cursor.execute(f"CREATE TEMPORARY TABLE splinked ({', '.join(f'{name} text' for name in columns)})")
        with out.open("rb") as file, cursor.copy("COPY splinked FROM STDIN (FORMAT csv, HEADER)") as rows:
            while part := file.read(1 << 16):
                rows.write(part)
        some = "(SELECT unique_id_l::bigint, unique_id_r::bigint FROM splinked WHERE match_probability::float8 >= {})"
        found = max((quality(some.format(least)) for least in THRESHOLDS), key=lambda each: each[2])
        raise Taken
    return found


def _say(name, found, seconds, most):
    precision, recall, f1 = found
    print(
        f"  {name:8} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  {seconds:.1f} s  {most:.0f} MB",
        file=sys.stderr,
    )


class Memory:
    """The most memory of its own that this process and its database process had, while it was watched; Linux only."""

    def __enter__(self):
        self.peak, self.over = 0, Event()
        pids = ("self", one("SELECT pg_backend_pid()")[0])
        self.watch = Thread(target=self._watch, args=(pids,), daemon=True)
        self.watch.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.watch.join()

    def _watch(self, pids):
        while not self.over.wait(0.05):
            self.peak = max(self.peak, sum(map(_own, pids)))

    def most(self):
        return self.peak


def _own(pid):
    with suppress(OSError, StopIteration):
        status = Path(f"/proc/{pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) / 1024
    return 0
