"""Why a file was not made, in sentences that say what to do."""

from django.utils.translation import gettext_lazy as _

WHY = {
    "unexpected": _("It could not be made, and nothing left the house. Ask again; if it fails again, tell who keeps the server."),
    "rights": _("Its owner may not take this list any more: nothing left the house."),
    "filter": _("Its filter can no longer be read, or names a record that its owner does not see: filter the list and ask again."),
    "grown": _("The list has grown by more than a tenth since it was asked for: ask again."),
}  # fmt: skip
