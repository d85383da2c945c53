"""How allauth behaves here: nobody signs up, tries are counted by account and network, a session knows when it began."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cases.accounts import gate
from cases.accounts.backend import Backend

#: So long a network is known from which somebody signed in with both factors.
KNOWN_FOR = 90 * 24 * 60 * 60


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Nobody signs up: the office makes the accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The username or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _(
            "Too many tries went wrong from your network. Wait 15 minutes; if it was not you who tried, tell your administrator."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest, **kwargs: Any) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """The right password of a closed account, or of the demonstration's outside one, opens nothing."""
        if not Backend().user_can_authenticate(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        gate.begin(request.session)
        cache.set(_known(request, user.username), True, KNOWN_FOR)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of whoever has no second factor yet and signed in a moment ago: they are led to it at once."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        user = self.request.user
        has_one = Authenticator.objects.filter(user_id=user.pk).exists()
        return has_one or not gate.is_fresh(self.request.session)

    # --- Tries that went wrong (R12) ---------------------------------------------------------------------

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By account and network together: who tries from elsewhere does not lock the owner out."""
        return f"{credentials.get('username', '').lower()}|{get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Besides, one account bears only so many tries from networks where it never signed in (NIST SP 800-63B, 3.2.2)."""
        super().pre_authenticate(request, **credentials)
        name = credentials.get("username", "").lower()
        if cache.get(_known(request, name)) is None and not ratelimit.consume(
            request, action="login_failed_anywhere", key=name
        ):
            raise self.validation_error("too_many_login_attempts")


def _known(request: HttpRequest, username: str) -> str:
    """The mark of a network that an account signed in from; it names neither."""
    digest = salted_hmac("known network", f"{username.lower()}|{get_ip(request)}", algorithm="sha256")
    return f"known:{digest.hexdigest()}"
