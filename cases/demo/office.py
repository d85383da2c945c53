"""A whole synthetic office: who is there, then people, mail, movements, cases and what is said of them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.actions.writing import ignore_nothing
from cases.demo import (
    calls,
    child_cards,
    claims,
    consents,
    documents,
    exports,
    glass,
    handling,
    keeping,
    letters,
    lists,
    logins,
    movements,
    operations,
    parcels,
    people,
    returns,
    saved_views,
    tracing,
    wishes,
    work,
    world,
)
from cases.models import Office


@transaction.atomic
def add(
    *,
    today,
    seed=1,
    people_count=200,
    parcel_count=200,
    letter_count=100,
    case_count=40,
    labelled_count=0,
    parties=("RU", "UA"),
):
    """Add so many synthetic records to the first office, and the accounts to look at them."""
    ignore_nothing()
    office = Office.objects.order_by("pk").first() or Office.objects.create(name=str(_("Homeward office")))
    made = world.create(office=office, today=today, seed=seed, staff=logins.make(office), parties=parties)
    people.make(made, people_count)
    movements.make_groups(made, 2 * max(1, people_count // 60) if people_count else 0)
    evacuations = movements.make_evacuations(made)
    movements.make_visits(made, 2 * max(6, people_count // 100))
    mail = parcels.make(made, parcel_count)
    parcels.make_labelled(made, labelled_count)
    letters.make(made, letter_count, mail)
    cases = returns.make(made, case_count)
    operations.make(made, 2 * max(4, case_count // 20), cases)
    claims.about_groups(made)
    claims.about_cases(made, cases)
    claims.in_bulk(made)
    wishes.plan_unwished(made, cases)
    lists.make(made)
    calls.make(made, cases)
    child_cards.make(made)
    tracing.make(made, 2 * max(3, people_count // 60))
    work.correct_some(made, cases)
    work.wait_for_answers(made, cases)
    saved_views.make(made)
    handling.limits(made)
    consents.make(made)
    exports.make(made)
    documents.make(made, mail)
    keeping.make(made)
    glass.make(made)
    work.make_follow_ups(made, [*cases[::2], *mail[::25], *evacuations[::3]])
