"""What a security key says, as JSON that anybody could send: looked at before allauth and fido2 make bytes of it."""

import json
import struct

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from fido2 import cbor
from fido2.utils import websafe_decode

NO_ANSWER = gettext_lazy("The key gave no answer that fits. Try again, with a key of yours.")
#: What reading such an answer ends in: a part is missing, is of another kind, cut short, nested without end, or of no known make.
UNREAD = (
    KeyError, IndexError, AttributeError, TypeError, ValueError, OverflowError, struct.error, RecursionError,
    AssertionError, NotImplementedError,
)  # fmt: skip
LONGEST = 20_000  # letters of a whole answer; that of a key with a chain of certificates has some thousand
_PARTS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
_TOLD = ("challenge", "origin")


class Answer(forms.JSONField):
    """The answer of a key, short enough and text wherever bytes are read: a number there would become as many bytes."""

    def to_python(self, value):
        if value and len(value) > LONGEST:
            raise ValidationError(NO_ANSWER)
        try:
            answer = super().to_python(value)
            if answer not in self.empty_values:
                _look_at(answer)
        except UNREAD as unread:
            raise ValidationError(NO_ANSWER) from unread
        return answer

    def bound_data(self, data, initial):
        """A refused answer is not read again to be shown: no answer stands in the form twice."""
        return initial


def _look_at(answer):
    response = answer["response"]
    _need(str, [text for text in (answer["rawId"], *map(response.get, _PARTS)) if text is not None])
    told = json.loads(websafe_decode(response["clientDataJSON"]).decode())
    _need(str, [told[name] for name in _TOLD])
    if response.get("attestationObject") is not None:
        _need(bytes, [cbor.decode(websafe_decode(response["attestationObject"]))["authData"]])


def _need(kind, values):
    if not all(isinstance(value, kind) for value in values):
        raise TypeError
