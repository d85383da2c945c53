"""Tracing requests: only of relatives, passed on and answered only with consent."""

import csv
import io
import uuid
from datetime import date

import pytest

from cases.actions import Refused, events, tracing
from cases.actions.checks import differences, repair
from cases.lib.dates import parse
from cases.models import Event, ReleaseConsent, TracingConsent, TracingJudgement, TracingRequest
from cases.people.tracing_compare import SHOWN
from tests.factories import (
    ActorFactory,
    ConsentFactory,
    DeathNoticeFactory,
    OfficeFactory,
    PersonFactory,
    PlaceFactory,
    ReleaseConsentFactory,
    TracingConsentFactory,
    TracingJudgementFactory,
    TracingRequestFactory,
)

URL = "/tracing/"
TYPED = {
    "enquirer": "Марія Бондаренко",
    "relationship": "parent",
    "received_on": "2026-02-01",
    "name": "Sergey Bondarenko",
    "confidentiality": "ordinary",
}


@pytest.fixture
def serhii(office):
    return PersonFactory(office=office, name="Бондаренко Сергій", born=parse("1987"), sex="male")


@pytest.fixture
def request_(office, caseworker):
    return TracingRequestFactory(
        office=office, name="Sergey Bondarenko", born=parse("1987"), enquirer_contact="Canary telephone",
        owner=caseworker,
    )  # fmt: skip


@pytest.fixture
def found(request_, serhii, caseworker):
    """The request of somebody who was found."""
    TracingJudgementFactory(request=request_, person=serhii, by=caseworker)
    happened(request_, "found_located", caseworker)
    return TracingRequest.objects.get()


def page(response):
    return response.content.decode()


def happened(request, type, by, **facts):
    return events.record_event(
        about=request, type=type, by=by, evidence=Event.Evidence.OWN_OBSERVATION, **facts
    )


# --- Recording and listing --------------------------------------------------------------------------------


def test_a_request_is_recorded_once_with_its_owner(client_for, caseworker):
    client, data = (
        client_for(caseworker),
        TYPED | {"form_key": uuid.uuid4(), "owner": f"@{caseworker.username}"},
    )
    assert client.post(f"{URL}add/", data).url == client.post(f"{URL}add/", data).url
    request = TracingRequest.objects.get()
    assert (request.status, request.owner, request.reference[:4]) == ("received", caseworker, "TRC-")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("relationship", "", "only relatives can ask"),
        ("enquirer", "", "required"),
        ("name", " ", "required"),
        ("received_on", "2999-01-01", "still to come"),
        ("born", "the day before", ""),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client_for, name, value, words):
    response = client_for("caseworker").post(f"{URL}add/", TYPED | {"marks": "A scar", name: value})
    assert response.status_code == 422
    assert words in page(response)
    assert "A scar" in page(response)
    assert not TracingRequest.objects.exists()


def test_the_list_filters_by_state_waiting_and_match(client_for, found, office, stop_clock):
    stop_clock(date(2026, 2, 11))
    late = TracingRequestFactory(office=office, received_on=date(2026, 2, 10), name="Інша Людина")
    client = client_for("viewer")

    def rows(**asked):
        return list(client.get(URL, asked).context["rows"])

    assert rows() == [found, late]
    assert rows(status="located") == rows(matched="yes") == rows(waiting="10") == [found]
    assert rows(status="received") == rows(matched="no") == rows(q="Інша") == [late]
    assert rows(waiting="1") == [found, late]
    assert rows(waiting="11") == rows(contested="yes") == []
    assert rows(person=found.person.reference) == rows(owner=f"@{found.owner.username}") == [found]


@pytest.mark.parametrize(
    "query", ["waiting=-1", "waiting=x", "waiting=99999999999", "matched=maybe", "person=nobody"]
)
def test_what_cannot_be_read_shows_an_error_and_no_rows(client_for, request_, query):
    response = client_for("viewer").get(f"{URL}?{query}")
    assert response.context["rows"] == []
    assert 'role="alert"' in page(response)


