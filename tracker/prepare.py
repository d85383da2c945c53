"""What must be done before the first page: only what is missing, because each start goes through here.

`python -m tracker.prepare tables` stops after the tables, as a real office wants it. Progress goes to stderr;
stdout has the demo's logins and nothing else.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

WAIT_FOR_TURN = (
    "SET lock_timeout = 0; SELECT pg_advisory_lock(hashtext('homeward prepares')); RESET lock_timeout"
)


def main(words: list[str]) -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise SystemExit(f"Homeward: {problem}") from None
    with redirect_stdout(sys.stderr), alone():
        migrate()
        make_cache_table()
        protect()
        refuse_unfit_database()
        if words != ["tables"]:
            seed()
            collect_static_files()
    if words != ["tables"]:
        print(demo_logins(), end="")


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time prepare a database: several may start at once."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_TURN)
    yield
    connection.close()  # which gives the lock back


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Making the tables")
        call_command("migrate", verbosity=0, interactive=False)


def make_cache_table() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)


def protect() -> None:
    """Put up the audit's triggers and the rights of the application's role, also of a cache table made just now."""
    from cases.protection import protect

    protect()


def refuse_unfit_database() -> None:
    """Start on no database that is deaf to Cyrillic letters or may lose what it acknowledged (R44, R56)."""
    from cases import checks

    for check in (checks.check_cyrillic_search, checks.check_what_is_acknowledged_lasts):
        for finding in check(["default"]):
            raise SystemExit(f"Homeward: {finding.msg} {finding.hint}")


def seed() -> None:
    """Load the published facts where there is nothing yet, and for a demonstration a small synthetic office."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command, get_commands

    try:
        if apps.get_model("cases", "Source").objects.exists():
            return
    except LookupError:
        return
    for command, sentence in {
        "seed": "Loading what was published",
        "demo": "Adding a small synthetic office: all of it is marked so, `make clean-demo` removes it",
    }.items():
        if command in get_commands() and (command != "demo" or settings.DEMO):
            say(sentence)
            call_command(command)


def collect_static_files() -> None:
    """Collect, compress and name the static files by their content, when one of them changed."""
    from django.conf import settings
    from django.core.management import call_command

    mark = Path(settings.STATIC_ROOT) / ".collected"
    now = state_of_static_files()
    if not mark.exists() or mark.read_text() != now:
        say("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False)
        mark.write_text(now)


def state_of_static_files() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            facts = os.stat(storage.path(path))
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def demo_logins() -> str:
    """Tell how to sign in: the accounts of a demonstration, or the link with which the first administrator sets up."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    if not settings.DEMO:
        return first_link()

    try:
        from cases.management.commands.demo import LOGINS, PASSWORD
    except ImportError:
        return ""
    there = set(
        get_user_model()
        .objects.filter(username__in=[name for name, _ in LOGINS])
        .values_list("username", flat=True)
    )
    lines = [f"  {name:<16} {role}\n" for name, role in LOGINS if name in there]
    return f"Sign in as one of these, password {PASSWORD}\n{''.join(lines)}" if lines else ""


def first_link() -> str:
    """How the first administrator sets up, while there is none."""
    from cases.actions.inviting import administrators

    if administrators().exists():
        return ""
    return "Nobody can sign in yet: `make first-administrator` gives a link that works once.\n"


if __name__ == "__main__":
    main(sys.argv[1:])
