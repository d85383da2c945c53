"""Add a synthetic office for training, or remove everything synthetic."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from cases.actions import Refused
from cases.demo import logins, office, removal

PASSWORD = logins.PASSWORD
LOGINS = [(account.username, account.role.label) for account in logins.ACCOUNTS]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--people", type=_count, default=200, help="how many people (200)")
        parser.add_argument("--parcels", type=_count, default=200, help="how many parcels (200)")
        parser.add_argument(
            "--labelled", type=_count, default=0, help="one more consignment of so many labelled parcels (0)"
        )
        parser.add_argument("--letters", type=_count, help="how many letters (half as many as parcels)")
        parser.add_argument(
            "--cases", type=_count, help="how many repatriation cases (a fifth of the people)"
        )
        parser.add_argument(
            "--random-seed", type=int, default=1, help="the same seed gives the same office (1)"
        )
        parser.add_argument("--today", type=date.fromisoformat, help="the day around which it all is (today)")
        parser.add_argument(
            "--remove", action="store_true", help="remove everything synthetic, and add nothing"
        )

    def handle(self, *args, **options):
        try:
            self.stdout.write(_removed() if options["remove"] else _added(options))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal


def _count(text):
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _added(options):
    people, parcels, letters, cases = (options[name] for name in ("people", "parcels", "letters", "cases"))
    letters = parcels // 2 if letters is None else letters
    cases = people // 5 if cases is None else cases
    office.add(
        today=options["today"] or date.today(),
        seed=options["random_seed"],
        people_count=people,
        parcel_count=parcels,
        letter_count=letters,
        case_count=cases,
        labelled_count=options["labelled"],
    )
    names = ", ".join(name for name, _ in LOGINS)
    return (
        f"Added {people} people, {parcels} parcels, {letters} letters and {cases} repatriation cases, "
        f"all of them synthetic and marked so. Sign in as one of {names}; password {PASSWORD}. "
        "`manage.py demo --remove` takes everything synthetic away."
    )


def _removed():
    rows, closed = removal.remove()
    if not rows and not closed:
        return "There was nothing synthetic to remove."
    told = f"Removed {rows} synthetic rows and their history."
    if closed:
        told += f" Accounts that real records name were closed, not removed: {', '.join(closed)}."
    return told
