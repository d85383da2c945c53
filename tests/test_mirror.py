"""The mirror test (D36, principle 5): with the two states exchanged, everything is the same but for their names.

The seed and a synthetic office are loaded twice: as they are, and with the states, their bodies, their places and
their names in texts exchanged. In what is seen of the second the names are exchanged back; then both must be equal:
what is stored, every page, every list under every filter, every export.
"""

import re
from collections.abc import Mapping

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import reverse
from django.utils.html import escape

from cases import lookup
from cases.demo import sides
from cases.forms import LookupField
from cases.models import Claim, Event, Lot, Office, Party, Position, Source, Statement, Thread
from cases.models.about import KINDS, model_of
from cases.seed.load import load
from cases.seed.reading import read
from tests import factories
from tests.demo.small import add
from tests.test_lists import LISTS as EVERY_LIST

pytestmark = pytest.mark.django_db

#: The list of who looked at what grows while this test looks.
LISTS = {name: view for name, view in EVERY_LIST.items() if name != "audit"}
CODES = ("RU", "UA")
PARTS = ("stored", "page", "list", "filter")
PAGES_OF_A_KIND = 6
OF_EACH = 3
#: What no two requests share: tokens, the keys of forms, the time of day; and titles, cut at so many letters.
ITS_OWN = re.compile(
    r'<title>[^<]*</title>|name="csrfmiddlewaretoken" value="\w+"|"x-csrftoken": "\w+"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d\d:\d\d'
)
WORDS = re.compile(r"\w+|[^\w\s]")


def exchange(*names):
    """A function that exchanges the names of each pair in a text, both at once."""
    other = {one: two for pair in names for one, two in (pair, pair[::-1])}
    words = "|".join(re.escape(name) for name in sorted(other, key=len, reverse=True))
    pattern = re.compile(
        rf"(?:(?<!\w)|(?<=\d{{9}}))(?:{words})(?![\w-])"
    )  # also at the end of a postal number
    return lambda text: pattern.sub(lambda found: other[found[0]], text)


def everywhere(change, value):
    """The same rows with all their texts changed."""
    if isinstance(value, Mapping):
        return {name: everywhere(change, item) for name, item in value.items()}
    if isinstance(value, list):
        return [everywhere(change, item) for item in value]
    return change(value) if isinstance(value, str) else value


# --- The two datasets, each with what exchanges its two states


def seed_names():
    first, second = (next(row for row in read()["party"] if row["code"] == code) for code in CODES)
    return exchange(CODES, *((first[name], second[name]) for name in ("name", "name_uk", "name_ru")))


def load_seed(swapped):
    """The seed; exchanged, all but the two states themselves, who keep code and names together."""
    data = read()
    if swapped:
        data = everywhere(seed_names(), data) | {"party": data["party"]}
    load(data)


def demo_names():
    return exchange(CODES, *zip(*(sides.PARTIES[code] for code in CODES), strict=True))


def load_demo(swapped):
    """A synthetic office; exchanged, each state's people keep their names, as the tables are exchanged as well."""
    with pytest.MonkeyPatch.context() as patch:
        if swapped:
            patch.setattr(sides, "NAMES", {CODES[0]: sides.NAMES[CODES[1]], CODES[1]: sides.NAMES[CODES[0]]})
        with override_settings(DEMO=True):
            add(parties=CODES[::-1] if swapped else CODES)


DATASETS = {"seed": (load_seed, seed_names), "synthetic": (load_demo, demo_names)}


# --- What is seen of it


def stored():
    """All that follows from the data: states, numbers, conflicts, positions."""
    yield from (
        ("record", kind, *_record(row)) for kind in KINDS for row in model_of(kind).objects.order_by("pk")
    )
    yield from (("thread", *_thread(row)) for row in Thread.objects.select_related("party").order_by("pk"))
    yield from (("claim", *_claim(row)) for row in Claim.objects.select_related("party").order_by("pk"))
    yield from (
        ("position", row.case_id, row.role, _code(row.party), row.stance, row.own)
        for row in Position.objects.select_related("party").order_by("pk")
    )
    yield from (
        ("event", row.pk, row.about_kind, row.type, row.count) for row in Event.objects.order_by("pk")
    )
    yield from (("lot", row.consignment_id, row.account, row.quantity) for row in Lot.objects.order_by("pk"))


def _code(party):
    return party.code if party else ""


def _record(row):
    names = ("status", "contested", "prepared", "size_low", "size_high", "requested_on", "requested_at_least",
             "position_changed_on", "stalled_since", "stalled_at_least")  # fmt: skip
    return row.reference, row.planned, *(getattr(row, name, None) for name in names)


def _thread(row):
    state = (row.live, row.disagrees, row.open, row.preferred_id)
    return row.about.reference, row.aspect, row.population, _code(row.party), row.as_of, *state


def _claim(row):
    value = (row.number, row.date and row.date.edtf, row.place_id, row.position, row.outcome, row.words)
    return (
        row.statement_id,
        row.about.reference,
        row.aspect,
        row.population,
        _code(row.party),
        row.own,
        *value,
    )


def pages(client):
    """The pages of records, of what was said and of where: sentences, boards, findings, headcounts and all."""
    models = [*map(model_of, KINDS), Statement, Source]
    for model in models:
        for row in model.objects.order_by("pk")[:PAGES_OF_A_KIND]:
            yield row.get_absolute_url(), client.get(row.get_absolute_url()).content.decode()
    for url in ("/", "/visits/compare/", "/visits/compare/?type=all", "/visits/day/"):
        yield url, client.get(url).content.decode()


