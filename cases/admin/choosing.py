"""A record chosen by typing: what is no number of a record chooses nothing, and the form says so (R25).

Django looks up whatever was sent in order to draw the form again, and fails where that is no number.
"""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

DIGITS = 18  # fewer than a bigint can hold


def numbers(values):
    """Those of the values that can be the number of a record."""
    words = (str(value) for value in values if value is not None)
    return [word for word in words if word.isascii() and word.isdecimal() and len(word) <= DIGITS]


class Chosen(AutocompleteSelect):
    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, numbers(value), attr)


class SeveralChosen(AutocompleteSelectMultiple):
    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, numbers(value), attr)
