"""How long ago anybody asked whether the packages of this release have known weaknesses (R57): `make audit` writes the day."""

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ASKED_ON = Path(settings.BASE_DIR) / "requirements" / "asked-on.txt"
#: What is grave is mended within seven days, so an older answer says nothing.
FRESH = timedelta(days=7)


def asked_on(path=None):
    """The day of the last answer that there were none; None if nobody asked, or nobody can read the day."""
    try:
        return date.fromisoformat((path or ASKED_ON).read_text().strip())
    except (OSError, ValueError):
        return None


def told(today, day):
    """(how grave, in words)."""
    if day is None:
        return "warning", _(
            "Nobody has asked yet whether the packages of this release have known weaknesses. Whoever keeps the server asks with make audit."
        )
    words = {"day": date_format(day, "j M Y"), "number": (today - day).days}
    if today - day > FRESH:
        return "warning", ngettext(
            "Whether the packages of this release have known weaknesses was last asked %(number)d day ago, on %(day)s. Install a newer release.",
            "Whether the packages of this release have known weaknesses was last asked %(number)d days ago, on %(day)s. Install a newer release.",
            words["number"],
        ) % words
    return "info", _(
        "The packages of this release had no known weakness when last asked, on %(day)s."
    ) % words


def tell(request, today):
    """As a message on the page that comes."""
    level, words = told(today, asked_on())
    messages.add_message(request, getattr(messages, level.upper()), words)
