"""The pinned packages, as requirements/base.txt has them: that file is what is installed."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?")
HASH = re.compile(r"\s+--hash=sha256:(?P<digest>[0-9a-f]{64})\s*\\?")


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    marker: str  # on which machines it is installed; "" on all
    digests: tuple[str, ...]


def packages(text: str) -> list[Package]:
    """Read each pin with its hashes; a line that is neither stops with its words."""
    found: list[Package] = []
    for line in text.splitlines():
        if pin := PIN.fullmatch(line):
            found.append(Package(pin["name"], pin["version"], pin["marker"] or "", ()))
        elif found and (digest := HASH.fullmatch(line)):
            last = found[-1]
            found[-1] = Package(last.name, last.version, last.marker, (*last.digests, digest["digest"]))
        elif line.strip():
            raise ValueError(f"requirements/base.txt has a line that is no pin: {line}")
    return found


def base() -> list[Package]:
    return packages((HERE / "requirements" / "base.txt").read_text())


def our_version() -> str:
    return tomllib.loads((HERE / "pyproject.toml").read_text())["project"]["version"]
