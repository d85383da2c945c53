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


def behind(record, *deeds, seconds=0.2):
    """Begin the deeds one after another while somebody holds the record, so that they meet half-way in their work."""

    def hold():
        with transaction.atomic():
            type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
            Event().wait(seconds * (len(deeds) + 1))

    def follow(place, deed):
        Event().wait(seconds * (place + 1))
        return deed()

    return run(hold, *[lambda each=each: follow(*each) for each in enumerate(deeds)])[1:]


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
