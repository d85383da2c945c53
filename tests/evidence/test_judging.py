"""Judging what claims disagree about: settled by a person with a reason, reopened, or one withdrawn; all of them stay."""

import html

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from cases.actions import judging
from cases.lib.dates import parse
from cases.models import Assessment, Claim, Thread
from tests.factories import AssessmentFactory, ClaimFactory, GroupFactory, SourceFactory, StatementFactory

KEY = "6d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def contested(office):
    """A group of which one says six and another says seven."""
    group = GroupFactory(office=office)
    return [ClaimFactory(about=group, number=number) for number in (6, 7)]


def words(response):
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def url_of(claim):
    return reverse("assess", args=[claim.pk])


def judge(claim, kind="preferred", reason="The list of names has as many.", **changes):
    seen = judging.seen(Thread.objects.get(pk=claim.thread_id))
    return {
        "kind": kind, "claim": str(claim.pk), "reason": reason, "form_key": KEY, "seen": seen,
    } | changes  # fmt: skip


def test_every_claim_of_the_question_is_a_card_to_choose_and_none_is_chosen(client, contested):
    page = client.get(url_of(contested[0])).content.decode()
    assert page.count('<article class="claim">') == 2
    assert page.count('type="radio" name="claim"') == 2
    assert " checked" not in page
    for claim in contested:
        assert claim.statement.reference in page


def test_two_outlets_of_one_statement_are_one_card_and_each_of_them_can_be_chosen(client, contested):
    first = contested[0]
    relay = SourceFactory(office=first.about.office, relayed_from=first.statement.source)
    again = StatementFactory(source=relay, speaker=first.statement.speaker)
    same = ClaimFactory(about=first.about, number=6, statement=again)
    page = client.get(url_of(first)).content.decode()
    assert page.count('<article class="claim">') == 2
    client.post(url_of(first), judge(same, "withdrawn", "Typed twice."))
    assert [claim.pk for claim in Claim.objects.live().order_by("pk")] == [claim.pk for claim in contested]


def test_a_preferred_claim_settles_it_and_the_others_stay(client, contested):
    data = judge(contested[1])
    for _twice in range(2):
        answer = client.post(url_of(contested[0]), data, follow=True)
    said = words(answer)
    assert "Settled: How many belong to the group · people" in said
    assert "7 is preferred, because: The list of names has as many." in said
    assert "preferred: 7" in said
    for claim in contested:
        assert claim.statement.reference in said
    assert Assessment.objects.count() == 1
    thread = Thread.objects.get()
    assert (thread.open, thread.disagrees, thread.preferred) == (False, True, contested[1])


def test_what_is_settled_is_reopened_by_choosing_only_why(client, contested):
    client.post(url_of(contested[0]), judge(contested[1]))
    page = client.get(contested[0].about.get_absolute_url()).content.decode()
    url = f"{url_of(contested[0])}?kind=cleared"
    assert f'href="{url}">Reopen' in page
    assert client.get(url).context["form"]["kind"].value() == "cleared"
    client.post(url, judge(contested[0], "cleared", "A second list came.", form_key="") | {"claim": ""})
    assert Thread.objects.get().open
    assert "Claims in conflict" in client.get(contested[0].about.get_absolute_url()).content.decode()


def test_only_what_agrees_can_be_declared_disputed(client, contested):
    assert "disputed" not in dict(client.get(url_of(contested[0])).context["form"].fields["kind"].choices)
    client.post(url_of(contested[0]), judge(contested[1], "withdrawn", "Read the wrong line."))
    client.post(url_of(contested[0]), judge(contested[0], "disputed", "The family says more.", form_key=""))
    said = words(client.get(contested[0].about.get_absolute_url()))
    assert "Marked as disputed by" in said
    assert "The family says more." in said


