"""What some people of either side consent to, and one who took it back."""

from cases.actions import consents
from cases.lib.dates import from_edtf
from cases.models import Consent

_GIVEN = (Consent.Scope.FAMILY, Consent.Scope.RED_CROSS)


def make(world):
    for side in world.sides:
        known = [person for person in side.held if person.confidentiality == "ordinary"]
        for number, person in enumerate(known[:4]):
            for scope in _GIVEN:
                given = consents.give(
                    person=person, scope=scope, given_by=Consent.GivenBy.PERSON, given=_on(world, 60),
                    how="Synthetic: in writing, alone with a delegate.", by=world.staff[0],
                )  # fmt: skip
            if number == 1:
                consents.withdraw(
                    consent=given, withdrawn=_on(world, 9), reason="Synthetic: in a letter to us.", by=world.staff[0]
                )  # fmt: skip


def _on(world, days):
    return from_edtf(world.ago(days).isoformat())
