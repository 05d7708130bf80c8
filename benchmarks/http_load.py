"""Fifty clients at once for a minute on one server: seconds of an answer, errors, memory.

``python -m benchmarks.http_load [--seconds 60] [--clients 50] [--pause 5]``

Each client comes from an address of its own (all of 127.0.0.0/8 is this machine), as a person or a program would:
it asks, waits for the answer, then for ``--pause`` seconds on average. Most requests check a reply, as an editor does;
some read an account, some ask for suggestions. The server is a process of its own and is stopped at the end.
"""

from __future__ import annotations

import argparse
import asyncio
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


def main() -> None:
    """Start the server, load it, print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pause", type=float, default=5)
    wish = parser.parse_args()
    began = time.perf_counter()
    with subprocess.Popen([COMMAND, "serve", "--no-open"], stdout=subprocess.PIPE, text=True) as server:
        try:
            found = re.match(r"(http://[\d.:]+)/\?token=(\S+)", server.stdout.readline() if server.stdout else "")
            if found is None:
                raise SystemExit("The server did not start.")
            opened = _open(found[0]) - began
            print(f"Start of `kerchief serve` until its first answer: {opened:.2f} s.")
            tally = asyncio.run(_load(found[1], found[2], wish))
        finally:
            server.terminate()
    print(_table(tally, wish))


def _open(address: str) -> float:
    """When the printed address had been answered."""
    httpx.get(address, trust_env=False, timeout=30)
    return time.perf_counter()


async def _load(address: str, token: str, wish: argparse.Namespace) -> Tally:
    tally = Tally()
    end = time.perf_counter() + wish.seconds
    key = {"Authorization": f"Bearer {token}"}
    async with asyncio.TaskGroup() as group:
        group.create_task(_watch(address, key, tally, end))
        for number in range(wish.clients):
            group.create_task(_client(address, key, tally, (number, end, wish.pause)))
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


def _table(tally: Tally, wish: argparse.Namespace) -> str:
    every = [second for seconds in tally.seconds.values() for second in seconds]
    lines = [f"{wish.clients} clients, {len(every)} answers in {wish.seconds:.0f} s, {len(tally.errors)} errors."]
    for name, seconds in (*sorted(tally.seconds.items()), ("all", every)):
        parts = statistics.quantiles(seconds, n=100)
        lines.append(
            f"{name:12} {len(seconds):5} answers, median {parts[49] * 1e3:4.0f} ms, p99 {parts[98] * 1e3:4.0f} ms"
        )
    half = len(tally.megabytes) // 2
    lines.append(
        f"Memory {tally.megabytes[0]:.0f} MB at first, at most {max(tally.megabytes[:half]):.0f} MB in the first half "
        f"and {max(tally.megabytes[half:]):.0f} MB in the second."
    )
    return "\n".join([*lines, *sorted(set(tally.errors))])


if __name__ == "__main__":
    main()
