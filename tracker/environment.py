"""Values from the environment, or from the files that it names; a wrong or missing one stops the boot with a sentence."""

import os
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None, *, needed: str = "") -> str:
    """Read one value; without a default it must be there, and `needed` says what for."""
    value = os.environ.get(name, "").strip() or in_file(name) or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. {needed}".strip())
    return value


def in_file(name: str) -> str:
    """Read a secret from the file that NAME_FILE names: what is in the environment, every child and crash report sees."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    try:
        return Path(path).read_text().strip() if path else ""
    except (OSError, UnicodeDecodeError) as problem:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read: {getattr(problem, 'strerror', None) or 'it is no text'}."
        ) from problem


def one_of(name: str, choices: Sequence[str], default: str) -> str:
    """Read one value that must be among `choices`."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}, but must be one of: {', '.join(choices)}.")
    return value


def yes_or_no(name: str, default: bool = False) -> bool:
    """Read 1/0, yes/no, true/false or on/off."""
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}, but must be 1 or 0.")


def whole_number(name: str, default: int, *, least: int = 1) -> int:
    """Read a whole number that is not below `least`."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}, but must be a whole number from {least} on.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """Read a list with commas between."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
