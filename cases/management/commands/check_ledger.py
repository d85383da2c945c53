"""Prove that every stored cache is what replaying the ledger gives."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.actions import checks


class Command(BaseCommand):
    help = "Compare every status, thread, position, size and lot with its replay; exit code 1 if any differs."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="write what the ledger gives")

    def handle(self, *args, repair, **options):
        found = self.report(repair)
        left = self.report(False) if repair and found else found
        if left:
            raise CommandError(_("%(number)s differences from the ledger.") % {"number": left})
        if found:
            self.stdout.write(_("%(number)s differences repaired.") % {"number": found})
        self.stdout.write(_("%(number)s rows equal the ledger.") % {"number": checks.number_of_rows()})

    def report(self, repair):
        """Print a line per difference, and repair it if asked; how many there were."""
        found = 0
        for difference in checks.differences():
            found += 1
            self.stdout.write(str(difference))
            if repair:
                checks.repair(difference)
        return found
