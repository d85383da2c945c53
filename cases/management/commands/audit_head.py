"""Print the head of the audit's chain, to be kept where nobody of this server can change it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.actions import audit


class Command(BaseCommand):
    help = "Print number and hash of the newest seal: an anchor for `verify_audit --anchor`."

    def handle(self, *args, **options):
        head = audit.head()
        if head is None:
            raise CommandError(_("Nothing is sealed yet: `manage.py seal_audit` seals."))
        self.stdout.write(head.anchor)
