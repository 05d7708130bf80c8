"""Everything kerchief says of any text, put together as a person gets it, against the never-say list (dossier 4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from kerchief.domain.reading import Reading
from kerchief.domain.report import Report
from kerchief.domain.suggestion import Suggestions
from kerchief.engine import Kerchief
from kerchief.knowledge.catalogue import Catalogue
from kerchief.patterns import is_any_in
from kerchief.safety import MOST_RESOURCES, find_flags, guidance
from kerchief.text import normalise

from .conftest import rows

QUOTED = re.compile(r'"[^"]*"')
COUNTRIES = ("US", "GB", "IE", "CA", "AU", "NZ", "FR", "DE", "IN", "ZA", "XX", None)


def said_of_reading(reading: Reading) -> Iterator[str]:
    for hypothesis in (*reading.causes, *reading.bond):
        yield hypothesis.name
        yield from (item.why for item in hypothesis.evidence)
    for flag in reading.flags:
        yield flag.name
        yield from (item.why for item in flag.evidence)
    yield reading.abstained or ""
    yield reading.question.text if reading.question else ""
    told = reading.guidance
    yield from (*told.first_minute, *told.helps, *told.hurts, *told.notice)


def said_of_report(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield finding.message
        yield finding.why
        yield finding.rewrite.text if finding.rewrite else ""
    for flag in report.flags:
        yield flag.name
        yield from (item.why for item in flag.evidence)
    yield report.rewritten or ""


def said_of_suggestions(found: Suggestions) -> Iterator[str]:
    yield from (*found.first_minute, *found.can_wait, found.note)
    for suggestion in found.suggestions:
        yield suggestion.text
        yield suggestion.why


def breaches(said: Iterator[str], given: str, catalogue: Catalogue) -> list[tuple[int, str]]:
    """Lines that hold what must never be said, save words that came in with the text and are handed back in it."""
    came_in = normalise(given).folded
    found = []
    for line in said:
        own = QUOTED.sub("", normalise(line).folded)
        for never in catalogue.never:
            patterns = [pattern for pattern in never.patterns if not pattern.is_in(came_in)]
            if is_any_in(patterns, own):
                found.append((never.n, line))
    return found


@pytest.fixture(scope="module")
def own_readings(checker: Kerchief, own_texts: list[str]) -> list[Reading]:
    return checker.read_many(own_texts)


def test_no_reading_says_what_must_never_be_said(
    own_readings: list[Reading], own_texts: list[str], catalogue: Catalogue
) -> None:
    assert [
        breach
        for text, reading in zip(own_texts, own_readings, strict=True)
        for breach in breaches(said_of_reading(reading), text, catalogue)
    ] == []


def test_no_suggestion_for_a_danger_says_what_must_never_be_said(checker: Kerchief) -> None:
    told = [row["text"] for row in rows("danger.jsonl")][::5]
    assert [
        breach
        for text, found in zip(told, checker.suggest_many(told), strict=True)
        for breach in breaches(said_of_suggestions(found), text, checker.catalogue)
    ] == []


def test_no_report_says_what_must_never_be_said(checker: Kerchief) -> None:
    drafts = [
        (example.text, example.context) for rule in checker.catalogue.rules.values() for example in rule.flagged[::2]
    ]
    assert [
        breach
        for reply, context in drafts
        for breach in breaches(said_of_report(checker.check(reply, context)), f"{reply}\n{context}", checker.catalogue)
    ] == []


def test_no_danger_is_answered_by_a_wall_of_numbers_in_any_country(catalogue: Catalogue) -> None:
    for row in rows("danger.jsonl"):
        flags = find_flags((normalise(row["text"]),), None, catalogue)
        for country in COUNTRIES:
            lines, resources = guidance(flags, country, catalogue)
            assert len(resources) <= MOST_RESOURCES
            assert all(item.country and item.hours and item.contact and item.checked for item in resources)
            assert not breaches(iter(lines), "", catalogue), (country, row["id"])


def test_a_line_of_an_old_date_says_so_when_it_is_printed(catalogue: Catalogue) -> None:
    flags = find_flags((normalise("She told me she wants to die."),), None, catalogue)
    _, fresh = guidance(flags, "GB", catalogue, today=date(2026, 12, 1))
    _, old = guidance(flags, "GB", catalogue, today=date(2027, 7, 1))
    assert not any(item.stale for item in fresh)
    assert old
    assert all(item.stale for item in old)


def test_an_unknown_country_gets_the_emergency_sentence_and_the_directory(catalogue: Catalogue) -> None:
    for country in ("XX", "", None):
        flags = find_flags((normalise("He hit me again and I can't stop crying."),), None, catalogue)
        lines, resources = guidance(flags, country, catalogue)
        assert resources == ()
        assert "your local emergency number" in lines[-1]
        assert catalogue.directory in lines[-1]


THREATS = (
    "He said if I leave him he'll kill himself. He was sobbing.",
    "if you leave ill kill myself, she kept crying",
    "My wife wept and swore she would end her life if I moved out.",
    "He cried at the door and told me he'd jump if we broke up.",
)


@pytest.mark.parametrize("text", THREATS)
def test_a_threat_to_die_if_left_gets_both_tracks_whole(text: str, catalogue: Catalogue) -> None:
    """Neither hedges the other (dossier 4.4): a life to take as real, and a freedom that is not bargained away."""
    flags = find_flags((normalise(text),), None, catalogue)
    assert {"suicide_risk", "control"} <= {flag.code for flag in flags}
    lines, _ = guidance(flags, "GB", catalogue)
    life = [line for line in lines if line.startswith("For their life")]
    freedom = [line for line in lines if line.startswith("For your freedom")]
    assert len(life) == len(freedom) == 1
    assert "999" in life[0]
    assert "you may leave" in freedom[0]
    assert any("Do not bargain" in line for line in lines)


@pytest.mark.parametrize("code", ["violence", "control", "child_at_risk"])
def test_beside_abuse_nothing_is_said_of_forgiving_fighting_or_counselling_together(
    code: str, own_readings: list[Reading]
) -> None:
    topics = re.compile(r"\bforgiv\w*|\bcouples?\b|fights? (?:is|are|can be) (?:healthy|normal)|\bamends\b|in return")
    for reading in own_readings:
        if code not in {flag.code for flag in reading.flags}:
            continue
        assert reading.bond == ()
        advice = (*reading.guidance.first_minute, *reading.guidance.helps, *reading.guidance.notice)
        hard = any(flag.tier == "hard" for flag in reading.flags)
        told = [line for line in advice if topics.search(line.lower())]
        assert not told or (hard and all("Do not press for forgiveness" in line for line in told))
