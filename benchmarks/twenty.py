"""Twenty accounts written for the project, never trained on: what was read in them, why, and where it is wrong."""

from __future__ import annotations

import json
from pathlib import Path

from training.datasets import OWN, to_conversation

from kerchief.domain.reading import Reading
from kerchief.engine import Kerchief

PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "twenty-accounts.md"
ACCOUNTS, EVERY, MOST = OWN / "accounts-a.jsonl", 8, 20  # each eighth was held back
HEAD = """# Twenty accounts, and what was read in them

Written by `make bench`. The accounts are our own, and none was learnt from. After "right" or "wrong" stands what
its author meant the tears to say; "read" is what kerchief says, with the words it gives for the first cause.
"""


def write() -> str:
    """Write the page; returns the line that says how often the first cause was right."""
    rows = [json.loads(line) for line in ACCOUNTS.read_text(encoding="utf-8").splitlines()][::EVERY]
    told = [row for row in rows if not _label(row).get("skip")][:MOST]
    readings = Kerchief.load().read_many(map(to_conversation, told))
    parts, right = [HEAD.strip()], 0
    for number, (row, reading) in enumerate(zip(told, readings, strict=True), start=1):
        meant = _label(row)["primary"]
        is_right = bool(reading.causes) and reading.causes[0].code == meant
        right += is_right
        parts.append(f"## {number}. {'Right' if is_right else 'Wrong'}: {meant}\n\n> {_told(row)}\n\n{_read(reading)}")
    line = f"First cause as meant in {right} of {len(told)}."
    PAGE.write_text("\n\n".join([parts[0], line, *parts[1:]]) + "\n", encoding="utf-8")
    return line


def _label(row: dict[str, dict[str, dict[str, str]]]) -> dict[str, str]:
    return next(iter(row["labels"].values()))


def _told(row: dict[str, dict[str, dict[str, str]]]) -> str:
    return " ".join(utterance.text for utterance in to_conversation(row).utterances).replace("\n", " ")


def _read(reading: Reading) -> str:
    causes = ", ".join(f"{cause.code} {cause.probability:.2f}" for cause in reading.causes[:3]) or "nothing"
    words = [f'"{item.quote}" ({item.why})' for item in reading.causes[0].evidence[:2]] if reading.causes else []
    said = [f"Read: {causes}.", f"Words: {'; '.join(words)}." if words else "", reading.abstained or ""]
    return " ".join(part for part in said if part)
