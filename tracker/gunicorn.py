"""The web server: sync workers, two per core; the same here and in a container."""

import os
import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from tracker.launched import end_with_launcher

wsgi_app = "tracker.wsgi:application"
worker_class = "sync"  # threads lose half to two thirds on real pages
workers = int(os.environ.get("WEB_CONCURRENCY") or 2 * (os.cpu_count() or 1))
preload_app = True  # Django is read once, then copied; connections are made later, by each worker for itself
timeout = 120  # a long export; a statement ends after five seconds anyway
graceful_timeout = 10
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  heartbeats must not wait for a disk
control_socket_disable = True
loglevel = "warning"
accesslog = None  # who opened what is in the database, not in a file
logconfig_dict = {  # its complaints of a request quote it: they are cut as ours are
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cases.lib.log_line.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}


def on_starting(server: Any) -> None:
    refuse_open_demonstration(server.cfg.address)
    end_with_launcher()


def refuse_open_demonstration(addresses: Sequence[Any]) -> None:
    """A demonstration has public passwords: it answers on this machine alone, whatever BIND says."""
    from django.conf import settings

    if not settings.DEMO:
        return
    for address in addresses:
        host = bound(address)
        if not (host is None or host == "localhost" or ip_address(host).is_loopback):
            raise SystemExit(
                f"Homeward: HOMEWARD_DEMO serves this machine alone, not {host}: its passwords are public. "
                "Set HOMEWARD_DEMO=0 for real work, or BIND=127.0.0.1:8000."
            )


def bound(address: Any) -> str | None:
    """The host of an address of gunicorn: a pair, a socket that we were given, or None for a file."""
    if isinstance(address, int):
        with socket.socket(fileno=os.dup(address)) as given:
            address = given.getsockname()
    return None if isinstance(address, str | bytes) else address[0].strip("[]")
