"""Load the public facts that an office starts with."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cases.seed.load import load


class Command(BaseCommand):
    help = "Load the public facts of the two articles and their record; a second run adds nothing."

    def handle(self, *args, **options):
        made = load()
        if not made:
            self.stdout.write(_("Nothing to do: all seeded facts are there already."))
            return
        for model, number in sorted(made.items(), key=lambda item: item[0]._meta.verbose_name_plural):
            self.stdout.write(f"{number:>6}  {model._meta.verbose_name_plural}")
        self.stdout.write(_("Seeded %(number)s rows from public sources.") % {"number": sum(made.values())})
