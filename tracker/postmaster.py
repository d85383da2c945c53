"""One PostgreSQL server as a process: is it there, is it ready, make it stop."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

PROCESSES = Path("/proc")


def pid_of(cluster: Path) -> int | None:
    """Find the process that serves this cluster; what a killed one left behind does not count."""
    pid = noted_pid(cluster)
    return pid if pid and serves(pid, cluster) else None


def noted_pid(cluster: Path) -> int | None:
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        return abs(int((cluster / "postmaster.pid").read_text().splitlines()[0]))
    return None


def serves(pid: int, cluster: Path) -> bool:
    """Tell a PostgreSQL of this cluster from a stranger of the same number by the words that started it."""
    if not is_alive(pid):
        return False
    if PROCESSES.is_dir():
        with contextlib.suppress(OSError):
            return os.fsencode(cluster) in (PROCESSES / str(pid) / "cmdline").read_bytes().split(b"\0")
        return False
    command = ["ps", "-o", "command=", "-p", str(pid)]
    return str(cluster) in subprocess.run(command, capture_output=True, text=True, check=False).stdout


def forget_stranger(cluster: Path) -> None:
    """Remove a note that names a living stranger, which PostgreSQL would take for its own server.

    PostgreSQL itself copes with the note of a process that is gone. While a session of a killed server
    lingers (its working folder is the cluster), the note stays, because it guards the data.
    """
    pid = noted_pid(cluster)
    if pid is None or not is_alive(pid) or serves(pid, cluster) or not PROCESSES.is_dir():
        return
    for process in PROCESSES.glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if process.readlink() == cluster:
                return
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def is_alive(pid: int) -> bool:
    """Ask the kernel; a process that only waits for its parent to take note is dead."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):
        return (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def status_of(cluster: Path, pid: int) -> str:
    """Read the last line of the server's own note: starting, ready, stopping."""
    with contextlib.suppress(FileNotFoundError, IndexError):
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        if int(lines[0]) == pid:
            return lines[7].strip()
    return ""


def wait_until_ready(
    cluster: Path,
    pid: int,
    patience: float,
    say: Callable[[str], None],
    ended: Callable[[], int | None] = lambda: None,
) -> bool:
    """Wait for the server to take connections; False when its process ended instead."""
    begun, told = time.monotonic(), 5.0
    while status_of(cluster, pid) != "ready":
        if ended() is not None or not is_alive(pid):
            return False
        waited = time.monotonic() - begun
        if waited > patience:
            raise TimeoutError(f"PostgreSQL was not ready after {patience:.0f} seconds.")
        if waited > told:
            say("PostgreSQL is reading back its journal, as it does after a crash. Please wait.")
            told *= 2
        time.sleep(0.02)
    return True


def stop(pid: int, patience: float, child: subprocess.Popen[bytes] | None = None) -> None:
    """Ask for a fast shutdown and wait until the process is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + patience
    while is_alive(pid):
        if time.monotonic() > deadline:
            raise TimeoutError(f"PostgreSQL (process {pid}) did not stop.")
        time.sleep(0.02)
    if child:
        child.wait()
