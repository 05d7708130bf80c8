"""What kerchief costs: seconds, milliseconds and megabytes, medians of several runs on this machine."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.scorers import table
from kerchief.domain.conversation import Draft
from kerchief.engine import Kerchief

COMMAND = str(Path(sys.executable).parent / "kerchief")
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "kitchen-table.txt"
REPLY = (
    "I'm so sorry about the job. I know exactly how you feel, the same thing happened to me last spring and "
    "I was fine in a month. You should call the agency first thing tomorrow. I'm here tonight."
)


def section(shared: Path) -> str:
    """The part of the page about cost."""
    del shared
    text = EXAMPLE.read_text(encoding="utf-8")
    cold, fast = Kerchief.load(), Kerchief.load(fast=True)
    cold.read(text)
    fast.read(text)
    long = (text + "\n") * 6
    body = [
        ["`import kerchief`", "60 ms", f"{_import_time():.0f} ms"],
        ["`kerchief --help`", "0.3 s", f"{_process(COMMAND, '--help'):.2f} s"],
        [
            f"`kerchief read --fast`, {len(text.split())} words, from cold",
            "1 s",
            f"{_process(COMMAND, 'read', '--fast', str(EXAMPLE)):.2f} s",
        ],
        ["the same once loaded", "40 ms", f"{_median(lambda: fast.read(text)) * 1e3:.1f} ms"],
        ["`kerchief read`, the large reader, from cold", "–", f"{_process(COMMAND, 'read', str(EXAMPLE)):.2f} s"],
        ["the same once loaded", "–", f"{_median(lambda: cold.read(text)) * 1e3:.1f} ms"],
        [
            f"an account of {len(long.split())} words once loaded",
            "–",
            f"{_median(lambda: cold.read(long)) * 1e3:.1f} ms",
        ],
        [
            f"a reply of {len(REPLY.split())} words, with its account",
            "–",
            f"{_median(lambda: cold.check(Draft(reply=REPLY, context=text))) * 1e3:.1f} ms",
        ],
        ["most memory of `kerchief read`", "350 MB", f"{_memory():.0f} MB"],
    ]
    where = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n\n".join([f"Medians on {where}.", table(["what", "goal", "measured"], body)])


def _median(call: Callable[[], object], times: int = 21) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def _process(*command: str) -> float:
    return _median(lambda: subprocess.run(command, capture_output=True, check=True), 7)


def _import_time() -> float:
    """Milliseconds that importing kerchief adds, by Python's own ``-X importtime``."""
    found = []
    for _ in range(7):
        run = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", "import kerchief"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        last = next(line for line in reversed(run.stderr.splitlines()) if line.rstrip().endswith(" kerchief"))
        found.append(int(last.split("|")[1]) / 1e3)
    return statistics.median(found)


def _memory() -> float:
    """Megabytes at most of the command, seen from a small process of its own."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, COMMAND, "read", str(EXAMPLE)], capture_output=True, encoding="utf-8", check=True
    )
    return int(run.stdout) / 1024
