"""The rules of passwords, for Django's list of validators (R09, R10): long, and not one that somebody here would guess."""

from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.lib import passwords


@cache
def common_passwords():
    """Django's list of 20,000 common passwords (by Royce Williams, from breaches), which travels with Django."""
    return frozenset(map(passwords.folded, CommonPasswordValidator().passwords))


class Length:
    """From 15 characters on, of any kind; spaces count."""

    def validate(self, password, user=None):
        if len(password) < passwords.SHORTEST:
            raise ValidationError(self.get_help_text(), code="password_too_short")
        if len(password) > passwords.LONGEST:
            raise ValidationError(
                _("Write at most %(number)s characters.") % {"number": passwords.LONGEST},
                code="password_too_long",
            )

    def get_help_text(self):
        return _(
            "Write at least %(number)s characters, of any kind: four or five words that have nothing to do with each other are easy to keep in mind."
        ) % {"number": passwords.SHORTEST}


class HardToGuess:
    """Not common, and not made of words that anybody here would try first: the product's, the field's, one's own name."""

    def validate(self, password, user=None):
        if passwords.is_guessable(password, common_passwords(), names_of(user)):
            raise ValidationError(
                _(
                    "Somebody would guess this: it is common, follows a pattern, or is made of your name or of words of our work. Choose other words."
                ),
                code="password_too_common",
            )

    def get_help_text(self):
        return _("Not your name, not words of our work, and nothing that you use elsewhere.")


def names_of(user):
    """The words by which everybody knows somebody."""
    if user is None:
        return frozenset()
    office = getattr(user, "office", None)
    known = [user.username, user.first_name, user.last_name, user.email.partition("@")[0]]
    return passwords.parts_of([*known, office.name if office else ""])
