"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):
    """Nobody signs up: the office makes the accounts."""

    def is_open_for_signup(self, request: HttpRequest, **kwargs: Any) -> bool:
        return False