def test_the_export_has_the_rows_of_the_list_and_no_contact(client_for, found):
    answer = client_for("caseworker").post(f"{URL}export/?matched=yes")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Looked for"], row["Found to be"]) == ("Sergey Bondarenko", found.person.reference)
    assert "Canary" not in text


# --- Who sees what ----------------------------------------------------------------------------------------


def test_how_to_reach_the_enquirer_is_for_the_owner_and_coordinators(
    client_for, request_, caseworker, user_in
):
    url = request_.get_absolute_url()
    TracingRequest.objects.update(enquirer_contact="Canary another")
    for sees in (caseworker, "coordinator"):
        assert "Canary another" in page(client_for(sees).get(url))
        assert "Canary another" in page(client_for(sees).get(f"{url}edit/"))
    other = client_for(user_in("caseworker"))
    for client in (other, client_for("viewer"), client_for("auditor")):
        assert "Canary" not in page(client.get(url))
    assert "Canary" not in page(other.get(f"{url}edit/"))
    changed = TYPED | {"version": TracingRequest.objects.get().version, "enquirer_contact": "Overwritten"}
    assert other.post(f"{url}edit/", changed).status_code == 302
    assert TracingRequest.objects.get().enquirer_contact == "Canary another"


def test_the_workshop_shows_no_contact_either(client_for, request_):
    TracingRequest.objects.update(enquirer_contact="Canary another")
    for view in ("change", "history"):
        assert "Canary" not in page(
            client_for("caseworker").get(f"/admin/cases/tracingrequest/{request_.pk}/{view}/")
        )


def test_a_viewer_reads_no_circumstances_and_changes_nothing(client_for, request_):
    TracingRequest.objects.update(circumstances="Canary circumstances")
    client, url = client_for("viewer"), request_.get_absolute_url()
    assert "Canary" not in page(client.get(url))
    for step in ("edit/", "compare/", "consent/", "release/", "tell/"):
        assert client.get(f"{url}{step}").status_code == client.post(f"{url}{step}").status_code == 403


def test_another_offices_request_is_not_found(client_for, office):
    theirs = TracingRequestFactory(office=OfficeFactory())
    client = client_for("coordinator")
    for step in ("", "edit/", "compare/", "consent/", "release/", "tell/"):
        assert client.get(f"{theirs.get_absolute_url()}{step}").status_code == 404


def test_a_request_for_somebody_whom_one_may_not_see_is_not_seen(client_for, found):
    type(found.person).objects.update(confidentiality="strict")
    assert client_for("caseworker").get(found.get_absolute_url()).status_code == 404
    assert client_for("coordinator").get(found.get_absolute_url()).status_code == 200


# --- Consent of the enquirer ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "scope"),
    [("given_to_red_cross", "red_cross"), ("given_to_bureau", "bureau"), ("name_published", "publish"),
     ("asked", "bureau")],
)  # fmt: skip
def test_a_request_is_passed_on_only_with_the_enquirers_consent(request_, caseworker, type, scope):
    facts = {"counterpart": ActorFactory(), "note": "A list."}
    for answer in ("", "refused"):
        if answer:
            TracingConsentFactory(request=request_, scope=scope, answer=answer, by=caseworker)
        with pytest.raises(Refused, match="ask them and record the answer"):
            happened(request_, type, caseworker, **facts)
    TracingConsentFactory(request=request_, scope=scope, by=caseworker)
    happened(request_, type, caseworker, **facts)
    TracingConsentFactory(request=request_, scope=scope, answer="withdrawn", by=caseworker)
    with pytest.raises(Refused, match="No consent"):
        happened(request_, type, caseworker, **facts)


