"""Fifty clients at once for a minute on one server: seconds of an answer, errors, memory.

``python -m benchmarks.http_load [--seconds 60] [--clients 50] [--pause 5]``

Each client comes from an address of its own (all of 127.0.0.0/8 is this machine), as a person or a program would:
it asks, waits for the answer, then for ``--pause`` seconds on average. Most requests check a reply, as an editor does;
some read an account, some ask for suggestions. The server is a process of its own and is stopped at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.scorers import table

COMMAND = Path(sys.executable).parent / "kerchief"
ACCOUNT = (
    "My husband sat down at the table. He kept saying he's failing us and that he should be able to pay, and he cried."
)
REPLY = "I'm so sorry about the job. At least we have each other. I'm here tonight, do you want to talk?"
WISHES: list[tuple[str, dict[str, Any], int]] = [
    ("/v1/check", {"reply": REPLY, "context": ACCOUNT}, 7),
    ("/v1/read", {"text": ACCOUNT}, 2),
    ("/v1/suggest", {"text": ACCOUNT, "when": "later", "as": "partner"}, 1),
]


@dataclass(slots=True)
class Tally:
    """What came of a load: seconds of each answer by route, and what was no answer."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How long, how many at once, and how many seconds each of them waits on average before asking again."""

    seconds: float = 60
    clients: int = 50
    pause: float = 5


def section(shared: Path) -> str:
    """The part of the page about serving."""
    del shared
    return measure(Load())


def main() -> None:
    """Load a server as asked and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("seconds", "clients", "pause"):
        default = getattr(Load(), name)
        parser.add_argument(f"--{name}", type=type(default), default=default)
    print(measure(Load(**vars(parser.parse_args()))))


def measure(load: Load) -> str:
    """Start a server, load it, stop it, and tell what came of it."""
    began = time.perf_counter()
    with subprocess.Popen([COMMAND, "serve", "--no-open"], stdout=subprocess.PIPE, text=True) as server:
        try:
            found = re.match(r"(http://[\d.:]+)/\?token=(\S+)", server.stdout.readline() if server.stdout else "")
            if found is None:
                raise SystemExit("The server did not start.")
            opened = _open(found[0]) - began
            tally = asyncio.run(_load(found[1], found[2], load))
        finally:
            server.terminate()
    return _told(tally, load, opened)


def _open(address: str) -> float:
    """When the printed address had been answered."""
    httpx.get(address, trust_env=False, timeout=30)
    return time.perf_counter()


async def _load(address: str, token: str, load: Load) -> Tally:
    tally = Tally()
    end = time.perf_counter() + load.seconds
    key = {"Authorization": f"Bearer {token}"}
    async with asyncio.TaskGroup() as group:
        group.create_task(_watch(address, key, tally, end))
        for number in range(load.clients):
            group.create_task(_client(address, key, tally, (number, end, load.pause)))
    return tally


async def _client(address: str, key: dict[str, str], tally: Tally, plan: tuple[int, float, float]) -> None:
    number, end, pause = plan
    chance = random.Random(number)
    transport = httpx.AsyncHTTPTransport(local_address=f"127.0.5.{number + 1}")
    async with httpx.AsyncClient(base_url=address, headers=key, transport=transport, timeout=60) as client:
        while True:
            await asyncio.sleep(chance.uniform(0, 2 * pause))
            if time.perf_counter() > end:
                return
            path, body, _ = chance.choices(WISHES, [weight for *_, weight in WISHES])[0]
            began = time.perf_counter()
            try:
                answer = await client.post(path, json=body)
            except httpx.HTTPError as error:
                tally.errors.append(type(error).__name__)
                continue
            tally.seconds.setdefault(path, []).append(time.perf_counter() - began)
            if answer.status_code != 200:
                tally.errors.append(f"{path} {answer.status_code}")


async def _watch(address: str, key: dict[str, str], tally: Tally, end: float) -> None:
    """Memory of the server every five seconds, as it tells it itself."""
    async with httpx.AsyncClient(base_url=address, headers=key, trust_env=False, timeout=60) as client:
        while time.perf_counter() < end:
            figures = (await client.get("/metrics")).text
            found = re.search(r"^process_resident_memory_bytes (\S+)$", figures, re.M)
            tally.megabytes.append(float(found[1]) / 2**20 if found else 0.0)
            await asyncio.sleep(5)


def _told(tally: Tally, load: Load, opened: float) -> str:
    every = [second for seconds in tally.seconds.values() for second in seconds]
    rows = []
    for name, seconds in (*sorted(tally.seconds.items()), ("all", every)):
        parts = statistics.quantiles(seconds, n=100)
        rows.append([name, str(len(seconds)), f"{parts[49] * 1e3:.0f} ms", f"{parts[98] * 1e3:.0f} ms"])
    half = len(tally.megabytes) // 2
    early, late = max(tally.megabytes[:half], default=0), max(tally.megabytes[half:], default=0)
    lines = [
        f"{load.clients} clients at once for {load.seconds:.0f} s, each asking, waiting for the answer, then pausing "
        f"{load.pause:.0f} s on average; clients and server share the {os.cpu_count()} cores. Goal: p99 under 400 ms.",
        table(["route", "answers", "median", "p99"], rows),
        f"Errors: {len(tally.errors)} {', '.join(sorted(set(tally.errors)))}".strip()
        + f". Memory of the server: {early:.0f} MB at most in the first half, {late:.0f} MB in the second. "
        f"`kerchief serve` from cold until the page had answered: {opened:.1f} s.",
    ]
    return "\n\n".join(lines)


if __name__ == "__main__":
    main()
