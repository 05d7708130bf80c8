"""Everyday replies: small talk is left alone, and what hurts in it is found.

everyday.jsonl was written for this test. Its ``held`` part was written first and looked at last: when the rules were
all but done, its first score was precision 0.97, recall 0.84, and one kind reply of 43 accused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kerchief.checking.drafts import prepare
from kerchief.checking.linter import find_faults
from kerchief.knowledge.loader import load

CATALOGUE = load()
ITEMS = [json.loads(line) for line in Path(__file__).with_name("everyday.jsonl").read_text("utf-8").splitlines()]
LEAST_PRECISION, LEAST_RECALL, LEAST_HELD_RECALL = 0.95, 0.95, 0.8


def harm(item: dict[str, Any]) -> set[str]:
    faults = find_faults(prepare(item["reply"], item["context"], CATALOGUE), CATALOGUE)
    return {rule.code for rule, _ in faults if rule.code.startswith("H")}


def measured(items: Iterable[dict[str, Any]]) -> tuple[float, float]:
    pairs = [(set(item["harm"]), harm(item)) for item in items]
    right = sum(len(marked & found) for marked, found in pairs)
    return right / sum(len(found) for _, found in pairs), right / sum(len(marked) for marked, _ in pairs)


@pytest.mark.parametrize("item", [item for item in ITEMS if item["clean"]], ids=lambda item: item["id"])
def test_ordinary_kindness_is_left_alone(item: dict[str, Any]) -> None:
    assert harm(item) == set()


def test_what_hurts_in_everyday_replies_is_found() -> None:
    precision, recall = measured(item for item in ITEMS if not item.get("held"))
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


def test_what_hurts_in_replies_kept_aside_is_found() -> None:
    precision, recall = measured(item for item in ITEMS if item.get("held"))
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_HELD_RECALL
