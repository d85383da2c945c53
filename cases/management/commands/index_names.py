"""Bring what people are found by to their names."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cases.actions import naming


class Command(BaseCommand):
    help = "Index the names of people that nobody has indexed yet; with --all those of everybody anew."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="everybody, and the keys of all words")

    def handle(self, *args, **options):
        if options["all"]:
            naming.make_due()
            naming.refresh_words()
        done = 0
        while number := naming.index_some_due():
            done += number
            if options["verbosity"] > 1:
                self.stdout.write(_("%(number)s people …") % {"number": done})
        gone = naming.forget_unused_words()
        self.stdout.write(
            _("The names of %(people)s people are indexed; %(words)s words that nobody bears are forgotten.")
            % {"people": done, "words": gone}
        )
