"""What holds for every list: found from the addresses, so that a new list is held to it without being named here."""

import json
import random
from datetime import date

import pytest
from django.db import connection
from django.db.models import NOT_PROVIDED, F, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from cases import models
from cases.access import MAY
from cases.generic import RecordExport, RecordList, known
from cases.listing import CAP, PAGE
from tests import factories

BAD = [
    "",
    "x",
    "-1",
    "0",
    "99999999999999999999",
    "\0",
    "%00",
    "null",
    "'; DROP TABLE",
    "Ґ" * 300,
    "2025-02-31",
    "[]",
    "1e9",
]


def lists():
    """Every list of the product as {name of its address: view class}."""
    found = {}
    for name, routes in get_resolver().reverse_dict.lists():
        view = (
            getattr(get_resolver().resolve(reverse(name)).func, "view_class", None)
            if _bare(name, routes)
            else None
        )
        if view and issubclass(view, RecordList) and not issubclass(view, RecordExport):
            found[name] = view
    return found


def _bare(name, routes):
    return isinstance(name, str) and any(not params for bits, *_rest in routes for _path, params in bits)


LISTS = lists()
FAR_AWAY = date(2099, 12, 31)
NEVER_EMPTY_THERE = {
    ("conflicts", "since"),
    ("retention", "until"),
}  # columns that can be empty, but not in the rows that a list opens with


def factory_of(model):
    made = [each for each in vars(factories).values() if isinstance(each, type) and hasattr(each, "_meta")]
    return next(each for each in made if each._meta.model is model)


def make(model, office, number):
    """Rows of a list in the office of the reader."""
    factory = factory_of(model)
    fields = {field.name for field in model._meta.concrete_fields}
    for _number in range(number):
        if model is models.Event:
            factory(about__office=office)
        elif model is models.Thread:
            about = factories.GroupFactory(office=office)
            for number in (6, 7):
                factories.ClaimFactory(about=about, number=number)
        elif model is models.Statement:
            factory(source__office=office)
        elif model is models.FollowUp:
            case = factories.RepatriationCaseFactory(office=office)
            factories.EventFactory(about=case, type="asked", counterpart=factories.ActorFactory())
        elif model is models.GlassBreak:
            factory(record__office=office)
        elif model is models.Evacuee:
            person = factories.PersonFactory(office=office)
            factory(office=office, person=person)
        else:
            factory(**({"office": office} if "office" in fields else {}))
    if model is models.Person:  # for the list of what falls due
        model.objects.filter(office=office).update(retention_until=FAR_AWAY)


