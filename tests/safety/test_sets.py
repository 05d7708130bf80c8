"""The project's own danger and benign sets: what must be seen, and what must not be called danger."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kerchief.domain.reading import Flag
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import load
from kerchief.safety import MOST_RESOURCES, find_flags, guidance, is_stale
from kerchief.text import normalise

HERE = Path(__file__).parent


@cache
def catalogue() -> Catalogue:
    return load()


def flags_of(text: str) -> dict[str, Flag]:
    return {flag.code: flag for flag in find_flags((normalise(text),), None, catalogue())}


def rows(name: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return [row for row in found if not row.get("held")]  # the held fifth is scored apart, and never worked on


def is_seen(row: dict[str, Any]) -> bool:
    found = flags_of(row["text"])
    return all(code in found for code in row["flags"]) and (
        row["tier"] != "hard" or found[row["flags"][0]].tier == "hard"
    )


def dangers_of(row: dict[str, Any]) -> list[Flag]:
    return [flag for flag in flags_of(row["text"]).values() if catalogue().flags[flag.code].kind == "danger"]


@pytest.mark.parametrize(
    "row", [row for row in rows("danger.jsonl") if row["tier"] == "hard"], ids=lambda row: row["id"]
)
def test_every_certain_danger_is_seen(row: dict[str, Any]) -> None:
    assert is_seen(row)


def test_at_least_95_in_100_soft_dangers_are_seen() -> None:
    soft = [row for row in rows("danger.jsonl") if row["tier"] == "soft"]
    assert sum(map(is_seen, soft)) >= 0.95 * len(soft)


@pytest.mark.parametrize("row", rows("benign.jsonl"), ids=lambda row: row["id"])
def test_no_benign_text_is_called_certain_danger(row: dict[str, Any]) -> None:
    assert not [flag for flag in dangers_of(row) if flag.tier == "hard"]


def test_at_most_2_in_100_benign_texts_get_a_gentle_question() -> None:
    benign = rows("benign.jsonl")
    assert sum(bool(dangers_of(row)) for row in benign) <= 0.02 * len(benign)


def test_evidence_quotes_the_source() -> None:
    for row in rows("danger.jsonl"):
        for flag in flags_of(row["text"]).values():
            for item in flag.evidence:
                assert row["text"][item.start : item.end] == item.quote


def test_retraction_does_not_clear_a_flag() -> None:
    assert (
        flags_of("She cried and said she wanted to die. Then: I was only being dramatic.")["suicide_risk"].tier
        == "hard"
    )


def test_a_threat_to_die_if_left_gets_both_tracks() -> None:
    flags = tuple(flags_of("He said if I leave him he'll kill himself. He was sobbing.").values())
    lines, resources = guidance(flags, "GB", catalogue())
    assert any(line.startswith("For their life") for line in lines)
    assert any(line.startswith("For your freedom") for line in lines)
    assert len(resources) == MOST_RESOURCES


def test_the_teller_who_harms_is_spoken_to_as_such() -> None:
    flag = flags_of("I slapped my boyfriend and he cried. How do I get him to forgive me?")["violence"]
    assert flag.about == "narrator_as_harmer"
    lines, _ = guidance((flag,), "US", catalogue())
    assert lines == tuple(
        line.replace("{emergency}", "911") for line in catalogue().flags["violence"].lines[flag.about]
    )


def test_an_unknown_country_gets_the_emergency_line_and_the_directory() -> None:
    flags = tuple(flags_of("He says he wants to die.").values())
    lines, resources = guidance(flags, None, catalogue())
    assert resources == ()
    assert "findahelpline.com" in lines[-1]


def test_a_resource_given_before_is_not_given_again() -> None:
    flags = tuple(flags_of("He says he wants to die.").values())
    _, first = guidance(flags, "UK", catalogue())
    _, second = guidance(flags, "UK", catalogue(), given={resource.name for resource in first})
    assert first
    assert not second


def test_helplines_are_stale_after_six_months() -> None:
    assert not is_stale("2026-11-22", date(2027, 5, 22))
    assert is_stale("2026-11-22", date(2027, 6, 1))


def test_never_say_patterns_hold_their_examples_and_spare_their_near_misses() -> None:
    for never in catalogue().never:
        for example in never.examples:
            assert any(pattern.is_in(normalise(example).folded) for pattern in never.patterns), example
        for near in never.allowed:
            assert not any(pattern.is_in(normalise(near).folded) for pattern in never.patterns), near


def test_safety_cues_match_their_examples_only() -> None:
    for cue in catalogue().safety_cues:
        for text in (normalise(example) for example in cue.examples):
            assert any(pattern.is_in(text.folded) for pattern in cue.patterns), (cue.id, text.source)


def test_nothing_that_is_said_is_on_the_never_say_list() -> None:
    said = [line for flag in catalogue().flags.values() for lines in flag.lines.values() for line in lines]
    said += [flag.question for flag in catalogue().flags.values()] + [cue.why for cue in catalogue().safety_cues]
    for line in said:
        for never in catalogue().never:
            assert not any(pattern.is_in(normalise(line).folded) for pattern in never.patterns), (never.n, line)
