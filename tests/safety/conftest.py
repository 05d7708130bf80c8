"""The project's own texts: dangers, benign traps, and mini accounts of every meaning. No text of a real person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kerchief.knowledge.catalogue import Catalogue

HERE = Path(__file__).parent


def rows(name: str, *, held: bool = False) -> list[dict[str, Any]]:
    """Rows of danger.jsonl or benign.jsonl; the held fifth is scored apart, and no pattern is written on it."""
    found = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return [row for row in found if bool(row.get("held")) is held]


@pytest.fixture(scope="session")
def own_texts(catalogue: Catalogue) -> list[str]:
    """Dangers, benign traps and accounts, as people write them."""
    told = [row["text"] for name in ("danger.jsonl", "benign.jsonl") for row in rows(name)]
    return told + [account for meaning in catalogue.meanings.values() for account in meaning.prototypes]
