"""``manage.py backup_key FILE``: the secret key of backups, to be kept apart from the data."""

from getpass import getpass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.keeping import Failed, keys


class Command(BaseCommand):
    help = (
        "Make a key: the secret part goes into FILE, the public part to those that backups are written for."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, help="where the secret key goes: a stick or disk apart from the data"
        )
        parser.add_argument(
            "--passphrase", action="store_true", help="seal it with a passphrase, which is asked for"
        )

    def handle(self, *args, file, passphrase, **options):
        try:
            public = keys.make(file, self.ask() if passphrase else "")
        except Failed as problem:
            raise CommandError(problem) from problem
        with settings.BACKUP_KEYS.open("a") as known:
            known.write(f"{public}\n")
        self.stdout.write(_("%(file)s opens backups: keep it apart from them.") % {"file": file})
        self.stdout.write(
            _("%(public)s is added to %(known)s: backups are written for it.")
            % {"public": public, "known": settings.BACKUP_KEYS}
        )

    def ask(self):
        passphrase = getpass(_("Passphrase (15 characters or more): "))
        if len(passphrase) < 15:
            raise CommandError(_("A passphrase of a key has 15 characters or more."))
        if getpass(_("Once more: ")) != passphrase:
            raise CommandError(_("These were two different ones. No key was written."))
        return passphrase
