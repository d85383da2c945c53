"""The gate behind every door: both factors were shown (R06, R11), and the session is neither idle nor old (R15)."""

import time
from ipaddress import ip_address

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseForbidden
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

IDLE = 30 * 60  # seconds without a request that a person made (ASVS V7.3.1)
WHOLE = 12 * 60 * 60  # seconds in all (ASVS V7.3.2)
FRESH = 5 * 60  # so long after signing in nobody is asked for the password again
NOTED = 60  # seconds between two writings of when somebody was last there
#: What whoever has shown the password alone may open: to set up the second factor, and to go.
WITHOUT_SECOND = frozenset({"mfa_activate_totp", "account_reauthenticate", "account_logout"})


def begin(session):
    """A session of somebody who signed in just now."""
    session["began"] = session["seen"] = time.time()


def is_fresh(session):
    return 0 <= time.time() - session.get("began", 0) <= FRESH


def shown_both(request):
    """Did this session show the second factor? The demonstration's own accounts need none, because anybody may use them."""
    if settings.DEMO and request.user.synthetic:
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def is_over(session):
    """Idle for too long, too old, or from a time to come: then the clock was set back, and how old it is nobody knows."""
    now = time.time()
    idle, age = now - session["seen"], now - session["began"]
    return not (-NOTED <= idle <= IDLE and -NOTED <= age <= WHOLE)


class Gate:
    """Asked before each page that is not open to everybody; the workshop is behind the same gate."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.DEMO and not _from_here(request):
            return HttpResponseForbidden("This is a demonstration: it answers this machine alone.")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        session = request.session
        if "began" not in session or is_over(session):
            logout(request)
            messages.info(
                request,
                _(
                    "You were signed out after a while without activity, or at the end of a day. What you had saved is kept."
                ),
            )
            return self.to_door(request)
        if not shown_both(request) and request.resolver_match.view_name not in WITHOUT_SECOND:
            if Authenticator.objects.filter(user=request.user).exists():  # then the code is asked at the door
                logout(request)
                return self.to_door(request)
            return redirect("mfa_activate_totp")
        if time.time() - session["seen"] >= NOTED and "X-Poll" not in request.headers:
            session["seen"] = time.time()
            seen = UserSession.objects.filter(session_key=session.session_key)
            seen.update(last_seen_at=timezone.now())
        return None

    def to_door(self, request):
        answer = redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return HttpResponseClientRedirect(answer.url) if request.htmx else answer


def _from_here(request):
    """Is it asked from this machine? A socket in the file system has no address."""
    address = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    return ip_address(address).is_loopback
