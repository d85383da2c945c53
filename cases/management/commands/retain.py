"""Which records are kept until when, and what falls due: by default it tells, with --apply it sets the days (R41)."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.actions.removing import retention
from cases.models import Erasure

SOON = 30  # days


class Command(BaseCommand):
    help = "Tell which records at their end have no day yet and what falls due; --apply sets the days. Nothing is erased: that takes two people."

    def add_arguments(self, parser):
        parser.add_argument(
            "--apply", action="store_true", help="set the days, and empty the files of old imports"
        )

    def handle(self, *args, apply, **options):
        today = timezone.localdate()
        for kind, period in retention.kinds().items():
            number = retention.set_days(kind) if apply else retention.without_day(kind).count()
            over = retention.due(kind, today).count()
            soon = retention.due(kind, today + timedelta(days=SOON)).count() - over
            self.stdout.write(
                f"{kind} ({period.months} months after {period.after}): {number} {'given' if apply else 'without'} a day, "
                f"{over} over, {soon} within {SOON} days"
            )
        if apply:
            self.stdout.write(f"imports emptied: {retention.forget_old_imports(today)}")
        waiting = Erasure.objects.waiting().count()
        self.stdout.write(f"erasures that wait for an administrator: {waiting}")
        if not apply:
            self.stdout.write("Nothing was changed: manage.py retain --apply sets the days.")
