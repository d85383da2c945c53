"""Who may sign in at all, asked again with each request (R05)."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class Backend(AuthenticationBackend):
    """allauth's, which hashes once whether the name is known or not (R13)."""

    def user_can_authenticate(self, user):
        """Nobody whose account is closed; and the accounts of the demonstration, whose password is public, only in one."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.synthetic)
