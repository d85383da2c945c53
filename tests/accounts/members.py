"""Members of staff who sign in through the door, with a password and an app that gives codes."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.test import Client

from tests.factories import UserFactory

PASSWORD = "seven brown kettles sing"


def member(**facts):
    """A member of staff with a password."""
    user = UserFactory(**facts)
    user.set_password(PASSWORD)
    user.save()
    return user


def give_app(user):
    """Set up an app for a user; its secret."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code(secret, ahead=0):
    """What the app shows now, or so many steps of 30 seconds ahead."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + ahead))


def recovery_codes(user):
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()


def give_password(user, password=PASSWORD, client=None, **headers):
    """Send the first form of signing in; the client (which goes on with the same headers) and the answer."""
    client = client or Client(**headers)
    answer = client.post("/accounts/login/", {"login": user.username, "password": password}, **headers)
    return client, answer


def give_code(client, typed):
    return client.post("/accounts/login/code/", {"code": typed})


def signed_in(user, secret, ahead=0, **headers):
    """A client that went through both steps."""
    client, _answer = give_password(user, **headers)
    assert give_code(client, code(secret, ahead)).status_code == 302
    return client
