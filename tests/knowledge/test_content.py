"""What the knowledge files say of themselves: every example matches, nothing is said that must never be."""

from collections.abc import Iterator

import pytest

from kerchief.knowledge.catalogue import Catalogue, Cue, SafetyCue
from kerchief.knowledge.loader import load
from kerchief.patterns import is_any_in
from kerchief.text import normalise

CATALOGUE = load()
CUES: list[Cue | SafetyCue] = [*CATALOGUE.cues, *CATALOGUE.safety_cues]


def matches(cue: Cue | SafetyCue, sentence: str) -> bool:
    text = normalise(sentence)
    places = [place for pattern in cue.patterns for place in pattern.find(text.folded)]
    return any(not is_any_in(cue.excepts, text.folded, *text.sentence_at(start)) for start, _ in places)


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_a_cue_matches_its_examples_and_none_of_its_counter_examples(cue: Cue | SafetyCue) -> None:
    assert [example for example in cue.examples if not matches(cue, example)] == []
    assert [example for example in cue.counter_examples if matches(cue, example)] == []


def sentences(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Everything in the knowledge files that is ever shown to a person as kerchief's own words."""
    for meaning in catalogue.meanings.values():
        parts = (*meaning.first_minute, *meaning.helps, *meaning.hurts, *meaning.notice)
        for text in (meaning.name, meaning.definition, meaning.question, *parts):
            yield f"meaning {meaning.code}", text
    for question in catalogue.questions:
        yield f"question {question.between}", question.text
    for cue in CUES:
        yield f"cue {cue.id}", cue.why
    for rule in catalogue.rules.values():
        for text in (rule.message, rule.why, *rule.rewrites):
            yield f"rule {rule.code}", text
    for flag in catalogue.flags.values():
        for text in (flag.name, flag.question, *(line for lines in flag.lines.values() for line in lines)):
            yield f"flag {flag.code}", text


@pytest.mark.parametrize("never", CATALOGUE.never, ids=lambda never: f"never-{never.n}")
def test_no_knowledge_file_says_what_must_never_be_said(never: object, catalogue: Catalogue) -> None:
    patterns = never.patterns  # type: ignore[attr-defined]
    said = [
        (place, text)
        for place, text in sentences(catalogue)
        if is_any_in(patterns, "".join(normalise(text).folded.split('"')[::2]))
    ]
    assert said == []


@pytest.mark.parametrize("never", CATALOGUE.never, ids=lambda never: f"never-{never.n}")
def test_the_never_list_sees_its_examples_and_lets_near_misses_be(never: object) -> None:
    patterns = never.patterns  # type: ignore[attr-defined]
    assert [text for text in never.examples if not is_any_in(patterns, normalise(text).folded)] == []  # type: ignore[attr-defined]
    assert [text for text in never.allowed if is_any_in(patterns, normalise(text).folded)] == []  # type: ignore[attr-defined]


def test_every_claim_of_the_seed_lives_somewhere_or_says_why_not(catalogue: Catalogue) -> None:
    for claim in catalogue.seed_map.values():
        assert claim.where or len(claim.left_out.split()) >= 4, claim.id


def test_close_pairs_have_a_deciding_question(catalogue: Catalogue) -> None:
    pairs = {frozenset(question.between) for question in catalogue.questions}
    for pair in (
        ("let_you_down", "guilty"),
        ("guilty", "scared_to_lose_you"),
        ("overwhelmed", "exhausted"),
        ("let_you_down", "ashamed"),
        ("unappreciated", "let_you_down"),
        ("empathizing", "afraid"),
    ):
        assert frozenset(pair) in pairs