def test_there_are_lists_of_all_records():
    shown = {view.model for view in LISTS.values()}
    assert {
        models.RepatriationCase, models.RepatriationEvent, models.Evacuation, models.Evacuee, models.Consignment,
        models.Parcel, models.Correspondence, models.Visit, models.Agreement, models.Person, models.Group, models.Event,
        models.Source, models.Statement, models.Thread, models.TracingRequest, models.FollowUp,
    } <= shown  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_each_sort_has_an_index_or_says_that_it_is_for_short_lists(name):
    view = LISTS[name]
    meta = view.model._meta
    indexed = {tuple(field.lstrip("-") for field in index.fields[:2]) for index in meta.indexes}
    for column in view.columns:
        if not column.order or column.joined:
            continue
        field = meta.get_field(column.order)
        assert not field.null or (name, column.key) in NEVER_EMPTY_THERE, f"{column.key} can be empty"
        assert field.unique or ("office", column.order) in indexed, f"{column.key} has no index"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_queries_for_one_row_and_for_many(name, client_for, office):
    client, view = client_for("coordinator"), LISTS[name]
    client.get(reverse(name))  # the caches of content types and the like
    counts = []
    for more in (1, PAGE):
        make(view.model, office, more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [query["sql"][:200] for query in queries]
    # One writes down who read the list (D35), one is the number in the navigation of what waits for approval.
    assert counts[0] <= 12


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_key_shows_an_error_and_no_rows(name, client_for, office):
    make(LISTS[name].model, office, 1)
    response = client_for("coordinator").get(reverse(name), {"no_such_filter": "1"})
    assert response.context["rows"] == []
    assert "There is no filter called" in response.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_no_bad_parameter_breaks_a_list(name, client_for, office):
    """At least thirty requests a list, over four hundred in all: never a failure, never a traceback."""
    make(LISTS[name].model, office, 1)
    client, dice = client_for("coordinator"), random.Random(name)
    form = client.get(reverse(name)).context["filter"].form
    keys = [
        *form.fields,
        "sort",
        "page",
        "after",
        "before",
        "count",
        "planned_from",
        "planned_match",
        "unknown",
    ]
    for _number in range(30):
        query = {key: dice.choice(BAD) for key in dice.sample(keys, dice.randint(1, 3))}
        assert client.get(reverse(name), query).status_code in {200, 400}, query


@pytest.mark.parametrize("name", LISTS)
def test_every_filter_and_every_sort_answers(name, client_for, office):
    make(LISTS[name].model, office, 2)
    client, view = client_for("coordinator"), LISTS[name]
    response = client.get(reverse(name))
    shown = len(response.context["rows"])
    assert shown == 2 or view.model is models.AuditEntry  # which tells of the office and the reader as well
    for column in view.columns:
        for sign in ("", "-"):
            if column.order:
                assert len(client.get(reverse(name), {"sort": sign + column.key}).context["rows"]) == shown
    for key, field in response.context["filter"].form.fields.items():
        for value, _label in list(getattr(field, "choices", []))[:6]:
            assert client.get(reverse(name), {key: str(value)}).status_code == 200


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_only_who_may_export_is_offered_it(name, role, client_for, office):
    response = client_for(role).get(reverse(name))
    may_read = role in MAY[LISTS[name].action]
    assert response.status_code == (200 if may_read else 403)
    assert "export/?" not in response.content.decode()


@pytest.fixture
def many_parcels(office):
    """More rows than pages have numbers, recorded at the same moment: only the id tells them apart."""
    number = CAP + 3 * PAGE
    rows = [
        models.Parcel(office=office, reference=f"PCL-T{i:05}", status="registered") for i in range(number)
    ]
    models.Parcel.objects.bulk_create(rows)
    return number


def test_beyond_the_numbered_pages_one_walks_by_key_and_meets_every_row_once(client_for, many_parcels):
    client, seen = client_for("viewer"), []
    response = client.get("/parcels/", {"page": CAP // PAGE, "sort": "recorded"})
    assert response.context["list_error"] == ""
    assert response.context["said"]["count_text"] == "more than 1,000"
    while url := response.context["page"]["next_url"]:
        response = client.get(f"/parcels/{url}")
        seen += [row.reference for row in response.context["rows"]]
    assert len(seen) == len(set(seen)) == many_parcels - CAP
    back = client.get(f"/parcels/{response.context['page']['previous_url']}")
    assert [row.reference for row in back.context["rows"]] == seen[-2 * PAGE : -PAGE]


def test_the_whole_number_is_counted_when_it_is_asked_for(client_for, many_parcels):
    page = client_for("viewer").get("/parcels/", {"count": "exact"}).content.decode()
    assert f'<b class="num">{many_parcels:,}</b>' in page


def clones(row, number):
    """Many rows like one, written at once: for what depends on how many there are, not on what is in them."""
    columns = [field for field in row._meta.concrete_fields if not field.primary_key]
    for place in range(number):
        values = {f.attname: getattr(row, f.attname) for f in columns if f.db_default is NOT_PROVIDED}
        if "reference" in values:
            values["reference"] = f"{row.reference[:4]}T{place:06}"
        yield type(row)(**{name: value for name, value in values.items() if name not in {"url", "form_key"}})


@pytest.mark.parametrize("name", LISTS)
def test_a_page_reads_few_buffers_and_no_more_when_the_list_grows(name, client_for, coordinator, office):
    """Goals 2 and 3: no clock, the same on every machine. A page, first or by key, touches at most 60 pages of memory."""
    model = LISTS[name].model
    make(model, office, 1)
    ledger = {models.CounterpartList, models.FamilyCall, models.FollowUp, models.IdentityLink, models.Thread}
    if model in {models.Evacuee, models.SavedView, *ledger}:
        make(model, office, 4 * PAGE)
    else:
        model.objects.bulk_create(clones(model.objects.filter(office=office).last(), 40 * PAGE))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {model._meta.db_table}")
    order = next(c.order for c in LISTS[name].columns if c.order and not c.joined)
    rows = opened(LISTS[name], coordinator).order_by(order, "pk")
    value, pk = rows.values_list(order, "pk")[3 * PAGE]
    beyond = TupleGreaterThan(Tuple(F(order), F("pk")), (Value(value), Value(pk)))
    assert buffers(rows[:PAGE]) <= 60
    assert buffers(rows.filter(beyond)[:PAGE]) <= 60


@pytest.mark.parametrize("name", LISTS)
def test_each_sort_is_read_from_an_index_in_both_directions(name, coordinator):
    """Where sorting by hand is forbidden the plan still needs no Sort: the index has the order."""
    view = LISTS[name]
    with connection.cursor() as cursor:
        for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
            cursor.execute(f"SET LOCAL {setting} = off")
    for column in view.columns:
        for sign in ("", "-"):
            if column.order and not column.joined:
                rows = opened(view, coordinator).order_by(f"{sign}{column.order}", f"{sign}pk")
                plan = json.dumps(explain(rows[:PAGE], "FORMAT JSON"))
                assert '"Node Type": "Sort"' not in plan, f"{column.key} is sorted by hand"


def opened(view, user):
    """The rows with which a list opens, no filter set."""
    return view.filterset_class({}, view.model.objects.visible_to(user), user=user).qs


def explain(queryset, options):
    sql, params = queryset.values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({options}) {sql}", params)
        (answer,) = cursor.fetchone()
    return json.loads(answer) if isinstance(answer, str) else answer


def buffers(queryset):
    plan = explain(queryset, "ANALYZE, BUFFERS, FORMAT JSON")[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def test_a_list_is_opened_for_who_may_read_it_alone(db):
    """Tiles, saved views and files open lists for somebody: also for one whose role has changed since."""
    assert known.opened("people", factories.UserFactory(role="viewer"))
    assert known.opened("people", factories.UserFactory(role="administrator", office=None)) is None
