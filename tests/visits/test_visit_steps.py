"""Where a visit stands, its next step in one click, and what its legal basis carries."""

import html
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from cases.lib.workflows import VISIT
from cases.models import FollowUp, Visit
from tests.factories import AgreementFactory, EventErrorFactory, EventFactory, VisitFactory

BASE = {"title": "A visit", "type": "family", "basis": "", "confidentiality": "ordinary"}


@pytest.fixture(autouse=True)
def today(stop_clock):
    stop_clock(date(2025, 12, 11))


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def words(response):
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def step(client, visit, type, **data):
    return client.post(reverse("visit_step", args=[visit.reference, type]), data, follow=True)


def test_a_visit_goes_its_way_one_click_at_a_time(client, office):
    visit = VisitFactory(office=office)
    for type, data, status in (
        ("requested", {}, "requested"), ("granted", {"occurred": "1 Dec 2025"}, "granted"),
        ("scheduled", {"due": "20 December 2025"}, "scheduled"), ("held", {"occurred": "20 December 2025"}, "held"),
        ("reported", {"note": "Nine people seen."}, "reported"),
    ):  # fmt: skip
        page = step(client, visit, type, **data)
        assert page.status_code == 200
        visit.refresh_from_db()
        assert visit.status == status
    assert [each["state"] for each in page.context["path"]] == ["done", "done", "done", "done", "here"]


def test_a_refusal_needs_a_reason_and_nothing_else(client, office):
    visit = VisitFactory(office=office)
    EventFactory(about=visit, type="requested")
    refused = step(client, visit, "refused")
    assert refused.status_code == 422
    assert "Write the reason as it was stated" in words(refused)
    assert step(client, visit, "refused", note="No reason was given.").status_code == 200
    visit.refresh_from_db()
    assert visit.status == "refused"


@pytest.mark.parametrize("type", VISIT.steps)
def test_only_the_steps_that_the_workflow_knows_now_are_done(client, office, type):
    visit = VisitFactory(office=office)
    offered = {each["url"].split("/")[-2] for each in client.get(visit.get_absolute_url()).context["steps"]}
    answer = step(client, visit, type, due="20 December 2025", note="A note.")
    assert (answer.status_code == 200) == (type in offered)


def test_a_viewer_is_offered_no_step(client_for, office):
    visit = VisitFactory(office=office)
    client = client_for("viewer")
    assert client.get(visit.get_absolute_url()).context["steps"] == []
    assert step(client, visit, "requested").status_code == 403


# --- D30 --------------------------------------------------------------------------------------------------


def alerts(visit):
    return list(FollowUp.objects.about(visit).open().filter(rule="D30"))


@pytest.mark.parametrize("type", ["requested", "granted", "scheduled", "earlier_not_known"])
def test_a_family_visit_without_its_agreement_alerts_once(client, office, type):
    visit = VisitFactory(office=office, type="family", basis="special")
    facts = {"declared_status": "held"} if type == "earlier_not_known" else {}
    EventFactory(about=visit, type=type, due="", **facts) if type != "scheduled" else step(
        client, visit, type, due="20 December 2025"
    )
    assert len(alerts(visit)) == (type != "earlier_not_known")
    assert "name the special agreement (D30)" in words(client.get(visit.get_absolute_url()))


def test_the_alert_goes_when_the_agreement_is_named_or_the_event_is_wrong(client, office):
    agreement = AgreementFactory(office=office, title="Agreement of two")
    visit = VisitFactory(office=office, type="family")
    event = EventFactory(about=visit, type="requested")
    EventFactory(about=visit, type="granted")
    assert len(alerts(visit)) == 1
    data = BASE | {"basis": "special", "agreement": agreement.reference, "version": visit.version}
    assert client.post(reverse("visit_edit", args=[visit.reference]), data).status_code == 302
    assert alerts(visit) == []
    other = VisitFactory(office=office, type="family")
    event = EventFactory(about=other, type="requested")
    EventErrorFactory(event=event)
    assert alerts(other) == []


@pytest.mark.parametrize(
    ("type", "basis"), [("family", "gc4_116"), ("delegate", "gc3_126"), ("ombudsmen", "")]
)
def test_other_visits_do_not_alert(office, type, basis):
    visit = VisitFactory(office=office, type=type, basis=basis)
    EventFactory(about=visit, type="requested")
    assert alerts(visit) == []


def test_visits_without_their_agreement_can_be_asked_for(office):
    lacking = [
        VisitFactory(office=office, type="family", basis=basis) for basis in ("", "special", "gc3_126")
    ]
    VisitFactory(office=office, type="family", basis="gc4_116")
    VisitFactory(office=office, type="family", basis="special", agreement=AgreementFactory(office=office))
    VisitFactory(office=office, type="delegate")
    assert set(Visit.objects.without_agreement()) == set(lacking)
    assert all(visit.lacks_agreement == (visit in lacking) for visit in Visit.objects.all())


def test_a_basis_of_another_kind_is_asked_about_and_then_kept(client, office):
    data = BASE | {"type": "medical", "basis": "gc3_126"}
    asked = client.post(reverse("visit_add"), data)
    assert asked.status_code == 422
    assert "This article is not about a visit of this kind" in words(asked)
    assert client.post(reverse("visit_add"), data | {"as_stated": "on"}).status_code == 302
    visit = Visit.objects.get()
    assert "is not about a visit of this kind" in words(client.get(visit.get_absolute_url()))
    fits = BASE | {"type": "medical", "basis": "gc3_112"}
    assert client.post(reverse("visit_add"), fits).status_code == 302
