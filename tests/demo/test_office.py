"""The synthetic office: as many as asked, all marked, equal to its ledger, and something of everything."""

import pytest
from django.utils import timezone

from cases.actions import checks
from cases.lib.workflows import WORKFLOWS
from cases.models import (
    Actor,
    Claim,
    Correspondence,
    Event,
    EventError,
    GlassBreak,
    Lot,
    Parcel,
    Person,
    Place,
    RepatriationCase,
    Source,
    Statement,
    User,
)
from cases.models.about import KINDS, model_of
from cases.models.glass import kept_people
from tests.demo.small import SIZE, TODAY, content, rolled_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_there_are_as_many_as_asked_for():
    counts = [model.objects.count() for model in (Person, Parcel, Correspondence, RepatriationCase)]
    assert counts == list(SIZE.values())


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_is_marked(kind):
    assert model_of(kind).objects.exists()
    assert not model_of(kind).objects.filter(synthetic=False).exists()


@pytest.mark.parametrize("model", [Actor, Place, Source, Statement])
def test_whoever_speaks_and_what_they_say_is_marked(model):
    assert model.objects.exists()
    assert not model.objects.filter(synthetic=False).exists()


def test_all_caches_equal_the_replay_of_the_ledger():
    assert list(checks.differences()) == []


def test_lots_hold_the_labelled_parcels_and_the_bulk():
    assert Lot.objects.filter(parcel=None).exists()
    assert Lot.objects.exclude(parcel=None).count() > 20


@pytest.mark.parametrize("kind", ["repatriation_case", "parcel", "correspondence", "evacuee"])
def test_most_states_occur(kind):
    there = set(model_of(kind).objects.values_list("status", flat=True))
    assert len(there) > len(WORKFLOWS[kind].states) / 2


def test_dates_are_precise_fuzzy_without_a_year_and_inferred():
    assert set(Event.objects.values_list("occurred_basis", flat=True)) == {"stated", "inferred", "unknown"}
    assert Event.objects.filter(occurred__startswith="[").exists()
    assert not Event.objects.filter(occurred_latest__gt=TODAY).exists()


def test_plans_lie_behind_and_ahead():
    planned = RepatriationCase.objects.exclude(planned="")
    assert planned.plan_passed(TODAY).exists()
    assert planned.planned_within(TODAY, None).exists()


def test_cases_are_stalled_for_days_and_for_months():
    stalled = RepatriationCase.objects.stalled_for(0, on=TODAY)
    assert 0 < RepatriationCase.objects.stalled_for(100, on=TODAY).count() < stalled.count()


def test_claims_agree_and_disagree_and_positions_are_own_and_reported():
    assert RepatriationCase.objects.contested().exists()
    assert RepatriationCase.objects.uncontested().exists()
    assert set(Claim.objects.filter(aspect="position").values_list("own", flat=True)) == {True, False}


def test_people_are_named_in_two_scripts_and_some_are_unnamed():
    assert Person.objects.unnamed().exists()
    assert not Person.objects.named().filter(latin_name="").exists()
    assert not Person.objects.named().exclude(name__regex="^[а-яА-ЯёЁіІїЇєЄґҐ ]+$").exists()


def test_held_letters_have_a_review_date():
    held = Correspondence.objects.filter(status="held").order_by("pk")
    assert held
    for letter in held:
        assert letter.events.get(type="held").due


def test_news_of_a_death_is_for_coordinators():
    told = Event.objects.filter(type="death_reported").order_by("pk")
    assert told
    assert {event.about.confidentiality for event in told} == {"strict"}


def test_what_names_a_person_is_as_confidential_as_the_person():
    for model, name in ((Parcel, "addressee"), (Correspondence, "person"), (RepatriationCase, "person")):
        strict = model.objects.filter(**{f"{name}__confidentiality": "strict"})
        assert not strict.exclude(confidentiality="strict").exists()


def test_some_events_are_declared_wrong():
    assert set(EventError.objects.values_list("kind", flat=True)) == {"did_not_occur", "incorrect_data"}


def test_the_same_seed_gives_the_same_office_and_another_seed_another():
    first, again = rolled_back(content), rolled_back(content)
    assert first == again
    assert rolled_back(content, seed=8) != first


def test_glass_was_broken_and_has_closed_and_there_is_more_to_break():
    """A caseworker who tries the demo meets somebody whom a colleague looks after."""
    caseworker = User.objects.get(username="caseworker")
    assert set(GlassBreak.objects.values_list("kind", flat=True)) == {"glass", "audit"}
    assert not GlassBreak.objects.filter(until__date__gte=TODAY).exists()
    kept = kept_people(caseworker, timezone.now()).visible_to(caseworker)
    assert kept.filter(owner__username="caseworker2").count() > 3