def test_a_consent_is_recorded_with_its_date_and_shown(client_for, request_):
    client, url = client_for("caseworker"), request_.get_absolute_url()
    assert "not asked: the request is not passed on" in page(client.get(url))
    data = {"scope": "bureau", "answer": "given", "answered_on": "2026-02-03", "how": "Signed form",
            "form_key": uuid.uuid4()}  # fmt: skip
    for _twice in range(2):
        assert client.post(f"{url}consent/", data).url == url
    consent = TracingConsent.objects.get()
    assert (consent.scope, consent.answered_on) == ("bureau", date(2026, 2, 3))
    assert "Signed form" in page(client.get(url))


def test_nothing_is_withdrawn_that_was_not_given(client_for, request_):
    data = {"scope": "bureau", "answer": "withdrawn", "answered_on": "2026-02-03", "how": "By telephone"}
    response = client_for("caseworker").post(f"{request_.get_absolute_url()}consent/", data)
    assert response.status_code == 422
    assert "No consent is in force" in page(response)
    assert 'value="By telephone"' in page(response)


# --- Who it is --------------------------------------------------------------------------------------------


def test_people_on_record_are_compared_field_by_field_in_any_script(client_for, request_, serhii):
    response = client_for("caseworker").get(f"{request_.get_absolute_url()}compare/")
    (item,) = response.context["found"]
    assert item["person"] == serhii
    assert {str(row["label"]): row["found"] for row in item["rows"]} == {
        "Names": "match", "Born": "match", "Sex": "unknown",
    }  # fmt: skip


def test_of_many_of_one_name_the_one_from_the_place_of_the_request_is_compared(client_for, request_, office):
    place = PlaceFactory()
    TracingRequest.objects.filter(pk=request_.pk).update(last_residence=place)
    for _number in range(SHOWN):
        PersonFactory(office=office, name=request_.name)
    here = PersonFactory(office=office, name=request_.name, last_residence=place)
    response = client_for("caseworker").get(f"{request_.get_absolute_url()}compare/")
    assert response.context["found"][0]["person"] == here


def test_after_those_who_are_not_the_person_the_next_are_compared(client_for, request_, office):
    people = [PersonFactory(office=office, name=request_.name) for _number in range(SHOWN + 2)]
    client, url = client_for("caseworker"), f"{request_.get_absolute_url()}compare/"
    first = client.get(url)
    assert "more people on record are like the person looked for" in page(first)
    for item in first.context["found"]:
        client.post(url, {"person": item["person"].reference, "verdict": "is_not"})
    second = client.get(url)
    assert len(second.context["found"]) == 2
    assert {item["person"] for each in (first, second) for item in each.context["found"]} == {*people}
    assert "more people on record" not in page(second)


def test_this_is_the_sought_person_needs_a_reason(client_for, request_, serhii):
    client, url = client_for("caseworker"), f"{request_.get_absolute_url()}compare/"
    data = {"person": serhii.reference, "verdict": "is", "reason": "", "form_key": uuid.uuid4()}
    response = client.post(url, data)
    assert response.status_code == 422
    assert "Write why" in page(response)
    for _twice in range(2):
        assert client.post(url, data | {"reason": "The same father"}).url == request_.get_absolute_url()
    assert TracingRequest.objects.get().person == serhii
    text = page(client.get(request_.get_absolute_url()))
    assert "The same father" in text
    assert serhii.get_absolute_url() in text
    assert request_.get_absolute_url() in page(client.get(serhii.get_absolute_url()))


def test_not_this_one_is_recorded_and_not_proposed_again_until_taken_back(client_for, request_, serhii):
    client, url = client_for("caseworker"), f"{request_.get_absolute_url()}compare/"
    client.post(url, {"person": serhii.reference, "verdict": "is_not"})
    assert TracingJudgement.objects.get().verdict == "is_not"
    context = client.get(url).context
    assert (context["found"], context["dismissed"]) == ([], [serhii])
    client.post(url, {"person": serhii.reference, "verdict": "undone", "reason": "Once more"})
    context = client.get(url).context
    assert ([item["person"] for item in context["found"]], context["dismissed"]) == ([serhii], [])


