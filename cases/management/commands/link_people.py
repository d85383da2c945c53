"""Propose pairs of records that may be of one person, by one of two engines, for people to judge."""

from functools import partial
from importlib import import_module

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.actions import proposals


class Command(BaseCommand):
    help = (
        f"{__doc__} `sql`: by rules, in the database. `splink`: by weights that Splink learns from the list; needs the extra "
        "[linkage]. Nothing merges by itself."
    )

    def add_arguments(self, parser):
        parser.add_argument("--engine", choices=("sql", "splink"), default="sql")
        parser.add_argument(
            "--backend",
            help="for splink: the dotted path of what makes its database API, such as a function of yours for Spark",
        )

    def handle(self, *args, engine, backend, **options):
        done = {}
        for done in proposals.propose_all(*self.pairs(engine, backend)):
            if options["verbosity"] > 1:
                self.stdout.write(
                    _("%(compared)s pairs compared, %(proposed)s put into the queue so far.") % done
                )
        self.stdout.write(_("%(compared)s pairs compared, %(proposed)s put into the queue.") % done)

    def pairs(self, engine, backend):
        """What makes the pairs; nothing for those of our own rules."""
        if engine == "sql":
            return ()
        try:
            splinked = import_module("cases.actions.pairs.splinked")
        except ModuleNotFoundError as missing:
            raise CommandError(
                _(
                    "The engine splink is not installed: pip install -r requirements/linkage.txt, or use --engine sql."
                )
            ) from missing
        return (partial(splinked.make, backend=backend or splinked.DUCKDB),)
