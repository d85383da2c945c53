"""``manage.py restore FILE --key SECRET``: proved beside the live database before it takes its place."""

from getpass import getpass
from pathlib import Path

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from cases.keeping import Failed, keys, programs, restoring


def ask_passphrase():
    return getpass(_("Passphrase of the secret key: "))


def verify(address, file, secret, say):
    """Restore a backup beside, prove it, and leave nothing."""
    with restoring.beside(address) as server, restoring.restored(server, address, file, secret, say):
        say(_("%(file)s can be restored. Nothing was changed.") % {"file": file})


class Command(BaseCommand):
    help = (
        "Restore a backup. A database that holds something is replaced only with --replace, and kept beside."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="the backup")
        parser.add_argument("--key", type=Path, help="file of the secret key (AGE-SECRET-KEY-…)")
        parser.add_argument("--verify", action="store_true", help="only prove that it can be restored")
        parser.add_argument("--replace", action="store_true", help="replace what is there; it is kept beside")
        parser.add_argument(
            "--drop-replaced", action="store_true", help="drop for good what restores put aside"
        )

    def handle(self, *args, file, key, **options):
        connection.close()
        address = programs.address_of_default()
        try:
            if options["drop_replaced"]:
                self.drop_replaced(address)
            elif not file or not key:
                raise CommandError(_("Name the backup, and with --key the file of its secret key."))
            elif options["verify"]:
                verify(address, file, keys.secret_keys(key, ask_passphrase), self.stdout.write)
            else:
                self.restore(address, file, keys.secret_keys(key, ask_passphrase), options["replace"])
        except (Failed, psycopg.Error) as problem:
            raise CommandError(problem) from problem

    def restore(self, address, file, secret, replace):
        with restoring.beside(address) as server:
            if restoring.holds_anything(server, address) and not replace:
                raise CommandError(
                    _(
                        "%(database)s holds records. To put the backup in their place say --replace; they are kept beside."
                    )
                    % {"database": address["dbname"]}
                )
            with restoring.restored(server, address, file, secret, self.stdout.write) as name:
                before = restoring.put_in_place(server, address, name)
        self.stdout.write(_("%(file)s is restored.") % {"file": file})
        if before:
            self.stdout.write(
                _("What was there is kept as %(name)s; restore --drop-replaced removes it.")
                % {"name": before}
            )

    def drop_replaced(self, address):
        with restoring.beside(address) as server:
            for name in restoring.drop_replaced(server, address):
                self.stdout.write(_("%(name)s is dropped.") % {"name": name})
