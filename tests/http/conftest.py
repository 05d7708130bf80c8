"""One server, as a person starts it, for all tests that need nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from .serving import Served, client, command, started


class Place:
    """A home, a folder for temporary files and a working folder, empty when the server starts."""

    def __init__(self, root: Path) -> None:
        self.folders = [root / name for name in ("home", "tmp", "work")]
        for folder in self.folders:
            folder.mkdir()
        self.errors = root / "errors.txt"
        home, temporary, self.work = self.folders
        self.environment = {
            **os.environ,
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "PYTHONFAULTHANDLER": "1",
        }

    def files(self) -> list[Path]:
        return [path for folder in self.folders for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("serve"))


@pytest.fixture(scope="session")
def server(place: Place) -> Iterator[Served]:
    with started(command("serve", "--no-open"), place.errors, cwd=place.work, env=place.environment) as served:
        yield served


@pytest.fixture
def stranger(server: Served) -> Iterator[httpx.Client]:
    """A program of this machine that has no key; a client of its own for the rate limit."""
    with client(server, f"127.0.1.{next(_ADDRESSES)}") as found:
        yield found


@pytest.fixture
def api(server: Served) -> Iterator[httpx.Client]:
    """A program that has the token."""
    with client(server, f"127.0.1.{next(_ADDRESSES)}") as found:
        found.headers.update(server.key)
        yield found


@pytest.fixture
def page(stranger: httpx.Client, server: Served) -> httpx.Client:
    """A browser that has opened the printed address."""
    assert stranger.get("/", params={"token": server.token}).status_code == 303
    stranger.headers.update({"Origin": server.address, "Sec-Fetch-Site": "same-origin"})
    return stranger


_ADDRESSES = iter(range(1, 255))
