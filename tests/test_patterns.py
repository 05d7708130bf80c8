import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerchief.knowledge.catalogue import Catalogue
from kerchief.patterns import compile_pattern

WORDS = {"they": "he|she|they", "gap": r"(?: [^\s.!?]+){0,3}?", "who": "{they}|i"}


def test_a_space_stands_for_any_white_space() -> None:
    assert compile_pattern("at least", WORDS).is_in("at \n least")


def test_an_apostrophe_may_be_missing() -> None:
    assert compile_pattern("don't go", WORDS).is_in("dont go")


def test_a_word_list_may_name_another() -> None:
    assert compile_pattern("{who} cried", WORDS).is_in("she cried")


def test_only_whole_words_match() -> None:
    assert not compile_pattern("he cried", WORDS).is_in("the cried")


def test_a_tilde_takes_the_expression_as_it_is() -> None:
    assert compile_pattern(r"~\?$", WORDS).is_in("why?")


def test_an_unknown_word_list_is_named() -> None:
    with pytest.raises(ValueError, match="nobody"):
        compile_pattern("{nobody} cried", WORDS)


def test_a_broken_expression_is_named() -> None:
    with pytest.raises(ValueError, match="no regular expression"):
        compile_pattern("(he cried", WORDS)


def test_every_shipped_pattern_compiles(catalogue: Catalogue) -> None:
    for scanner in (catalogue.cue_scanner, catalogue.safety_scanner, catalogue.reply_scanner):
        for pattern in scanner.patterns:
            re.compile(pattern.expression)


def test_every_shipped_pattern_has_a_needle_or_is_rare(catalogue: Catalogue) -> None:
    patterns = [pattern for cue in catalogue.cues for pattern in cue.patterns]
    without = [pattern.source for pattern in patterns if not pattern.needles]
    assert len(without) <= len(patterns) // 50, without


PIECES = st.sampled_from(
    ["he", "she cried", "at least", "(a|b|cd)", "(left|gone)", "x?", "(no )?", "{they}", "{gap}", "[ab]c", "(ab)+"]
)


@given(st.lists(PIECES, min_size=1, max_size=5), st.text(alphabet="abcdehlorst gn", max_size=60))
def test_needles_never_lose_a_match(pieces: list[str], text: str) -> None:
    pattern = compile_pattern(" ".join(pieces), WORDS)
    for match in re.finditer(pattern.expression, text):
        assert match.end() == match.start() or pattern.is_possible(text)
