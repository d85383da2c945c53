"""Two writers at once: each in a thread and a connection of its own, on committed data."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from django.db import connection, transaction


def at_once(*deeds):
    """Start all deeds together; for each its result, or the exception that it raised."""
    barrier = Barrier(len(deeds), timeout=10)

    def start(deed):
        barrier.wait()
        return deed()

    return run(*[lambda deed=deed: start(deed) for deed in deeds])


def while_open(first, second, seconds=0.3):
    """Begin `second` while the transaction in which `first` was done is still open: the unlucky order.

    It either waits for the end of that transaction or ends before it.
    """
    begun = Event()

    def hold():
        with transaction.atomic():
            result = first()
            begun.set()
            Event().wait(seconds)
        return result

    def follow():
        begun.wait(10)
        return second()

    return run(hold, follow)


def run(*jobs):
    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(_caught, jobs))


def _caught(job):
    try:
        return job()
    except Exception as error:
        return error
    finally:
        connection.close()
