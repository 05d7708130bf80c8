"""Control and pressing tears that nobody names: told as a rule of the house, a habit or a kindness, in passing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from benchmarks.fairness import swap_gender

from kerchief.knowledge.catalogue import Catalogue
from kerchief.safety import find_flags
from kerchief.text import normalise

TOLD = tomllib.loads((Path(__file__).parent / "holds.toml").read_text(encoding="utf-8"))
FLAGS = {"control": "control", "control_by_me": "control", "pressuring": "pressuring"}
FAMILIES = [(part, family) for part, families in TOLD.items() if part in FLAGS for family in families]

SPARED = (
    "My parents want me home by ten on a school night and I cried about it.",
    "We swapped phone codes after the break-in, her idea, and she cried at my notes.",
    "Mum pays my loan out weekly since I asked her to, and I blubbed when there was a bit extra.",
    "The nanny cameras were no secret, and the mother cried when she saw him sing.",
    "She begged me, in tears, to try again till Easter. I said no, and she boxed up my records.",
    "He tears up over the mortgage, wipes his nose and agrees with me.",
    "My ex texted that he was crying, could we talk. I said no thank you, he said sorry, be well.",
    "Her lip went about Sunday lunch, then she laughed and told us to go to Brighton.",
    "I sat down behind my front door and sobbed with a shoe in each hand.",
    "He could not read the menu for tears and asked me to order for him.",
    "I gave up smoking and cried for a week.",
    "I found myself crying in the pantry and put the cups away.",
    "He kept the receipt from that day as if it was a medal, and I cried.",
    "My manager reads the letters before they go out. I cried when she caught my mistake.",
    "Grandad kept my passport all through college as I had lost three, at my own asking, and wept when I left.",
    "She broke the vase, we both cried with laughter and I bought her a new one.",
    "I cried until the light in the stairwell went off.",
    "He would rather I didn't wear the leopard coat to his mother's funeral, and I was the one who cried.",
)


def is_seen(text: str, code: str, catalogue: Catalogue) -> bool:
    return code in {flag.code for flag in find_flags((normalise(text),), None, catalogue)}


@pytest.mark.parametrize(("part", "family"), FAMILIES)
def test_most_of_a_family_is_seen_though_nobody_names_it(part: str, family: str, catalogue: Catalogue) -> None:
    texts = TOLD[part][family]
    assert sum(is_seen(text, FLAGS[part], catalogue) for text in texts) >= 0.75 * len(texts)


@pytest.mark.parametrize(("part", "family"), FAMILIES)
def test_a_hold_is_seen_alike_whoever_it_is_told_of(part: str, family: str, catalogue: Catalogue) -> None:
    for text in TOLD[part][family]:
        assert is_seen(text, FLAGS[part], catalogue) == is_seen(swap_gender(text), FLAGS[part], catalogue), text


@pytest.mark.parametrize(("part", "family"), FAMILIES)
def test_a_hold_is_asked_about_and_never_called_certain(part: str, family: str, catalogue: Catalogue) -> None:
    for text in TOLD[part][family]:
        flags = find_flags((normalise(text),), None, catalogue)
        assert {flag.tier for flag in flags if flag.code == FLAGS[part]} <= {"soft"}


@pytest.mark.parametrize("text", SPARED)
def test_what_only_looks_like_a_hold_is_spared(text: str, catalogue: Catalogue) -> None:
    assert not any(is_seen(text, code, catalogue) for code in ("control", "pressuring"))
