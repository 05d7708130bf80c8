"""Measure, and write docs/explanation/how-good-is-it.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import http_load, outcome, reading, rehearsal, replies, speed, suggestions, twenty

PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "how-good-is-it.md"
HEAD = """# How good is it?

This page is written by `make bench`; no figure in it was typed by hand. The scorers and the dev sets lie beside the
project (they hold texts of real people) and are not part of it. Labels were made by independent careful readers who
followed a codebook: model readers, not clinicians. kerchief was tuned on other accounts than these.
"""


PARTS = {
    "Reading": reading,
    "Checking": replies,
    "Outcome": outcome,
    "Suggesting": suggestions,
    "Practising": rehearsal,
    "Cost": speed,
    "Serving": http_load,
}


def main() -> None:
    """Run every part, or those that are named, and write the page; the others keep what it says of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", action="append", choices=PARTS, help="a part to run; may be given several times")
    arguments = parser.parse_args()
    told = _told()
    for title in arguments.only or PARTS:
        told[title] = PARTS[title].section(arguments.shared).strip()
        print(f"## {title}\n\n{told[title]}", flush=True)
        parts = [f"## {name}\n\n{told[name]}" for name in PARTS if name in told]
        PAGE.write_text("\n\n".join([HEAD.strip(), *parts]) + "\n", encoding="utf-8")
    print(twenty.write(), flush=True)


def _told() -> dict[str, str]:
    """What the page says of each part now."""
    if not PAGE.is_file():
        return {}
    _, *sections = PAGE.read_text(encoding="utf-8").split("\n## ")
    return {title: body.strip() for title, _, body in (section.partition("\n") for section in sections)}


if __name__ == "__main__":
    main()
