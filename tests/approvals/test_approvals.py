"""What waits for a second person, of all kinds, on one page; its number in the navigation of those who may decide."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import approving
from tests import factories

URL = "/approvals/"


@pytest.fixture
def other(user_in):
    return user_in("coordinator")


def ask(coordinator, number=1):
    return [
        factories.ExportApprovalFactory(
            export__office=coordinator.office, export__owner=coordinator, reason="For the ministry"
        )
        for _number in range(number)
    ]


def test_another_coordinator_of_the_office_finds_it_and_who_asked_finds_what_became_of_it(
    client_for, coordinator, other
):
    (asked,) = ask(coordinator)
    theirs = client_for(other).get(URL)
    assert [row.pk for row in theirs.context["waiting"]] == [asked.pk]
    assert asked.get_absolute_url() in theirs.content.decode()
    own = client_for(coordinator).get(URL)
    assert own.context["waiting"] == []
    assert [row.pk for row in own.context["asked"]] == [asked.pk]
    assert "nobody yet" in own.content.decode()


def test_it_is_of_no_concern_to_other_roles_and_other_offices(client_for, coordinator, user_in):
    ask(coordinator)
    for role in ("viewer", "caseworker", "auditor", "administrator"):
        page = client_for(role).get(URL)
        assert page.status_code == 200
        assert page.context["waiting"] == page.context["asked"] == []
        assert "For the ministry" not in page.content.decode()
    assert client_for(user_in("coordinator", factories.OfficeFactory())).get(URL).context["waiting"] == []


def test_the_navigation_says_how_many_wait_to_those_who_decide(client_for, coordinator, other):
    def nav(who):
        return {item["url"]: item.get("number") for item in client_for(who).get("/parcels/").context["nav"]}

    assert nav(other)[URL] == ""
    ask(coordinator, 2)
    assert nav(other)[URL] == "2"
    assert nav(coordinator)[URL] == "", "one's own waits for another"
    assert URL not in nav("caseworker")


def test_the_page_asks_as_many_queries_for_one_as_for_many(client_for, coordinator, other):
    client, counts = client_for(other), []
    client.get(URL)
    for more in (1, 30):
        ask(coordinator, more)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_number_in_the_navigation_is_one_query(coordinator, other, django_assert_num_queries):
    ask(coordinator)
    with django_assert_num_queries(1):
        assert approving.number(other) == 1


@pytest.mark.parametrize("kind", approving.kinds(), ids=lambda kind: kind.__name__)
def test_each_kind_says_who_decides_and_is_asked_through_what_one_may_see(kind):
    assert kind.decides
    assert hasattr(kind.objects.all(), "visible_to")
