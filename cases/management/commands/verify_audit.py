"""Prove that nobody changed, took away, reordered or slipped in anything of the audit, nor of what it watches."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.actions import Refused, audit
from cases.actions.audit_rows import verify_rows


class Command(BaseCommand):
    help = "Hash the whole chain again and compare every row under audit with its digest; exit code 1 if anything differs."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor", action="append", default=[], help="a head that was kept elsewhere (number:hash)"
        )
        parser.add_argument(
            "--chain-only", action="store_true", help="without comparing the rows of the tables"
        )

    def handle(self, *args, anchor, chain_only, **options):
        try:
            verdict = audit.verify_chain(anchors=anchor)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        problems = list(verdict.problems)
        self.stdout.write(
            _("%(entries)s entries in %(seals)s seals; %(unsealed)s wait for theirs.")
            % {"entries": verdict.entries, "seals": verdict.seals, "unsealed": verdict.unsealed}
        )
        if not chain_only:
            compared = verify_rows()
            problems += compared.problems
            self.stdout.write(_("%(number)s rows compared with their digests.") % {"number": compared.rows})
        audit.remember(verdict, problems)
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(_("The audit is not whole."))
        self.stdout.write(_("The audit is whole."))