def test_a_match_is_taken_back_with_a_reason(client_for, found, serhii, caseworker):
    happened(found, "search_reopened", caseworker, note="It may be another.")
    client, url = client_for("caseworker"), f"{found.get_absolute_url()}compare/"
    data = {"person": serhii.reference, "verdict": "undone"}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"reason": "Another village"}).status_code == 302
    assert TracingRequest.objects.get().person is None


def test_one_person_at_a_time_and_only_of_the_same_office(found, office, caseworker):
    other, theirs = PersonFactory(office=office), PersonFactory(office=OfficeFactory())
    with pytest.raises(Refused, match="take that back first"):
        tracing.judge(request=found, person=other, verdict="is", reason="Him", by=caseworker)
    free = TracingRequestFactory(office=office)
    with pytest.raises(Refused, match="another office"):
        tracing.judge(request=free, person=theirs, verdict="is", reason="Him", by=caseworker)


def test_people_whom_one_may_not_see_are_no_candidates(client_for, request_, serhii):
    type(serhii).objects.update(confidentiality="strict")
    client, url = client_for("caseworker"), f"{request_.get_absolute_url()}compare/"
    assert client.get(url).context["found"] == []
    assert client.post(url, {"person": serhii.reference, "verdict": "is", "reason": "x"}).status_code == 404


def test_a_judgement_of_somebody_hidden_does_not_name_them(client_for, request_, serhii, coordinator):
    TracingJudgementFactory(request=request_, person=serhii, verdict="is_not", by=coordinator)
    type(serhii).objects.filter(pk=serhii.pk).update(confidentiality="strict")
    for path in ("", "compare/"):
        shown = [
            str(serhii) in page(client_for(role).get(f"{request_.get_absolute_url()}{path}"))
            for role in ("caseworker", "coordinator")
        ]
        assert shown == [False, True], path


def test_nobody_is_located_before_somebody_is_compared(request_, caseworker):
    with pytest.raises(Refused, match="Compare with the people on record first"):
        happened(request_, "found_located", caseworker)


def test_who_was_found_is_proved_by_the_judgements(found):
    TracingRequest.objects.update(person=None)
    (difference,) = differences()
    assert (difference.row, difference.name) == (found, "person_id")
    repair(difference)
    assert list(differences()) == []


# --- Telling the enquirer ---------------------------------------------------------------------------------


ANSWERED = {"answer": "given", "answered_on": "2026-03-01", "asked_by": "A delegate", "how": "In writing"}


def tell(client, request):
    data = {"note": "Alive and well", "occurred": "2026-03-02", "form_key": uuid.uuid4()}
    data["found"] = request.person.reference if request.person else ""
    return client.post(f"{request.get_absolute_url()}tell/", data)


def test_nothing_is_told_of_a_person_found_without_their_consent(client_for, found):
    client = client_for("caseworker")
    response = tell(client, found)
    assert response.status_code == 422
    assert "No consent of the person found is recorded" in page(response)
    assert "Alive and well" in page(response)
    assert "No consent of the person found is recorded" in page(client.get(found.get_absolute_url()))
    assert not Event.objects.filter(type="enquirer_told").exists()


def test_the_form_for_events_tells_nothing_either(found, caseworker):
    with pytest.raises(Refused, match="No consent of the person found"):
        happened(found, "enquirer_told", caseworker, note="Alive")


def test_with_consent_the_enquirer_is_told_once_and_it_is_an_event(client_for, found):
    client, url = client_for("caseworker"), found.get_absolute_url()
    data = ANSWERED | {"found": found.person.reference}
    assert client.post(f"{url}release/", data).url == url
    assert ReleaseConsent.objects.get().person == found.person
    assert tell(client, found).url == url
    assert Event.objects.get(type="enquirer_told").note == "Alive and well"
    assert "Enquirer told what was found" in page(client.get(url))


@pytest.mark.parametrize("answer", ["refused", "withdrawn"])
def test_who_refused_or_withdrew_is_not_told_of(client_for, found, caseworker, answer):
    for said in ("given", answer):
        facts = {
            "answered_on": date(2026, 3, 1),
            "asked_by": "A delegate",
            "how": "In writing",
            "by": caseworker,
        }
        tracing.record_release_consent(request=found, answer=said, **facts)
    assert tell(client_for("caseworker"), found).status_code == 422


