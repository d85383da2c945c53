"""Signing in; a demonstration names its accounts on the page."""

from allauth.account.views import LoginView

from cases.demo.logins import PASSWORD, demo_logins


class SignIn(LoginView):
    def get_context_data(self, **kwargs):
        logins = demo_logins()
        extra = {"demo_logins": logins, "demo_password": PASSWORD if logins else ""}
        return super().get_context_data(**(extra | kwargs))
