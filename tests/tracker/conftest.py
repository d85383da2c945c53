import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker import database, places

ELSEWHERE = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "HOMEWARD_DATA",
    "HOMEWARD_DB_ACCOUNT",
    "SUDO_UID",
    "PORT",
    "SECRET_KEY",
)


def forget(patch: pytest.MonkeyPatch) -> None:
    for name in ELSEWHERE:
        patch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def standing() -> Iterator[tuple[str, Path]]:
    """Give the address and the folder of one server for all questions that change nothing of it."""
    folder = Path(tempfile.mkdtemp(prefix="hw")).resolve()
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        forget(patch)
        running = database.running(folder)
        address = running.__enter__()
    yield address, folder
    with pytest.MonkeyPatch.context() as patch:
        forget(patch)
        running.__exit__(None, None, None)
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the server that the suite itself runs on: each test here starts its own."""
    forget(monkeypatch)


@pytest.fixture
def system_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stand in for the system's state folder."""
    with tempfile.TemporaryDirectory(prefix="state") as name:
        Path(name).chmod(0o755)
        monkeypatch.setattr(places, "SYSTEM_STATE", Path(name) / "homeward")
        yield Path(name) / "homeward"


@pytest.fixture
def clone(system_state: Path) -> Iterator[Path]:
    """Make an empty folder that every account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="hw")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


another_clone = clone
