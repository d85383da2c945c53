"""Where a clone's database lives, and under which account its server runs."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

SYSTEM_STATE = Path("/var/lib/homeward")
LONGEST_SOCKET = 100  # bytes; the kernel's limit is 107
ACCOUNTS = ("postgres", "www-data", "daemon")


class Problem(Exception):
    """Something that the person at the keyboard can understand and mend."""


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int
    groups: tuple[int, ...]


@dataclass(frozen=True)
class Place:
    """The folders of one clone's database. `account` is None where the server runs as ourselves."""

    folder: Path
    sockets: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def people(self) -> list[str]:
        """Name the accounts that may connect: the server's own and, where that is another, root."""
        return [self.account.name, "root"] if self.account else [account_of(os.getuid()).name]

    @contextlib.contextmanager
    def open_lock(self, name: str) -> Iterator[int]:
        file = open_safely(self.folder / name, self.folder, os.O_RDWR)
        try:
            yield file
        finally:
            os.close(file)

    @contextlib.contextmanager
    def locked(self, name: str) -> Iterator[None]:
        with self.open_lock(name) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def open_log(self) -> IO[bytes]:
        """Begin a new log and keep the one before."""
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.before"))
        return os.fdopen(open_safely(self.log, self.folder, os.O_WRONLY | os.O_APPEND), "ab")

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])


def place_of(clone: Path) -> Place:
    """Decide where the data of this clone is; make the folders that are ours alone."""
    clone = clone.resolve()
    folder = Path(os.environ.get("HOMEWARD_DATA") or clone / ".data").resolve()
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    make_folder(folder, mode=0o755 if os.getuid() == 0 else 0o700, like=clone)
    account = None
    if os.getuid() == 0:
        account = server_account(clone, folder)
        if not can_reach(folder, account):
            folder = SYSTEM_STATE / name
            make_folder(SYSTEM_STATE, mode=0o755)
            make_folder(folder, mode=0o755)
            if not can_reach(folder, account):
                raise Problem(
                    f"{account.name} can reach neither {clone} nor {SYSTEM_STATE}: set DATABASE_URL."
                )
    elif (folder / "postgres").exists() and (folder / "postgres").stat().st_uid != os.getuid():
        raise Problem(
            f"The database in {folder} belongs to another account: start as that one or as root, "
            "or move the folder away to begin anew."
        )
    return Place(folder, socket_folder(folder, name), account)


def socket_folder(folder: Path, name: str) -> Path:
    """Prefer the data folder; sockets have short names only, so a long path gets a short folder elsewhere."""
    shorter = Path("/run") if os.getuid() == 0 and Path("/run").is_dir() else Path(tempfile.gettempdir())
    for sockets in (folder / "sockets", shorter / f"homeward-{name}"):
        if len(os.fsencode(sockets / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET:
            return sockets
    raise Problem(f"The path {shorter} is too long for a socket; set TMPDIR to a short one.")


def server_account(clone: Path, folder: Path) -> Account:
    """As root, find an existing account without rights for the server; PostgreSQL refuses to be root."""
    wanted = os.environ.get("HOMEWARD_DB_ACCOUNT")
    for cluster in (
        folder / "postgres",
        SYSTEM_STATE / hashlib.sha256(os.fsencode(folder)).hexdigest()[:12] / "postgres",
    ):
        if cluster.exists():
            owner = account_of(cluster.stat().st_uid)
            if wanted and wanted != owner.name:
                raise Problem(f"{cluster} belongs to {owner.name}, but HOMEWARD_DB_ACCOUNT is {wanted}.")
            return owner
    if wanted:
        account = account_of(wanted)
        if not is_suitable(account):
            raise Problem(
                f"HOMEWARD_DB_ACCOUNT is {wanted}: the database must run neither as root nor as nobody."
            )
        return account
    for candidate in (clone.stat().st_uid, int(os.environ.get("SUDO_UID", "0")), *ACCOUNTS):
        with contextlib.suppress(Problem):
            if is_suitable(account := account_of(candidate)):
                return account
    raise Problem("No account without rights was found to run PostgreSQL: name one in HOMEWARD_DB_ACCOUNT.")


def is_suitable(account: Account) -> bool:
    return account.uid not in {0, 65534} and account.name not in {"nobody", "nogroup"}


def account_of(who: int | str) -> Account:
    try:
        entry = pwd.getpwuid(who) if isinstance(who, int) else pwd.getpwnam(who)
    except KeyError as unknown:
        raise Problem(f"There is no account {who} on this machine.") from unknown
    return Account(
        entry.pw_name, entry.pw_uid, entry.pw_gid, tuple(os.getgrouplist(entry.pw_name, entry.pw_gid))
    )


def as_account(account: Account | None) -> dict[str, Any]:
    """Arguments that run a subprocess under the account, with nothing of our environment in it."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    if account is None:
        return {"env": environment, "umask": 0o077}
    return {
        "env": environment,
        "umask": 0o077,
        "user": account.uid,
        "group": account.gid,
        "extra_groups": account.groups,
    }


def can_reach(path: Path, account: Account | None) -> bool:
    """Ask the machine itself, as the account: modes are not all that decides."""
    answer = subprocess.run(["test", "-x", str(path)], cwd="/", check=False, **as_account(account))
    return answer.returncode == 0


def make_folder(path: Path, *, mode: int, account: Account | None = None, like: Path | None = None) -> None:
    """Make one folder, owned by the account or by the owner of `like`; one that others made is refused."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        if os.getuid() == 0 and (account or like):
            owner = (account.uid, account.gid) if account else (like.stat().st_uid, like.stat().st_gid)
            os.chown(path, *owner)
        path.chmod(mode)
    found = path.lstat()
    owners = {
        os.getuid(),
        account.uid if account else os.getuid(),
        like.stat().st_uid if like else os.getuid(),
    }
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise Problem(f"{path} was made by somebody else: move it away.")


def open_safely(path: Path, like: Path, flags: int) -> int:
    """Open a file of ours, made at need with the owner of its folder; a link in its place is not followed."""
    file = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if os.getuid() == 0:
        os.fchown(file, like.stat().st_uid, like.stat().st_gid)
    return file
