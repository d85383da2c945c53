"""Seal what was written and read since the last seal; the worker does it as well."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cases.actions import audit


class Command(BaseCommand):
    help = "Put one more link, or several, to the chain of the audit."

    def handle(self, *args, **options):
        number = audit.seal()
        self.stdout.write(_("%(number)s entries sealed.") % {"number": number})
