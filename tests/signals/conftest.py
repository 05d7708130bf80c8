"""The shipped words for tears and criers, read without the rest of the catalogue."""

import tomllib

import pytest

from kerchief.knowledge.crier_words import CrierWords, TearWords, crier_words, tear_words
from kerchief.knowledge.loader import ENGLISH
from kerchief.patterns import Pattern, compile_pattern


def make(source: str) -> Pattern:
    lexicon: dict[str, str] = {}
    for name in ("common", "tears"):
        lexicon.update(tomllib.loads((ENGLISH / "lexicon" / f"{name}.toml").read_text("utf-8")))
    return compile_pattern(source, lexicon)


@pytest.fixture(scope="session")
def words_for_tears() -> TearWords:
    return tear_words(tomllib.loads((ENGLISH / "criers.toml").read_text("utf-8")), make)


@pytest.fixture(scope="session")
def words_for_criers() -> CrierWords:
    return crier_words(tomllib.loads((ENGLISH / "criers.toml").read_text("utf-8")), make)