def test_a_claim_recorded_by_mistake_is_withdrawn_and_the_way_to_the_right_one_is_offered(client, contested):
    wrong = contested[1]
    answer = client.post(url_of(contested[0]), judge(wrong, "withdrawn", "Read the wrong line."), follow=True)
    page = answer.content.decode()
    right = html.escape(
        f"{reverse('claim_add', args=[wrong.statement.reference])}?about={wrong.about.reference}&aspect=size"
    )
    assert page.count(f'href="{right}"') == 2
    assert "<s>7</s>" in page
    assert "Read the wrong line." in page
    assert client.get(html.unescape(right)).status_code == 200
    group = wrong.about
    group.refresh_from_db()
    assert (group.contested, group.size_high) == (0, 6)
    assert Claim.objects.count() == 2
    assert client.get(url_of(wrong)).status_code == 404


def test_a_judgement_needs_a_reason_a_claim_and_a_kind(client, contested):
    for gap in ({"reason": " "}, {"claim": ""}, {"kind": ""}, {"claim": "999999"}, {"kind": "invented"}):
        answer = client.post(url_of(contested[0]), judge(contested[1]) | gap)
        assert answer.status_code == 422
    assert not Assessment.objects.exists()


def test_the_second_of_two_who_settle_at_once_is_told_what_changed_and_keeps_the_words(
    client_for, contested, coordinator
):
    opened = judge(contested[0], reason="My long reason.")
    AssessmentFactory(claim=contested[1], reason="The register says so.", by=coordinator)
    client = client_for("caseworker")
    answer = client.post(url_of(contested[0]), opened)
    said = words(answer)
    assert answer.status_code == 422
    assert "Somebody judged or claimed something here while you were writing" in said
    assert f"preferred as the working value. The register says so. {coordinator}" in said
    assert answer.context["form"]["reason"].value() == "My long reason."
    assert Thread.objects.get().preferred == contested[1]
    again = opened | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(url_of(contested[0]), again).status_code == 302
    assert Thread.objects.get().preferred == contested[0]


def test_a_new_claim_is_a_change_as_well(client, contested):
    opened = judge(contested[0])
    ClaimFactory(about=contested[0].about, number=8)
    answer = client.post(url_of(contested[0]), opened)
    assert answer.status_code == 422
    assert "A new claim: 8" in words(answer)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_a_form_that_does_not_say_what_was_seen_judges_nothing(client, contested, seen):
    assert client.post(url_of(contested[0]), judge(contested[0], seen=seen)).status_code == 422
    assert not Assessment.objects.exists()


def test_who_may_not_change_records_may_not_judge(client_for, contested):
    viewer = client_for("viewer")
    assert viewer.post(url_of(contested[0]), judge(contested[0])).status_code == 403
    page = viewer.get(contested[0].about.get_absolute_url()).content.decode()
    assert url_of(contested[0]) not in page
    assert url_of(contested[1]) not in page


def test_a_claim_that_one_may_not_see_is_not_found(client, office):
    assert client.get(url_of(ClaimFactory())).status_code == 404
    secret = StatementFactory(source__office=office, confidentiality="strict")
    assert (
        client.get(url_of(ClaimFactory(about=GroupFactory(office=office), statement=secret))).status_code
        == 404
    )


def test_the_page_asks_as_many_questions_for_many_claims(client, office, django_assert_max_num_queries):
    group = GroupFactory(office=office)
    claims = [ClaimFactory(about=group, number=number) for number in range(3, 15)]
    with django_assert_max_num_queries(17):
        answer = client.get(url_of(claims[0]))
    assert answer.content.decode().count('<article class="claim">') == 12


def test_dates_are_chosen_on_one_scale(client, office):
    group = GroupFactory(office=office)
    dates = ("by 18 November 2025", "late November 2025")
    claims = [ClaimFactory(about=group, aspect="date", date=parse(date)) for date in dates]
    page = client.get(url_of(claims[0])).content.decode()
    assert 'class="scale"' in page
    assert "No day in common: “by 18 November 2025” ends on 18 Nov 2025" in html.unescape(page)


def test_back_after_judging_and_sending_again_judges_once(client, contested):
    for key in (KEY, KEY.replace("6d9c", "7d9c")):
        answer = client.post(url_of(contested[0]), judge(contested[0], form_key=key))
        assert answer.status_code == 302
    assert Assessment.objects.count() == 1
