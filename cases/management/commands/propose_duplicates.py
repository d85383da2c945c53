"""Propose pairs of records that may be of one person, for people to judge."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cases.actions import proposals


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        done = {"compared": 0, "proposed": 0}
        for done in proposals.propose_all():
            if options["verbosity"] > 1:
                self.stdout.write(_("%(compared)s pairs compared so far.") % done)
        self.stdout.write(_("%(compared)s pairs compared, %(proposed)s put into the queue.") % done)
