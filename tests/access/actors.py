"""Who comes to the door, what the table lets them do, and which canaries they must never hear."""

from dataclasses import dataclass, field

from cases import models
from cases.access import MAY
from cases.accounts.gate import WITHOUT_SECOND
from cases.models import User
from tests import factories as make
from tests.access.addresses import KIND_OF, ROW_OF, is_about_a_row
from tests.access.routes import row_of
from tests.access.visitor import Visitor
from tests.access.world import (
    CLOSED,
    KEPT,
    OUR_STAFF,
    OURS,
    STAFF,
    STAFF_OF,
    STRICT,
    THEIR_STAFF,
    THEIRS,
    UNTOLD,
    say_why,
)

ALL = {CLOSED, KEPT, OUR_STAFF, OURS, STRICT, THEIR_STAFF, THEIRS, UNTOLD}
#: What each role in the office hears; what only its owner knows is the caseworker's.
HEARS = {
    "viewer": {OURS},
    "caseworker": {OURS, KEPT, UNTOLD},
    "coordinator": {OURS, KEPT, CLOSED, STRICT, OUR_STAFF},
    "auditor": {OURS, STRICT, THEIRS},
    "administrator": {OUR_STAFF, THEIR_STAFF},
}

#: Whose rights end at no office: an administrator keeps the staff of all, and decides erasures by their references alone.
EVERYWHERE = {"auditor", "administrator"}

LET_IN = {"get": {200}, "post": {200, 302, 400, 409, 422}}
REFUSED = {403, 404}
NO_METHOD = {403, 404, 405}
#: Pages that are no secret: whatever is not a failure.
ANYTHING = set(range(200, 500))


#: Who has signed in with the password and has no second factor yet.
HALF = "password alone"
#: Somebody who was looked for on the page before the one on which a person is recorded.
SESSION = {"sought": {"sought": {"name": "Sought", "born": "", "sex": "", "none_of": []}}}


#: Deeds that somebody without an office has no records for, in the workshop.
NEED_OFFICE = {"add", "change", "change_reference_tables", "declare_wrong", "record_event"}


@dataclass
class Actor:
    """Somebody at the door."""

    name: str
    visitor: Visitor
    role: str = ""  # empty: a stranger to the house
    has_office: bool = True
    scopes: set = field(default_factory=set)

    @property
    def canaries(self):
        return ALL - self.scopes

    def may(self, deed):
        return deed == "signed_in" or self.role in MAY.get(deed, ())

    def expects(self, route, method, scope=OURS):
        """The statuses that the table allows for this visit; None means the door, where one signs in."""
        row = row_of(route)
        deed = row.get(method)
        if not self.role:
            open_to = "anyone" in row.values() or (self.name == HALF and route.name in WITHOUT_SECOND)
            return ANYTHING if open_to else None
        if "anyone" in row.values() or deed == "signed_in" == row.get("post"):
            return ANYTHING
        if deed is None:
            return NO_METHOD | set(row.get("answers", ()))
        if not self.may(deed):
            return REFUSED
        if is_about_a_row(route) and self.hides(route, row, scope):
            return REFUSED
        if route.table and not self.has_office and deed in NEED_OFFICE:
            return REFUSED
        if (
            method == "post" and (deed == "export" or route.name.endswith("_export")) and not self.has_office
        ):  # nothing is theirs to take, or nothing is there
            return LET_IN[method] | REFUSED
        return LET_IN[method] | set(row.get("answers", ()))

    def hides(self, route, row, scope):
        """Is the row that the address names none of this actor's?"""
        if (route.table and route.table[1] == "forward") or (route.table and is_staff_or_public(route)):
            return False
        if row.get("whose") == "own" or (row.get("whose") == "own at first" and scope == OURS):
            return self.name != "caseworker" or scope != OURS
        kind = staff_of(route)
        if kind is models.Erasure and self.role == "administrator":
            return False
        return (STAFF_OF[scope] if kind in STAFF else scope) not in self.scopes


def staff_of(route):
    """The table of members of staff, and of what is asked about them, that an address is about."""
    if route.table:
        name = route.table[0].split("_")[1]
        return next((model for model in STAFF if model._meta.model_name == name), None)
    return ROW_OF.get(route.name) or KIND_OF.get(route.pattern.split("/")[0])


PUBLIC = ("actor", "party", "place", "office", "context")


def is_staff_or_public(route):
    table = route.table[0].split("_")[1]
    return table in PUBLIC or table.endswith("history")


def actors_of(world):
    """A stranger, a disabled account, each role here and without an office, and one that Django calls superuser."""
    gone = make.UserFactory(role="coordinator", office=world.office, is_active=False)
    yield Actor("stranger", Visitor())
    yield Actor("disabled", Visitor(gone))
    for role in User.Role.values:
        yield Actor(role, Visitor(world.users[role], session=SESSION), role, scopes=HEARS[role])
        homeless = make.UserFactory(role=role, office=None)
        everything = HEARS[role] if role in EVERYWHERE else set()
        if role == "auditor":
            say_why(homeless)
        yield Actor(f"{role} without an office", Visitor(homeless, session=SESSION), role, False, everything)
    half = Visitor(world.users["coordinator"], without=("account_authentication_methods",))
    yield Actor(HALF, half)
    flagged = make.UserFactory(role="viewer", office=world.office, is_staff=True, is_superuser=True)
    yield Actor("viewer called superuser", Visitor(flagged), "viewer", scopes=HEARS["viewer"])
