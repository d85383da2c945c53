"""Signing in and out. A demonstration names its accounts on the page."""

from allauth.account.views import LoginView, LogoutView
from django.conf import settings

from cases.demo.logins import PASSWORD, demo_logins


class SignIn(LoginView):
    def get_context_data(self, **kwargs):
        logins = demo_logins() if settings.DEMO else []
        extra = {"demo_logins": logins, "demo_password": PASSWORD if logins else ""}
        return super().get_context_data(**(extra | kwargs))


class SignOut(LogoutView):
    """Ends the session on the server by POST, and tells the browser to forget what it kept (R16; ASVS V14.3.1)."""

    def post(self, *args, **kwargs):
        answer = super().post(*args, **kwargs)
        answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return answer
