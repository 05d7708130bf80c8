"""Measure, and write docs/explanation/how-good-is-it.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import http_load, reading, rehearsal, replies, speed, suggestions, twenty

PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "how-good-is-it.md"
HEAD = """# How good is it?

This page is written by `make bench`; no figure in it was typed by hand. The scorers and the dev sets lie beside the
project (they hold texts of real people) and are not part of it. Labels were made by independent careful readers who
followed a codebook: model readers, not clinicians. kerchief was tuned on other accounts than these.
"""


def main() -> None:
    """Run every part and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    parts = [HEAD.strip()]
    for title, part in (
        ("Reading", reading),
        ("Checking", replies),
        ("Suggesting", suggestions),
        ("Practising", rehearsal),
        ("Cost", speed),
        ("Serving", http_load),
    ):
        parts.append(f"## {title}\n\n{part.section(shared)}")
        print(parts[-1], flush=True)
    print(twenty.write(), flush=True)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
