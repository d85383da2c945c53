"""Office and confidentiality: copied to what is about a record, passed on with it, and who sees what."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cases import models
from cases.models import Confidentiality
from cases.models.about import KINDS, AboutOne, model_of
from tests import factories as make
from tests.models.kinds import ALL, factory_of, named, trigger_names

ABOUT = [model for model in ALL if issubclass(model, AboutOne) and not model.__name__.endswith("History")]
LEVELS = [level.value for level in Confidentiality]


def scope(row):
    row.refresh_from_db()
    return row.office_id, row.confidentiality


def rows_about(record):
    """One row of each kind about a record."""
    claim = make.ClaimFactory(about=record, aspect="manner", words="at their request")
    about = {record.kind: record, "parcel": None} | ({"parcel": record} if record.kind == "parcel" else {})
    return [
        claim,
        claim.thread,
        make.EventFactory(about=record),
        make.FollowUpFactory(**about, office=record.office),
        make.DocumentFactory(**about, office=record.office),
        *[
            factory(
                **{"person": None}
                | {record.kind: record, "office": record.office, "reference": record.reference}
            )
            for factory in (make.RedactionFactory, make.ErasureFactory)
        ],
    ]


def test_each_kind_of_row_about_records_is_tried(db):
    assert set(ABOUT) == {type(row) for row in rows_about(make.PersonFactory())}


@pytest.mark.parametrize("model", ABOUT, ids=named)
def test_what_is_about_a_record_has_the_trigger(model):
    assert "copy_scope" in trigger_names(model)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_about_a_record_is_seen_by_whoever_sees_the_record(db, kind):
    record = factory_of(model_of(kind))(confidentiality="restricted")
    assert [scope(row) for row in rows_about(record)] == [(record.office_id, "restricted")] * 7


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_about_a_record_moves_with_it(db, kind):
    record = factory_of(model_of(kind))()
    rows, other = rows_about(record), make.OfficeFactory()
    type(record).objects.filter(pk=record.pk).update(office=other, confidentiality="strict")
    assert [scope(row) for row in rows] == [(other.pk, "strict")] * 7


def test_what_is_about_another_record_stays_where_it_is(db):
    record, other = make.ParcelFactory(), make.ParcelFactory()
    rows = rows_about(other)
    type(record).objects.filter(pk=record.pk).update(confidentiality="strict")
    assert [scope(row) for row in rows] == [(other.office_id, "ordinary")] * 7


SEES = {
    "viewer": ["ordinary"],
    "caseworker": ["ordinary", "restricted"],
    "coordinator": LEVELS,
    "administrator": [],
    "auditor": [*LEVELS, *LEVELS],
}


@pytest.mark.parametrize("role", SEES)
def test_a_role_sees_these_levels_of_its_own_office(db, user_in, office, role):
    for where in (office, make.OfficeFactory()):
        for level in LEVELS:
            make.PersonFactory(office=where, confidentiality=level)
    seen = models.Person.objects.visible_to(user_in(role))
    assert sorted(seen.values_list("confidentiality", flat=True)) == sorted(SEES[role])
    assert role == "auditor" or {person.office for person in seen} <= {office}


@pytest.mark.parametrize("model", ABOUT, ids=named)
def test_rows_about_records_are_scoped_like_records(db, user_in, office, model):
    group = make.GroupFactory(office=office, confidentiality="restricted")
    row = next(row for row in rows_about(group) if type(row) is model)
    assert row in model.objects.visible_to(user_in("caseworker"))
    assert not model.objects.visible_to(user_in("viewer")).exists()
    assert not model.objects.visible_to(user_in("caseworker", make.OfficeFactory())).exists()


def test_strangers_see_nothing(db, office):
    make.IdentityLinkFactory(office=office)
    gone = make.UserFactory(office=office, role="coordinator", is_active=False)
    homeless = make.UserFactory(office=None, role="coordinator")
    for user in (AnonymousUser(), gone, homeless):
        for model in (models.Person, models.IdentityLink):
            assert not model.objects.visible_to(user).exists()


@pytest.mark.parametrize("kind", ["parcel", "correspondence", "evacuee", "repatriation_case"])
def test_a_record_that_names_somebody_is_seen_by_who_may_see_that_person(
    kind, office, caseworker, coordinator
):
    person = make.PersonFactory(office=office, confidentiality="strict")
    row = {
        "parcel": lambda: make.ParcelFactory(office=office, addressee=person),
        "correspondence": lambda: make.CorrespondenceFactory(office=office, person=person),
        "evacuee": lambda: make.EvacueeFactory(office=office, person=person),
        "repatriation_case": lambda: make.RepatriationCaseFactory(office=office, person=person, group=None),
    }[kind]()
    rows = type(row).objects
    assert not rows.visible_to(caseworker).filter(pk=row.pk).exists()
    assert rows.visible_to(coordinator).filter(pk=row.pk).exists()


def test_what_belongs_to_a_person_is_seen_only_with_the_person(office, caseworker):
    person = make.PersonFactory(office=office)
    rows = [
        make.ChildCardItemFactory(person=person),
        make.PersonHoldFactory(person=person, owner=caseworker),
        make.DeathNoticeFactory(person=person, owner=caseworker),
    ]
    for level, seen in (("restricted", True), ("strict", False)):
        models.Person.objects.filter(pk=person.pk).update(confidentiality=level)
        assert [type(row).objects.visible_to(caseworker).exists() for row in rows] == [seen] * 3
