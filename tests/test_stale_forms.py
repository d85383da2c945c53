"""Two people change one record: the second one sees what the first one did, field by field, and decides (R45)."""

import pghistory
import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import events
from cases.forms import Versioned
from cases.lib import dates
from cases.models import Parcel, Person, PersonName
from tests import factories
from tests.admin.conftest import address, filled, workshop  # noqa: F401  the fixture
from tests.typed import main_form

ROWS = ("Before", "On record now", "In your form")


def edit(record):
    return f"{record.get_absolute_url()}edit/"


def changed_by(user, record, **facts):
    """Somebody else is faster."""
    with pghistory.context(user=user.pk):
        row = type(record).objects.get(pk=record.pk)
        for name, value in facts.items():
            setattr(row, name, value)
        row.save()


@pytest.fixture
def faster(user_in):
    user = user_in("coordinator")
    user.first_name, user.last_name = "Olena", "Faster"
    user.save()
    return user


@pytest.fixture
def parcel(office):
    return factories.ParcelFactory(
        office=office, sender="Written at first", contents=["food"], weight_grams=900
    )


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def opened(client, record, **typed):
    return main_form(client.get(edit(record)).content.decode()).data | typed


def test_what_changed_is_shown_with_by_whom_and_ones_own_words_beside_it(client, parcel, faster):
    typed = opened(client, parcel, sender="My words")
    changed_by(faster, parcel, sender="Their words", weight_grams=1200)
    answer = client.post(edit(parcel), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "What changed meanwhile" in text
    rows = {row["name"]: row for row in answer.context["form"].meanwhile}
    assert set(rows) == {"sender", "weight_grams"}
    assert (rows["sender"]["before"], rows["sender"]["now"], rows["sender"]["yours"]) == (
        "Written at first",
        "Their words",
        "My words",
    )
    assert (rows["sender"]["by"], rows["sender"]["both"], rows["weight_grams"]["both"]) == (
        "Olena Faster",
        True,
        False,
    )
    assert "Olena Faster" in text
    parcel.refresh_from_db()
    assert parcel.sender == "Their words"


def test_a_record_that_one_may_not_see_is_not_named_in_what_changed(client, office, faster):
    hidden = factories.AgreementFactory(office=office, title="Hidden title", confidentiality="strict")
    shown = factories.AgreementFactory(office=office)
    visit = factories.VisitFactory(office=office, agreement=hidden)
    typed = opened(client, visit, title="My words")
    changed_by(faster, visit, agreement=shown, title="Their words")
    answer = client.post(edit(visit), typed)
    (row,) = (row for row in answer.context["form"].meanwhile if row["name"] == "agreement")
    assert (str(row["before"]), row["now"]) == ("a record that is not shown to you", str(shown))
    assert "Hidden title" not in answer.content.decode()


def test_sent_again_as_the_page_offers_it_keeps_the_others_change_and_ones_own(client, parcel, faster):
    """Where only the other wrote, theirs is ticked; where both wrote, one's own stays unless one ticks."""
    typed = opened(client, parcel, sender="My words")
    changed_by(faster, parcel, sender="Their words", weight_grams=1200)
    again = main_form(client.post(edit(parcel), typed).content.decode()).data
    assert client.post(edit(parcel), again).status_code == 302
    parcel.refresh_from_db()
    assert (parcel.sender, parcel.weight_grams, parcel.contents) == ("My words", 1200, ["food"])


@pytest.mark.parametrize(
    "take", [[], ["sender"], ["weight_grams"], ["sender", "weight_grams"], ["office", "nothing", "\0"]]
)
def test_each_field_is_taken_or_kept_as_ticked(client, parcel, faster, take):
    typed = opened(client, parcel, sender="My words")
    changed_by(faster, parcel, sender="Their words", weight_grams=1200)
    again = main_form(client.post(edit(parcel), typed).content.decode()).data | {"take": take}
    assert client.post(edit(parcel), again).status_code == 302
    parcel.refresh_from_db()
    assert parcel.sender == ("Their words" if "sender" in take else "My words")
    assert parcel.weight_grams == (1200 if "weight_grams" in take else 900)


def test_who_is_overtaken_twice_still_sees_it_from_the_beginning(client, parcel, faster):
    typed = opened(client, parcel, sender="My words")
    changed_by(faster, parcel, sender="Their words")
    again = main_form(client.post(edit(parcel), typed).content.decode()).data
    changed_by(faster, parcel, weight_grams=1500)
    answer = client.post(edit(parcel), again)
    assert answer.status_code == 422
    assert {row["name"]: row["before"] for row in answer.context["form"].meanwhile} == {
        "sender": "Written at first",
        "weight_grams": "900",
    }


def test_what_is_taken_over_stays_taken_when_something_else_is_refused(client, parcel, faster):
    typed = opened(client, parcel, sender="My words", s10="no number")
    changed_by(faster, parcel, sender="Their words", weight_grams=1200)
    again = main_form(client.post(edit(parcel), typed).content.decode()).data | {
        "take": ["sender", "weight_grams"]
    }
    answer = client.post(edit(parcel), again)
    assert answer.status_code == 422
    shown = main_form(answer.content.decode()).data
    assert (shown["sender"], shown["weight_grams"]) == ("Their words", "1200")
    assert client.post(edit(parcel), shown | {"s10": ""}).status_code == 302
    parcel.refresh_from_db()
    assert (parcel.sender, parcel.weight_grams) == ("Their words", 1200)


def test_the_same_change_by_both_needs_no_decision(client, parcel, faster):
    typed = opened(client, parcel, sender="The same words")
    changed_by(faster, parcel, sender="The same words")
    answer = client.post(edit(parcel), typed)
    assert answer.status_code == 422
    assert "nothing of what you see here" in answer.content.decode()
    assert client.post(edit(parcel), main_form(answer.content.decode()).data).status_code == 302


def test_a_record_that_the_reader_may_not_see_is_not_named(client, parcel, faster):
    typed = opened(client, parcel)
    secret = factories.PersonFactory(office=parcel.office, confidentiality="strict", name="Canary Hidden")
    changed_by(faster, parcel, sender_person=secret)
    answer = client.post(edit(parcel), typed)
    assert answer.status_code in {404, 422}
    assert "Canary" not in answer.content.decode()


def test_an_uncertain_date_is_shown_in_its_words(client, office, faster):
    agreement = factories.AgreementFactory(office=office, concluded=dates.parse("late November 2025"))
    typed = opened(client, agreement, concluded="3 December 2025")
    changed_by(faster, agreement, concluded=dates.parse("early December 2025"))
    row = client.post(edit(agreement), typed).context["form"].meanwhile[0]
    assert (row["before"], row["now"], row["yours"]) == (
        "late November 2025",
        "early December 2025",
        "3 December 2025",
    )


def test_the_workshop_shows_it_for_a_record_and_for_its_rows(workshop, office, faster):  # noqa: F811
    desk = workshop("coordinator")
    name = factories.PersonNameFactory(person__office=office, person__rank="Private")
    person = name.person
    typed = filled(desk.get(Person, "change", person.pk), rank="Sergeant") | {"names-0-family": "Mine"}
    changed_by(faster, person, rank="Captain")
    changed_by(faster, name, family="Theirs")
    answer = desk.client.post(address(Person, "change", person.pk), typed)
    text = answer.content.decode()
    assert all(words in text for words in ("Captain", "Theirs", "Olena Faster", "Sergeant", "Mine"))
    assert 'name="take" value="rank"' in text
    assert 'name="names-0-take" value="family"' in text
    again = filled(answer) | {"take": ["rank"], "names-0-take": [], "seen": "1", "names-0-seen": "1"}
    assert desk.client.post(address(Person, "change", person.pk), again).status_code == 302
    assert Person.objects.get(pk=person.pk).rank == "Captain"
    assert PersonName.objects.get(pk=name.pk).family == "Mine"


def edit_forms():
    """Each address at which a record is edited: (name, view)."""
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name.endswith("_edit"):
            yield name


@pytest.mark.parametrize("name", sorted(edit_forms()))
def test_each_form_that_edits_a_record_notices(name):
    try:
        match = get_resolver().resolve(reverse(name, args=["X"]))
    except NoReverseMatch:
        match = get_resolver().resolve(reverse(name, args=["X", 1]))
    form = match.func.view_class.form_class
    assert issubclass(form, Versioned)


WORDS, GRAMS = st.sampled_from(["one", "two", "three"]), st.sampled_from(["", "100", "200"])
STEPS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["open", "send", "send as offered"]), WORDS, GRAMS),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_of_two_sessions_no_change_is_ever_lost_unseen(client_for, office, steps):
    """A page is saved only by who has seen the newest version of it; whatever else is refused changes nothing."""
    parcel = factories.ParcelFactory(office=office, sender="begun")
    clients = {who: client_for(factories.UserFactory(role="caseworker", office=office)) for who in "ab"}
    pages, seen = {}, {}
    for who, step, sender, grams in steps:
        now = Parcel.objects.get(pk=parcel.pk)
        if step == "open" or who not in pages:
            pages[who] = opened(clients[who], parcel)
            seen[who] = now.version
            continue
        typed = pages[who] | ({"sender": sender, "weight_grams": grams} if step == "send" else {})
        answer = clients[who].post(edit(parcel), typed)
        then = Parcel.objects.get(pk=parcel.pk)
        if seen[who] == now.version:
            assert answer.status_code == 302
            del pages[who]
        else:
            assert answer.status_code == 422
            assert (then.sender, then.weight_grams, then.version) == (
                now.sender,
                now.weight_grams,
                now.version,
            )
            pages[who], seen[who] = main_form(answer.content.decode()).data, now.version


@pytest.mark.parametrize("page", ["product", "workshop"])
def test_an_event_recorded_while_an_edit_is_saved_stays(client, workshop, parcel, monkeypatch, page):  # noqa: F811
    """What the ledger wrote on the row since the form read it is no edit, and no edit takes it back."""
    clean = Versioned.clean

    def clean_later(form):
        packed = Parcel.objects.get(pk=form.instance.pk)
        events.record_event(about=packed, type="packed", by=None, evidence="own_observation")
        return clean(form)

    if page == "product":
        who, where = client, edit(parcel)
        typed = opened(client, parcel, sender="My words")
    else:
        who, where = workshop("coordinator").client, address(Parcel, "change", parcel.pk)
        typed = filled(who.get(where), sender="My words")
    monkeypatch.setattr(Versioned, "clean", clean_later)
    assert who.post(where, typed).status_code == 302
    parcel = Parcel.objects.get(pk=parcel.pk)
    assert (parcel.sender, parcel.status, parcel.last_event.type) == ("My words", "packed", "packed")
