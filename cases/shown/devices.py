"""Where somebody is signed in, in words that they can recognise."""

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(user_agent):
    """The browser and system that a browser says it is; the first of each table that fits."""
    browser, system = (
        next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS)
    )
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a browser that says nothing of itself")


def told(rows, here=None):
    """Sessions for a table: the device, and whether it is the one with the key `here`."""
    return [{"row": row, "device": device(row.user_agent), "here": row.session_key == here} for row in rows]
