"""``manage.py work_off``: do in the background what pages asked for and seal the audit, until told to stop."""

import gc
import signal
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from cases.actions import audit
from cases.actions.imports import work
from cases.generic import making

PAUSE = 1.0  # seconds; a job takes longer than that


class Command(BaseCommand):
    help = "Check, record and undo imports and make large exports, one after another."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")

    def handle(self, *args, once=False, **options):
        gc.freeze()  # what is there by now stays: nobody looks through it again for each thousand rows
        stopping = []
        if not once:
            signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
        while not stopping:
            reference = work.work_off() or making.work_off()
            audit.seal()
            audit.look_once_a_day()
            if reference:
                self.stdout.write(f"{reference} is worked off.")
            elif once:
                return
            else:
                connection.close()
                time.sleep(PAUSE)
                close_old_connections()
