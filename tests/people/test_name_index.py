"""What people are found by follows their names, whoever writes them."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from cases.actions import checks, naming
from cases.demo import removal
from cases.models import NameIndexDue, NameToken, Person, PersonName, PersonTokens
from tests.demo.small import add
from tests.factories import PersonFactory, PersonNameFactory

pytestmark = pytest.mark.django_db


def words(person):
    return set(
        NameToken.objects.filter(pk__in=PersonTokens.objects.get(person=person).tok).values_list(
            "fold", flat=True
        )
    )


def due():
    return set(NameIndexDue.objects.values_list("person", flat=True))


@pytest.fixture
def taras(office):
    return PersonFactory(office=office, name="Шевченко Тарас")


def test_all_names_of_a_person_count(taras):
    PersonNameFactory(person=taras, full="Chevtchenko T.")
    assert words(taras) == {"шевченко", "тарас", "chevtchenko", "t"}


def test_while_no_name_is_known_the_label_counts(office):
    assert words(PersonFactory(office=office, name="", label="unnamed, third of six")) == {
        "unnamed", "third", "of", "six",
    }  # fmt: skip


@pytest.mark.parametrize("column", ["name", "latin_name", "label"])
def test_whoever_changes_a_name_past_the_actions_leaves_the_person_due(taras, column):
    Person.objects.filter(pk=taras.pk).update(**{column: "Other Words"})
    assert due() == {taras.pk}


def test_names_added_changed_and_taken_away_leave_their_person_due(taras, office):
    other = PersonFactory(office=office)
    name = PersonName.objects.create(person=taras, full="Kobzar", script="Latn")
    assert due() == {taras.pk}
    naming.index_names([taras])
    PersonName.objects.filter(pk=name.pk).update(person=other)
    assert due() == {taras.pk, other.pk}
    naming.index_names([taras, other])
    name.delete()
    assert due() == {other.pk}


def test_what_is_no_name_leaves_nobody_due(taras):
    Person.objects.filter(pk=taras.pk).update(sex="male", rank="private")
    assert due() == set()


def test_indexing_is_once_and_for_all(taras):
    PersonName.objects.create(person=taras, full="Kobzar")
    assert naming.index_names([taras]) == 1
    assert naming.index_names([taras]) == 0
    assert due() == set()
    assert "kobzar" in words(taras)


def test_many_are_indexed_by_a_handful_of_statements(office, django_assert_max_num_queries):
    rows = [
        Person(office=office, reference=f"PER-T{i:04}", name=f"Name{i} Given", status="x") for i in range(300)
    ]
    people = Person.objects.bulk_create(rows)
    with django_assert_max_num_queries(12):
        assert naming.index_names(people) == 300
    assert PersonTokens.objects.filter(person__in=people).count() == 300


# --- Every path that writes names -------------------------------------------------------------------------


def test_recording_and_changing_a_person_on_the_pages_leaves_nobody_due(client_for, office, taras):
    client = client_for("caseworker")
    page = client.get(reverse("person_edit", args=[taras.reference]))
    typed = {field.html_name: field.value() for field in page.context["form"] if field.value() is not None}
    assert client.post(page.request["PATH_INFO"], typed | {"name": "Франко Іван"}).status_code == 302
    assert words(taras) == {"франко", "іван"}
    assert due() == set()


def test_names_typed_in_the_workshop_leave_nobody_due(client_for, office, taras):
    client, added = client_for("coordinator"), reverse("admin:cases_personname_add")
    typed = {"person": taras.pk, "full": "Kobzar", "type": "alias", "script": "", "language": ""}
    assert client.post(added, typed).status_code == 302
    assert (due(), words(taras)) == (set(), {"шевченко", "тарас", "kobzar"})
    name, other = PersonName.objects.get(), PersonFactory(office=office, name="Франко")
    changed = {**typed, "person": other.pk, "version": name.version, "script": "Latn"}
    assert client.post(reverse("admin:cases_personname_change", args=[name.pk]), changed).status_code == 302
    assert (due(), words(taras), words(other)) == (set(), {"шевченко", "тарас"}, {"франко", "kobzar"})


def test_seeding_leaves_nobody_due():
    call_command("seed")
    assert Person.objects.exists()
    assert due() == set()


def test_the_demonstration_leaves_nobody_due_and_its_removal_no_word(office, settings):
    settings.DEMO = True
    add()
    assert PersonTokens.objects.exists()
    assert due() == set()
    removal.remove()
    assert (due(), list(NameToken.objects.all()), list(PersonTokens.objects.all())) == (set(), [], [])


def test_the_check_finds_words_that_are_not_those_of_the_names(taras):
    PersonTokens.objects.filter(person=taras).update(tok=[])
    NameToken.objects.filter(fold="тарас").update(keys=["wrong"])
    found = {(difference.row, difference.name) for difference in checks.differences()}
    assert found == {(taras, "words"), (NameToken.objects.get(fold="тарас"), "keys")}
    assert all("Тарас" not in str(difference) for difference in checks.differences())
    for difference in list(checks.differences()):
        checks.repair(difference)
    assert list(checks.differences()) == []
    assert words(taras) == {"шевченко", "тарас"}


def test_the_command_indexes_who_is_due_and_forgets_words_that_nobody_bears(taras, capsys):
    Person.objects.filter(pk=taras.pk).update(name="Франко")
    call_command("index_names")
    assert "names of 1 people" in capsys.readouterr().out
    assert words(taras) == {"франко"}
    assert set(NameToken.objects.values_list("fold", flat=True)) == {"франко"}


def test_the_command_indexes_everybody_anew_after_the_rules_of_spelling_changed(taras):
    NameToken.objects.update(keys=[], sound="")
    call_command("index_names", "--all")
    assert "тарас" in set(NameToken.objects.filter(sound="taras").values_list("fold", flat=True))


# --- What is read from the letters ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("full", "script", "language"),
    [
        ("Шевченко Євген", "Cyrl", "uk"), ("Рыжов Фёдор", "Cyrl", "ru"), ("Коваль Роман", "Cyrl", ""),
        ("Shevchenko Taras", "Latn", ""), ("שמעון", "Zyyy", ""), ("Саўка", "Cyrl", "be"), ("…", "Zyyy", ""),
    ],
)  # fmt: skip
def test_script_and_language_of_a_name_are_read_from_its_letters(taras, full, script, language):
    name = PersonName.objects.create(person=taras, full=full)
    assert (name.script, name.language) == (script, language)


def test_what_is_said_of_a_name_stays(taras):
    name = PersonName.objects.create(person=taras, full="Шевченко Євген", script="Zyyy", language="ru")
    assert (name.script, name.language) == ("Zyyy", "ru")
