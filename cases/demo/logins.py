"""The accounts of the demo: one or two for each role, with a password that everybody knows."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import Refused
from cases.models import User

PASSWORD = "only-for-training"  # noqa: S105  published on purpose; made by the demo alone, and removed with it


@dataclass(frozen=True)
class Login:
    """One account and what can be tried with it."""

    username: str
    role: User.Role
    given: str
    family: str
    what: str


ACCOUNTS = (
    Login("viewer", User.Role.VIEWER, "Vera", "Sample", _("reads what is ordinary in the office")),
    Login("caseworker", User.Role.CASEWORKER, "Clara", "Example", _("keeps records and records events")),
    Login(
        "caseworker2",
        User.Role.CASEWORKER,
        "Conrad",
        "Specimen",
        _("a second caseworker, to work side by side"),
    ),
    Login(
        "coordinator",
        User.Role.COORDINATOR,
        "Cora",
        "Pattern",
        _("sees strict records too, exports with a reason"),
    ),
    Login(
        "coordinator2",
        User.Role.COORDINATOR,
        "Colette",
        "Stencil",
        _("a second coordinator, to decide what a second person decides"),
    ),
    Login(
        "administrator",
        User.Role.ADMINISTRATOR,
        "Adam",
        "Template",
        _("keeps accounts, sees no personal data"),
    ),
    Login("auditor", User.Role.AUDITOR, "Aude", "Model", _("reads everything, changes nothing")),
)
_NOT_IN_ADMIN = {User.Role.VIEWER}
_WORK = ("caseworker", "caseworker2", "coordinator")  # who records what the office is full of


def make(office):
    """Make the accounts, or open them again; those who work with records, the coordinator last."""
    if not settings.DEMO:
        raise Refused(
            gettext(
                "The demo's accounts have a public password: they are made only where HOMEWARD_DEMO is set."
            )
        )
    names = [account.username for account in ACCOUNTS]
    if taken := User.objects.filter(username__in=names, synthetic=False).order_by("username").first():
        raise Refused(
            gettext("There is a real account named “%(name)s”: rename it before the demo is added.")
            % {"name": taken.username}
        )
    password = make_password(PASSWORD)  # slow on purpose, so once for all
    users = [_account(account, office, password) for account in ACCOUNTS]
    return [user for user in users if user.username in _WORK]


def _account(account, office, password):
    user = User.objects.filter(username=account.username).first() or User(username=account.username)
    user.first_name, user.last_name, user.role, user.office = (
        account.given,
        account.family,
        account.role,
        office,
    )
    user.synthetic, user.is_active = True, True
    user.is_staff = account.role not in _NOT_IN_ADMIN
    user.password = password
    user.save()
    return user


def demo_logins():
    """What the sign-in page may show: the demo's accounts that are there and open, with what each is for."""
    there = set(User.objects.filter(synthetic=True, is_active=True).values_list("username", flat=True))
    return [
        {"username": account.username, "role": account.role.label, "what": account.what}
        for account in ACCOUNTS
        if account.username in there
    ]