def plain(page):
    """The words of each line in the order of the alphabet, and so the lines: the names that stand so are exchanged."""
    lines = ITS_OWN.sub("", page).splitlines()
    return "\n".join(sorted(" ".join(sorted(WORDS.findall(line))) for line in lines))


def lists(client):
    """Every list as a page and as a file."""
    for name in LISTS:
        page = client.get(reverse(name))
        yield name, page.content.decode()
        if "export/" in page.content.decode():
            answer = client.post(f"{reverse(name)}export/", {"reason": "mirror"})
            yield f"{name}.csv", b"".join(answer.streaming_content).decode()


def filtered(user):
    """The rows of every list under every choice of every filter, and the filter in words."""
    for name, view in LISTS.items():
        rows = view.model.objects.visible_to(user)
        request = RequestFactory().get("/")
        form = view.filterset_class(QueryDict(), rows, user=user, request=request).form
        for field in form.fields:
            for query, words in choices(form.fields[field], field, user):
                found = view.filterset_class(QueryDict(query), rows, user=user, request=request)
                said = [token["text"] for token in found.said(lambda keys: "")]
                yield (name, field, words), (sorted(found.qs.values_list("pk", flat=True)), *map(str, said))


def choices(field, name, user):
    """Values of a filter as a query and in words: each choice, some records, a time, a word."""
    if isinstance(field, LookupField):
        kinds = KINDS if field.kind == lookup.RECORD else [field.kind]
        rows = [row for kind in kinds for row in lookup.KINDS[kind].rows(user).order_by("pk")[:OF_EACH]]
        values = map(lookup.value_of, rows)
    elif hasattr(field, "choices"):
        values = [value for value, _label in field.choices if str(value)]
    elif hasattr(field, "fields"):
        yield f"{name}_from=2025-10-01&{name}_to=2025-12-31", "late 2025"
        return
    else:
        values = ["residents", "training"]
    for value in values:
        query = QueryDict(mutable=True)
        query[name] = str(value)
        yield query.urlencode(), str(value)


def seen(parts):
    """All that can be compared, as {where: text}."""
    coordinator = factories.UserFactory(
        username="mirror",
        last_name="Mirror",
        role="coordinator",
        office=Office.objects.order_by("pk").first(),
    )
    client = Client()
    client.force_login(coordinator)
    looks = {
        "stored": lambda: enumerate(row for rows in stored() for row in rows),
        "page": lambda: pages(client),
        "list": lambda: lists(client),
        "filter": lambda: filtered(coordinator),
    }
    return {
        f"{part} {name}": found if isinstance(found, str) else repr(found)
        for part in parts
        for name, found in looks[part]()
    }


def look(dataset, parts, *, swapped):
    """What is seen of a dataset, in names as they are when nothing is exchanged; afterwards it is gone."""
    load_it, names = DATASETS[dataset]
    change = names() if swapped else str
    with transaction.atomic():
        restart_numbers()
        load_it(swapped)
        found = seen(parts)
        transaction.set_rollback(True)
    return {change(where): plain(change(text)) for where, text in found.items()}


def restart_numbers():
    """The same rows get the same numbers and references; undone with the rest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND sequencename LIKE 'cases%'"
            " AND sequencename NOT LIKE 'cases_audit%'"  # the audit has entries from before, and shows no numbers
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER SEQUENCE "{name}" RESTART')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def differences(dataset, *parts):
    """Where the two looks differ, with the first lines that do."""
    one, other = (look(dataset, parts, swapped=swapped) for swapped in (False, True))
    assert {where.split()[0] for where in one} == set(parts)
    found = {}
    for where in sorted(one.keys() | other.keys()):
        lines = one.get(where, "").splitlines(), other.get(where, "").splitlines()
        if lines[0] != lines[1]:
            apart = [pair for pair in zip(*lines, strict=False) if pair[0] != pair[1]]
            found[where] = apart[:2] or "another number of lines"
    return found


@pytest.mark.parametrize("dataset", DATASETS)
def test_exchanging_the_two_states_changes_nothing_but_the_names(dataset):
    assert differences(dataset, *PARTS) == {}


def test_a_word_that_one_state_alone_gets_is_seen(monkeypatch):
    """The test can fail: a mark on the name of one of the states shows on pages, in lists, exports and filters."""
    monkeypatch.setattr(Party, "__str__", lambda party: party.name + ("*" if party.code == CODES[0] else ""))
    assert {where.split()[0] for where in differences("seed", "list")} == {"list"}


def test_a_state_whose_word_counts_more_is_seen(monkeypatch):
    """The test can fail: if claims about one of the states were never contested, the conflicts would differ."""
    told = Claim.value

    def value(claim):
        said = told(claim)
        mine = claim.statement.speaker.party
        return said if not mine or mine.code == CODES[1] else type(said)(own=said.own)

    monkeypatch.setattr(Claim, "value", value)
    assert differences("seed", "stored")


def test_the_names_are_really_exchanged():
    names = seed_names()
    text = "Ukraine and the Russian Federation (UA, RU), RU-KRS, Ukrainian"
    assert names(text) == "Russian Federation and the Ukraine (RU, UA), RU-KRS, Ukrainian"
    assert names(names(text)) == text
    assert names(escape(text)) == escape(names(text))
