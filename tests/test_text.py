from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kerchief.text import normalise

MESSY = st.text(alphabet=st.characters(codec="utf-8"), max_size=300) | st.text(
    alphabet="aI’'\"“”.!?… \n\u200b\u00a0ﬁＡé\u0301👩‍👧-—", max_size=80
)


def test_curly_quotes_and_case_are_folded() -> None:
    assert normalise("I’m “FINE”").folded == 'i\'m "fine"'


def test_an_invisible_character_inside_a_word_does_not_hide_it() -> None:
    text = normalise("I want to di\u200be")
    start = text.folded.index("die")
    assert text.span(start, start + 3).quote == "di\u200be"


@given(MESSY)
def test_every_span_quotes_the_source_it_points_at(source: str) -> None:
    text = normalise(source)
    for start, end in (*text.sentences, *text.quotations):
        span = text.span(start, end)
        assert source[span.start : span.end] == span.quote


@given(MESSY)
def test_sentences_are_in_order_and_do_not_overlap(source: str) -> None:
    places = normalise(source).sentences
    assert all(start < end for start, end in places)
    assert all(first[1] <= second[0] for first, second in pairwise(places))


@given(MESSY)
def test_every_word_lies_in_a_sentence(source: str) -> None:
    text = normalise(source)
    covered = sum(1 for start, end in text.sentences for char in text.folded[start:end] if not char.isspace())
    assert covered == sum(not char.isspace() for char in text.folded)


def test_text_without_punctuation_is_cut_into_sentences_of_some_forty_words() -> None:
    text = normalise(" ".join(["and then he cried"] * 60))
    assert 5 <= len(text.sentences) <= 7


def test_an_abbreviation_ends_no_sentence() -> None:
    assert len(normalise("Dr. Osei rang me. I wept.").sentences) == 2


def test_apostrophes_inside_words_open_no_quotation() -> None:
    text = normalise("he said 'it's over' and didn't look at the dog's bowl")
    assert [text.folded[a:b] for a, b in text.quotations] == ["it's over"]
