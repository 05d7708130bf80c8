"""A teller's verdict on the tears is no part of what happened: it moves no reading."""

from __future__ import annotations

import pytest

from kerchief.engine import Kerchief
from kerchief.signals.tears import find_verdicts
from kerchief.text import normalise

ACCOUNT = (
    "My brother sat in the van after the funeral and sobbed. He said he should have gone to see Dad on the Sunday, "
    "that he had chosen the match instead. "
)
VERDICTS = (
    "He's so dramatic.",
    "Honestly he is just being a baby.",
    "He always does this.",
    "I think he likes the attention.",
    "Personally I believe it was all for show.",
    "He makes everything about himself.",
    "Crocodile tears.",
    "hes overreacting tbh",
)
TOLD = (
    "He said I was being dramatic when I asked about the knife.",
    "He always does this walk on Sundays with the old dog.",
    "My sister is sensitive to light since the accident.",
    "It was an act of kindness that nobody had asked of them.",
)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_moves_nothing(reader: Kerchief, verdict: str) -> None:
    before, after = reader.read(ACCOUNT), reader.read(ACCOUNT + verdict)
    assert [(one.code, one.probability) for one in before.causes] == [
        (one.code, one.probability) for one in after.causes
    ]


@pytest.mark.parametrize("sentence", TOLD)
def test_what_is_told_is_read(reader: Kerchief, sentence: str) -> None:
    assert find_verdicts([normalise(sentence)], reader.catalogue.tear_words) == frozenset()


def test_a_verdict_that_names_the_only_tears_is_read(reader: Kerchief) -> None:
    assert reader.read("She cried. She's just being dramatic.").crier is not None
