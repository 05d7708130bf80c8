"""Every line of the knowledge files against the never-say list: what a new file says is held to it without being named.

The files are walked, not the catalogue: only keys that are listed here as no speech of kerchief's are spared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from kerchief.knowledge.catalogue import Catalogue, Never
from kerchief.knowledge.loader import ENGLISH
from kerchief.patterns import is_any_in
from kerchief.text import normalise

NO_SPEECH = set(
    "patterns excepts unless words abuse advice bowing codes lacks small_words "  # what texts are matched with
    "examples counter_examples example prototypes allowed "  # what people write
    "contact".split()  # a line's own numbers
)
NO_VOICE = ("lexicon", "safety_frames.toml", "criers.toml", "seed_map.toml", "sources.toml", "never_say.toml")
IN_A_ROLE = ("scenarios", "practice.toml")  # a simulated person speaks as people do, save of means and with verdicts
NEVER_IN_ANY_ROLE = (3, 7)
OWN_VOICE_OF_SCENARIOS = {"title", "about", "setting", "you", "account", "notice", "means", "fact", "simulated", "says"}


def lines(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, list):
        for item in value:
            yield from lines(item, key)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from lines(item, name)


def spoken() -> Iterator[tuple[str, str, str]]:
    for path in sorted(ENGLISH.rglob("*.toml")):
        place = path.relative_to(ENGLISH)
        if place.parts[0] in NO_VOICE:
            continue
        for key, text in lines(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key not in NO_SPEECH:
                yield str(place), key, text


SPOKEN = list(spoken())


def test_the_files_that_speak_are_all_walked() -> None:
    folders = {place.replace("\\", "/").split("/")[0] for place, _, _ in SPOKEN}
    assert {"meanings.toml", "causes.toml", "questions.toml", "flags.toml", "safety", "cues"} <= folders
    there = {path.parent.name for path in ENGLISH.rglob("*.toml")} & {"replies", "scenarios"}
    assert there <= folders


def test_no_line_of_any_knowledge_file_says_what_must_never_be_said(catalogue: Catalogue) -> None:
    assert [
        (never.n, place, text)
        for place, key, text in SPOKEN
        for never in catalogue.never
        if is_bound(place, key, never)
        if is_any_in(never.patterns, "".join(normalise(text).folded.split('"')[::2]))
    ] == []


def is_bound(place: str, key: str, never: Never) -> bool:
    if not place.startswith(IN_A_ROLE) or key in OWN_VOICE_OF_SCENARIOS:
        return True
    return never.n in NEVER_IN_ANY_ROLE


@pytest.mark.parametrize("line", ["Promise me you won't.", "It means he loves you.", "You must leave him."])
def test_such_a_line_would_be_seen_anywhere(line: str, catalogue: Catalogue) -> None:
    assert any(
        is_any_in(never.patterns, normalise(line).folded)
        for never in catalogue.never
        if is_bound("replies/new.toml", "texts", never)
    )
