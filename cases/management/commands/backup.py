"""``manage.py backup FOLDER``: everything, encrypted, in one file."""

from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.keeping import Failed, backup, keys, manifest, programs
from cases.management.commands.restore import ask_passphrase, verify


class Command(BaseCommand):
    help = "Write an encrypted backup of everything; people may go on working meanwhile."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("to", type=Path, help="a folder, or the name of a file that does not exist")
        parser.add_argument(
            "--keys", type=Path, default=settings.BACKUP_KEYS, help="file of public keys (age1…)"
        )
        parser.add_argument("--keep", type=int, help="how many backups stay in the folder, this one included")
        parser.add_argument(
            "--verify", type=Path, metavar="SECRET", help="restore it beside at once, with this key"
        )

    def handle(self, *args, to, keep, **options):
        if keep is not None and (keep < 1 or not to.is_dir()):
            raise CommandError(_("--keep is a number from 1 on, and goes with a folder."))
        address = programs.address_of_default()
        try:
            file, held = backup.write(address, to, keys.public_keys(options["keys"]))
            self.stdout.write(
                _("%(file)s holds %(rows)s rows of %(tables)s tables.")
                % {"file": file, "rows": manifest.rows_of(held), "tables": len(held["tables"])}
            )
            if options["verify"]:
                verify(address, file, keys.secret_keys(options["verify"], ask_passphrase), self.stdout.write)
            for gone in backup.prune(to, keep) if keep else []:
                self.stdout.write(_("%(file)s is removed.") % {"file": gone})
        except (Failed, psycopg.Error) as problem:
            raise CommandError(problem) from problem
