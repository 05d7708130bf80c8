"""Which words are shown for a cause: the clause that says it most, by the heads and the cues together."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kerchief.encoder import OnnxEncoder, Passage
from kerchief.engine import Kerchief
from kerchief.text import clauses, normalise

FUNERAL = (
    "We had the caterers in, the parking was a mess and my aunt wore that hat again. My brother held up until the "
    "coffin went past, then he said he had never told Dad he loved him and he cried so hard that people turned round."
)
WORDS = st.lists(st.sampled_from(["he cried", "and", ",", "because", "the dog", "- then", "which", "."]), max_size=25)


def test_the_first_words_shown_are_a_clause_and_not_the_whole_long_sentence(reader: Kerchief) -> None:
    first = reader.read(FUNERAL).causes[0].evidence[0]
    assert first.quote in FUNERAL
    assert len(first.quote.split()) < 16
    assert "caterers" not in first.quote


def test_every_listed_cause_shows_words_of_the_account_once(reader: Kerchief) -> None:
    for cause in reader.read(FUNERAL).causes:
        shown = [item for item in cause.evidence if item.weight > 0]
        assert shown
        places = sorted((item.start, item.end) for item in shown)
        assert all(FUNERAL[item.start : item.end] == item.quote for item in shown)
        assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_what_the_teller_only_suspects_stays_the_tellers_guess(reader: Kerchief) -> None:
    reading = reader.read("He cried when I came in late. I think he feels guilty about something.")
    guilty = [cause for cause in reading.causes if cause.code == "guilty"]
    for cause in guilty:
        assert all(item.why.startswith("you suspect it") for item in cause.evidence if item.weight > 0)


@given(WORDS)
@settings(max_examples=200, deadline=None)
def test_clauses_cover_their_sentence_without_gap(words: list[str]) -> None:
    text = normalise(" ".join(words))
    for start, end in text.sentences:
        begins = clauses(text.folded, start, end)
        assert begins[0] == start
        assert begins == sorted(set(begins))
        assert begins[-1] < end


def test_vectors_of_sentences_do_not_hang_on_their_parts() -> None:
    encoder = OnnxEncoder()
    sentences = ("They came home late, and then they cried.", "Nobody asked why.")
    (whole,) = encoder.encode([Passage(sentences=sentences, marked=frozenset({0}))])
    (parted,) = encoder.encode([Passage(sentences=sentences, marked=frozenset({0}), parts=((0, 21), (0,)))])
    assert len(parted) == 5
    assert (parted[:2] == whole).all()
    assert (abs(parted[4] - whole[1]) < 1e-6).all()
