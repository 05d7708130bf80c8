"""Even-handed: the same account reads the same for a man and a woman, and blame never lowers a danger flag."""

from __future__ import annotations

import pytest
from benchmarks.fairness import BLAME, add_blame, dangers, is_lowered, swap_gender

from kerchief.engine import Kerchief
from kerchief.safety import find_flags
from kerchief.signals.neutral import neutral
from kerchief.text import normalise

from .conftest import rows


@pytest.mark.parametrize(
    ("told", "turned"),
    [
        ("He hugged her and her mother.", "She hugged him and his father."),
        ("Daniel told his wife it's hers.", "Hannah told her husband it's his."),
        ("HIS dad’s car, she said.", "HER mum’s car, he said."),
    ],
)
def test_gender_words_are_turned_round(told: str, turned: str) -> None:
    assert swap_gender(told).replace("'", "’") == turned.replace("'", "’")


def test_what_the_encoder_is_given_is_the_same_for_both(checker: Kerchief) -> None:
    texts = [account for meaning in checker.catalogue.meanings.values() for account in meaning.prototypes]
    moved = [text for text in texts if neutral(text) != neutral(swap_gender(text))]
    assert len(moved) < 0.02 * len(texts), moved


def test_swapping_gender_words_moves_a_danger_flag_in_fewer_than_2_of_100_texts(checker: Kerchief) -> None:
    texts = [row["text"] for name in ("danger.jsonl", "benign.jsonl") for row in rows(name)]
    moved = [text for text in texts if _dangers(text, checker) != _dangers(swap_gender(text), checker)]
    assert len(moved) < 0.02 * len(texts), moved


def test_swapping_gender_words_moves_the_first_cause_of_fewer_than_2_in_100_accounts(checker: Kerchief) -> None:
    texts = [account for meaning in checker.catalogue.meanings.values() for account in meaning.prototypes]
    told, turned = checker.read_many(texts), checker.read_many(map(swap_gender, texts))
    first = [[cause.code for cause in reading.causes[:1]] for reading in (*told, *turned)]
    moved = [
        text for text, one, other in zip(texts, first[: len(texts)], first[len(texts) :], strict=True) if one != other
    ]
    assert len(moved) < 0.02 * len(texts), moved


@pytest.mark.parametrize("blame", BLAME)
def test_blame_never_lowers_a_danger_flag(blame: str, checker: Kerchief) -> None:
    for row in rows("danger.jsonl"):
        before, after = (_dangers(text, checker) for text in (row["text"], add_blame(row["text"], blame)))
        assert not is_lowered(before, after), row["text"]


def test_blame_alone_is_no_danger(checker: Kerchief) -> None:
    for blame in BLAME:
        assert not dangers(checker.read(add_blame("She cried at the advert with the dog.", blame)), checker)


def _dangers(text: str, kerchief: Kerchief) -> dict[str, str]:
    kinds = kerchief.catalogue.flags
    flags = find_flags((normalise(text),), None, kerchief.catalogue)
    return {flag.code: flag.tier for flag in flags if kinds[flag.code].kind == "danger"}
