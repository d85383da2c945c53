"""The account of a consignment follows what is changed in the workshop."""

from cases.actions.checks import differences
from cases.models import Parcel
from tests import factories


def test_a_parcel_that_was_handed_over_enters_the_account_of_its_consignment(workshop, office):
    parcel = factories.ParcelFactory(office=office)
    for type in ("packed", "handed_over"):
        factories.EventFactory(about=parcel, type=type)
    consignment = factories.ConsignmentFactory(office=office)
    answer = workshop("caseworker").send(Parcel, "change", parcel.pk, consignment=consignment.pk)
    assert answer.status_code == 302
    assert consignment.account() == {"handed_over": 1}
    assert list(map(str, differences())) == []
