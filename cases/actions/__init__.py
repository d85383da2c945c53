"""Deeds over several records: keyword-only, atomic, with ``by=``; each refusal is an exception with a sentence for the user."""


class Refused(Exception):
    """A deed that the rules do not allow; its text says what to do instead. `field` names the form field, if one is to blame."""

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.field = field
