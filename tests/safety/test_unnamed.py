"""Danger that nobody names: it is told by what is given away, covered up or mended, and the right question is asked."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

import pytest

from kerchief.knowledge.catalogue import Catalogue
from kerchief.safety import find_flags
from kerchief.text import normalise

from .conftest import HERE

TOLD: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "unnamed.jsonl").read_text(encoding="utf-8").splitlines()
]
FAMILIES = {key: list(rows) for key, rows in groupby(TOLD, lambda row: (row["flag"], row["family"]))}
SEEN = 0.75  # of each family; of all of them together SEEN_OF_ALL
SEEN_OF_ALL = 0.9

SPARED = (
    "I told the nurse that I was nervous and she gave me a sticker. I cried, it was a kind sticker.",
    "He put a hatch through the wall to the kitchen and she cried when she saw the light.",
    "The hole in the ceiling is from the leak, and it was the smell that made me cry.",
    "She was against the whole idea of a wake and she cried all the way through it.",
    "My wife screamed and dived behind the sofa because of a moth, then laughed till she cried.",
    "Our toddler went stiff in the car seat because he wanted the blue cup. Tears for ten miles.",
    "She saves half her sandwich for the ducks and cries if they're not hungry.",
    "My lad cried at drop off on the first day of school, and by lunch he'd made a friend.",
    "We drove the kids to the coast with a flask of soup and everybody cried at the end of the audiobook.",
    "Mum gave away her sewing machine as she was moving into the flat, and had a little weep.",
    "He gave me his seat on the train because I was crying.",
    "We did our wills on Monday and I cried over who gets the teapot.",
    "You don't need to save me a cake, I'm at the dentist, she said, crying with laughter.",
    "The team would be fine without me for a week, so I went, and I cried on the plane with relief.",
    "He bit into his own birthday cake and cried, it tasted like his gran's.",
    "Grandpa showed me how the boiler works and then told me about his first flat, with tears in his eyes.",
)


def test_nearly_all_of_what_nobody_names_is_seen(catalogue: Catalogue) -> None:
    missed = [row["text"] for row in TOLD if row["flag"] not in found_in(row["text"], catalogue)]
    assert len(missed) <= (1 - SEEN_OF_ALL) * len(TOLD), missed


@pytest.mark.parametrize("family", FAMILIES, ids="-".join)
def test_no_family_is_left_out(family: tuple[str, str], catalogue: Catalogue) -> None:
    rows = FAMILIES[family]
    missed = [row["text"] for row in rows if row["flag"] not in found_in(row["text"], catalogue)]
    assert len(missed) <= (1 - SEEN) * len(rows), missed


@pytest.mark.parametrize("text", SPARED)
def test_what_only_looks_like_it_is_spared(text: str, catalogue: Catalogue) -> None:
    assert not found_in(text, catalogue) & {"suicide_risk", "self_harm", "violence", "child_at_risk"}


def found_in(text: str, catalogue: Catalogue) -> set[str]:
    return {flag.code for flag in find_flags((normalise(text),), None, catalogue)}
