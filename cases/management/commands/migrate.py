"""Django's `migrate`, after which the audit's triggers and the rights of the application's role are brought up to date."""

from django.core.management.commands import migrate

from cases.protection import protect


class Command(migrate.Command):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            protect()
