"""What a search reads by hand-made statements is what the user may see, and each statement is prepared once."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.actions import naming
from cases.finding.known import known
from cases.finding.people import find_people
from cases.finding.plan import rows_by_index
from cases.models import Confidentiality, Person, User
from tests.factories import OfficeFactory, PersonFactory, PersonNameFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(office):
    """One of each level in two offices, and a placeholder that was replaced."""
    made = [
        PersonFactory(office=where, name="Мельник Микола", confidentiality=level)
        for where in (office, OfficeFactory())
        for level in Confidentiality.values
    ]
    made.append(PersonFactory(office=office, name="Мельник Микола", superseded_by=made[0]))
    naming.index_names(made)
    return made


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("role", User.Role.values)
def test_those_who_are_found_are_those_whom_the_user_may_see(people, office, role, active):
    user = UserFactory(office=office, role=role, is_active=active)
    visible = set(Person.objects.visible_to(user).filter(superseded_by=None).values_list("pk", flat=True))
    assert {each.pk for each in known(user, [person.pk for person in people])} == visible
    assert {hit.pk for hit in find_people(user, "Melnyk Mykola")} == visible


def test_who_is_found_knows_their_names_and_is_the_person_of_the_table(people, coordinator):
    PersonNameFactory(person=people[0], full="Melnyk Nicholas")
    found = next(each for each in known(coordinator, [people[0].pk]))
    assert found.names == ["Мельник Микола", "Melnyk Nicholas"]
    person = found.person()
    assert (person, person.reference, person.born) == (people[0], people[0].reference, people[0].born)
    assert person.get_absolute_url() == people[0].get_absolute_url()


def test_a_search_is_two_statements_that_a_connection_prepares_once(people, coordinator):
    find_people(coordinator, "Мельник Микола")
    with CaptureQueriesContext(connection) as queries:
        find_people(coordinator, "Мельник Микола")
        find_people(coordinator, "Melnyk Mykola")
    asked = [query["sql"] for query in queries if "EXECUTE" in query["sql"]]
    assert len(asked) == 4
    assert not any("PREPARE" in sql for sql in asked)


def test_what_was_prepared_outlives_a_transaction_that_is_taken_back(people, coordinator):
    with transaction.atomic():
        first = find_people(coordinator, "Melnyk")
        transaction.set_rollback(True)
    assert {hit.pk for hit in find_people(coordinator, "Melnyk")} == {hit.pk for hit in first}


def test_a_search_finds_again_after_the_database_forgot_what_was_prepared(people, coordinator):
    assert find_people(coordinator, "Melnyk Mykola")
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(DatabaseError), transaction.atomic():
        find_people(coordinator, "Melnyk Mykola")
    assert find_people(coordinator, "Melnyk Mykola")


def test_what_was_prepared_before_a_failure_is_taken_away(db):
    with pytest.raises(DatabaseError), transaction.atomic():
        rows_by_index("SELECT 1 / $1::int", [0])
    assert rows_by_index("SELECT $1::int", [7]) == [(7,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE starts_with(name, 'finding_')")
        assert cursor.fetchone() == (1,)