def somebody_else(request, person, by):
    """The search is opened again, and somebody else is said to be the person."""
    happened(request, "search_reopened", by, note="It was not them.")
    tracing.judge(request=request, person=request.person, verdict="undone", reason="No", by=by)
    tracing.judge(request=request, person=person, verdict="is", reason="Yes", by=by)
    request.refresh_from_db()


@pytest.mark.parametrize("deed", ["release/", "tell/"])
def test_what_the_person_found_answered_is_not_recorded_of_somebody_else(
    client_for, found, office, caseworker, deed
):
    client, old = client_for("caseworker"), found.person
    opened = client.get(f"{found.get_absolute_url()}{deed}")
    assert opened.context["form"]["found"].value() == old.reference
    assert str(old) in page(opened)
    somebody_else(found, PersonFactory(office=office), caseworker)
    typed = ANSWERED | {"note": "Alive", "occurred": "2026-03-02", "found": old.reference}
    response = client.post(f"{found.get_absolute_url()}{deed}", typed)
    assert response.status_code == 422
    assert "open it anew from the request" in page(response)
    assert not ReleaseConsent.objects.exists()
    facts = {"request": found, "person": old, "by": caseworker}
    with pytest.raises(Refused):
        tracing.release(note="Alive", occurred=None, **facts)


@pytest.mark.parametrize("state", ["found_located", "found_no_contact", "request_closed"])
def test_who_it_is_stays_while_the_request_says_what_became_of_them(found, caseworker, state):
    if state != "found_located":
        happened(found, state, caseworker)
    with pytest.raises(Refused, match="record that the search is opened again"):
        tracing.judge(request=found, person=found.person, verdict="undone", reason="No", by=caseworker)


def test_who_wishes_no_contact_wishes_none_when_they_are_located_again(found, caseworker):
    happened(found, "found_no_contact", caseworker)
    happened(found, "found_located", caseworker)
    ConsentFactory(person=found.person, scope="family", by=caseworker)
    with pytest.raises(Refused, match="wishes no contact"):
        happened(found, "enquirer_told", caseworker, note="Alive")
    answered = ANSWERED | {"answered_on": date(2026, 3, 1)}
    tracing.record_release_consent(request=found, by=caseworker, **answered)
    happened(found, "enquirer_told", caseworker, note="Alive")


def test_that_somebody_wishes_no_contact_is_not_said_of_who_is_found_after_them(found, office, caseworker):
    happened(found, "found_no_contact", caseworker)
    somebody_else(found, PersonFactory(office=office), caseworker)
    happened(found, "found_located", caseworker)
    ConsentFactory(person=found.person, scope="family", by=caseworker)
    happened(found, "enquirer_told", caseworker, note="Alive")


def test_consent_of_somebody_else_counts_for_nothing(found, office, caseworker):
    ReleaseConsentFactory(judgement=found.judgements.get(), by=caseworker)
    somebody_else(found, PersonFactory(office=office), caseworker)
    happened(found, "found_located", caseworker)
    with pytest.raises(Refused, match="No consent of the person found"):
        happened(found, "enquirer_told", caseworker, note="Alive")


def test_news_of_a_death_is_kept_from_requests_until_the_family_is_informed(client_for, found, caseworker):
    ReleaseConsentFactory(judgement=found.judgements.get(), by=caseworker)
    for facts in ({"type": "found_deceased"}, {"type": "earlier_not_known", "declared_status": "deceased"}):
        with pytest.raises(Refused, match="until the family is informed"):
            happened(found, by=caseworker, **facts)
    DeathNoticeFactory(person=found.person, owner=caseworker)
    response = tell(client_for("caseworker"), found)
    assert response.status_code == 422
    assert "Held by the office" in page(response)
    assert "death" not in page(response).lower()
