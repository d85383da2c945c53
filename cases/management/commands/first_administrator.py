"""Give the link with which the first administrator sets up their account: it works once, for three days."""

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from cases.actions import Refused
from cases.actions.inviting import first_link


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--address",
            default="http://127.0.0.1:8000",
            help="where Homeward is, such as https://homeward.example",
        )

    def handle(self, *args, **options):
        try:
            token = first_link()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(options["address"].rstrip("/") + reverse("set_up_link", args=[token]))
