"""What a list keeps of its rows is not found by filtering for it either: places, and titles of hidden records (R02, R03)."""

import pytest

from tests import factories as make


@pytest.fixture
def camp(db):
    return make.PlaceFactory(name="Camp canary", restricted=True)


@pytest.fixture
def rows(client_for):
    """Give the rows of a list that a role finds."""
    return lambda who, url: list(client_for(who).get(url).context["rows"])


@pytest.fixture
def theirs(office, user_in):
    """Somebody whom another caseworker looks after."""
    return make.PersonFactory(office=office, owner=user_in("caseworker"))


@pytest.mark.parametrize("place", ["place_from", "place_to"])
@pytest.mark.parametrize("query", ["q=canary", "{place}=Camp+canary", "{place}=Region"])
def test_a_restricted_place_finds_no_evacuation_for_a_viewer(rows, office, camp, place, query):
    camp.parent = make.PlaceFactory(name="Region")
    camp.save()
    evacuation = make.EvacuationFactory(office=office, **{place: camp})
    url = f"/evacuations/?{query.format(place=place)}"
    assert rows("viewer", url) == []
    assert rows("caseworker", url) == [evacuation]
    camp.restricted = False
    camp.save()
    assert rows("viewer", url) == [evacuation]


@pytest.mark.parametrize("place", ["place_from", "place_now"])
def test_a_restricted_place_finds_no_group_for_a_viewer(rows, office, camp, place):
    group = make.GroupFactory(office=office, **{place: camp})
    assert rows("viewer", "/groups/?q=canary") == []
    assert rows("caseworker", "/groups/?q=canary") == [group]


def test_a_restricted_place_finds_no_case_for_a_viewer(rows, office, camp):
    case = make.RepatriationCaseFactory(office=office, place_now=camp)
    assert rows("viewer", "/cases/?q=canary") == []
    assert rows("caseworker", "/cases/?q=canary") == [case]


def test_where_somebody_is_finds_their_case_for_whoever_reads_it_there(rows, office, theirs):
    place = make.PlaceFactory(name="Village canary")
    case = make.RepatriationCaseFactory(office=office, group=None, person=theirs, place_now=place)
    for who, found in (("viewer", []), ("caseworker", []), (theirs.owner, [case]), ("coordinator", [case])):
        assert rows(who, "/cases/?q=canary") == found


def test_where_somebody_stays_finds_them_for_whoever_reads_it_there(rows, office, theirs):
    place = make.PlaceFactory(name="Village canary")
    evacuee = make.EvacueeFactory(office=office, person=theirs, place=place)
    for who, found in (("caseworker", []), (theirs.owner, [evacuee]), ("coordinator", [evacuee])):
        assert rows(who, "/evacuees/?place=Village+canary") == found


def test_the_title_of_a_hidden_agreement_finds_no_consignment(rows, office):
    hidden = make.AgreementFactory(office=office, title="Canary agreement", confidentiality="strict")
    consignment = make.ConsignmentFactory(office=office, agreement=hidden)
    assert rows("caseworker", "/consignments/?q=canary") == []
    assert rows("coordinator", "/consignments/?q=canary") == [consignment]


@pytest.mark.parametrize("url", ["/search/?q=Camp+can", "/lookup/place/?q=Camp+can"])
def test_the_name_of_a_restricted_place_is_not_for_every_role(client_for, camp, url):
    found = [client_for(role).get(url).content.decode() for role in ("viewer", "caseworker")]
    assert [camp.name in page for page in found] == [False, True]
