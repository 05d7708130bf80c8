"""Ten thousand requests made from /openapi.json by schemathesis, fit and unfit; every answer must be as described.

``python -m benchmarks.http_cases [--examples 1100] [--minutes 45]`` starts a server of its own and stops it.
Schemathesis makes up to ``--examples`` requests for each of nine routes, so that 1,100 are some ten thousand.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CONFIG = Path(__file__).resolve().parent.parent / "tests" / "http" / "schemathesis.toml"


def main() -> None:
    """Run schemathesis against a new server; its exit status is ours."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=1100)
    parser.add_argument("--minutes", type=float, default=45)
    wish = parser.parse_args()
    with subprocess.Popen([BIN / "kerchief", "serve", "--no-open"], stdout=subprocess.PIPE, text=True) as server:
        try:
            found = re.match(r"(http://[\d.:]+)/\?token=(\S+)", server.stdout.readline() if server.stdout else "")
            if found is None:
                raise SystemExit("The server did not start.")
            status = _run(found[1], found[2], wish)
        finally:
            server.terminate()
    raise SystemExit(status)


def _run(address: str, token: str, wish: argparse.Namespace) -> int:
    command: list[str | Path] = [
        BIN / "schemathesis", "--config-file", CONFIG, "run", f"{address}/openapi.json",
        "--header", f"Authorization: Bearer {token}", "--max-examples", str(wish.examples),
        "--phases", "coverage,fuzzing", "--generation-database", "none", "--request-timeout", "60",
        "--rate-limit", "28/s", "--max-time", str(int(wish.minutes * 60)), "--continue-on-failure", "--no-color",
        "--suppress-health-check", "all",
    ]  # fmt: skip
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    main()
