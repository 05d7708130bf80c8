"""A real server process for tests: the command itself, or an app with limits and an encoder of the test's own."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kerchief.encoder import Passage

COMMAND = Path(sys.executable).parent / "kerchief"
CANARY = "zqxcanaryvoice"


@dataclass(frozen=True)
class Served:
    address: str
    token: str
    port: int
    process: subprocess.Popen[str]

    @property
    def key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def cookie(self) -> str:
        return f"kerchief_{self.port}"


@contextmanager
def started(command: Sequence[str | Path], errors: Path, **named: Any) -> Iterator[Served]:
    """The server of a command that prints its address and token; it is stopped at the end."""
    with errors.open("w") as stderr, subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True, **named
    ) as process:  # fmt: skip
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.match(r"(http://127\.0\.0\.1:(\d+))\S*?(?:token=|.*Bearer )(\S+)", line)
        assert found, errors.read_text() or line
        try:
            yield Served(found[1], found[3], int(found[2]), process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def client(server: Served, source: str) -> httpx.Client:
    """A client that comes from an address of its own: all of 127.0.0.0/8 is this machine."""
    transport = httpx.HTTPTransport(local_address=source)
    return httpx.Client(base_url=server.address, transport=transport, timeout=120, trust_env=False)


def run(asked: Coroutine[Any, Any, None]) -> None:
    """A coroutine in a loop and a thread of its own: the browser's tests keep a loop going in the main thread."""
    with ThreadPoolExecutor(1) as other:
        other.submit(asyncio.run, asked).result()


def command(*arguments: str) -> list[str | Path]:
    return [COMMAND, *arguments, "--country", "GB"]


def app(*, encoder: str = "", **limits: float) -> list[str | Path]:
    """The command line of this module: an app with limits of its own, and an encoder that is broken or held."""
    return [sys.executable, __file__, json.dumps({"encoder": encoder, "limits": limits})]


class BrokenEncoder:
    """Fails as a library may: with the text it was given in its message."""

    id = "broken"

    def encode(self, passages: Sequence[Passage]) -> Any:
        raise ValueError(f"cannot encode {passages}")


class HeldEncoder:
    """The real one, which says that it has begun a text with HOLD in it, and goes on when it is told to."""

    def __init__(self, encoder: Any) -> None:
        self.encoder, self.id = encoder, encoder.id

    def encode(self, passages: Sequence[Passage]) -> Any:
        if any("HOLD" in sentence for passage in passages for sentence in passage.sentences):
            print("held", flush=True)
            sys.stdin.readline()
        return self.encoder.encode(passages)


def main(wish: dict[str, Any]) -> None:
    from kerchief.engine import Kerchief
    from kerchief.interfaces.http.app import create_app
    from kerchief.interfaces.http.limits import Limits
    from kerchief.interfaces.http.serve import bind, run

    kerchief = Kerchief.load(country="GB")
    if wish["encoder"]:
        encoder = BrokenEncoder() if wish["encoder"] == "broken" else HeldEncoder(kerchief.encoder)
        kerchief = Kerchief(kerchief.catalogue, encoder, "GB")
    limits = Limits(**{"requests_per_second": 10_000.0, "burst": 10_000, **wish["limits"]})
    with bind(0) as listening:
        port = listening.getsockname()[1]
        print(f"http://127.0.0.1:{port}/?token=test", flush=True)
        run(create_app(kerchief, token="test", port=port, limits=limits), listening)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
