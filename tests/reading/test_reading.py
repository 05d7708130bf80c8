"""What a reading promises, whatever the account."""

import pytest

from kerchief.domain.conversation import Conversation, Role, Utterance
from kerchief.engine import Kerchief
from kerchief.errors import EmptyTextError, TextTooLongError

KITCHEN = (
    "He came in from the garage and sat at the kitchen table. The company had let him go that morning. "
    "He kept saying he's failing us, that he should be able to look after us, and then my husband cried."
)


def test_causes_are_ranked_and_each_shows_its_words(reader: Kerchief) -> None:
    reading = reader.read(KITCHEN)
    chances = [cause.probability for cause in reading.causes]
    assert chances == sorted(chances, reverse=True)
    assert reading.causes[0].code == "let_you_down"
    assert any("failing us" in item.quote for item in reading.causes[0].evidence)


def test_the_crier_is_named_with_the_words_that_say_so(reader: Kerchief) -> None:
    crier = reader.read(KITCHEN).crier
    assert crier is not None
    assert (crier.relation, crier.gender) == ("partner", "m")
    assert crier.span is not None
    assert "cried" in crier.span.quote


def test_the_last_line_of_guidance_is_to_ask_them(reader: Kerchief) -> None:
    assert "ask them" in reader.read(KITCHEN).guidance.notice[-1]


def test_one_line_without_a_reason_is_not_enough_to_tell(reader: Kerchief) -> None:
    reading = reader.read("He cried.")
    assert reading.abstained is not None
    assert reading.question is not None


def test_a_conversation_points_into_its_own_utterances(reader: Kerchief) -> None:
    conversation = Conversation(
        utterances=(
            Utterance(text="You ok?", speaker=Role.SUPPORTER),
            Utterance(text="no. been crying since the funeral, I miss my mum so much", speaker=Role.SEEKER),
        )
    )
    reading = reader.read(conversation)
    assert reading.causes[0].code == "grief"
    for cause in reading.causes:
        for item in cause.evidence:
            assert conversation.utterances[item.utterance].text[item.start : item.end] == item.quote


def test_words_that_speak_against_a_cause_weigh_below_zero(reader: Kerchief) -> None:
    reading = reader.read(
        "He is not leaving, he said so. He cried because nobody noticed the dinner he cooked for two days."
    )
    assert "scared_to_lose_you" not in [cause.code for cause in reading.causes[:1]]
    weights = [item.weight for cause in reading.causes for item in cause.evidence]
    assert all(weights)


def test_without_the_encoder_the_reading_says_so(checker: Kerchief) -> None:
    reading = checker.read(KITCHEN)
    assert reading.provenance.encoder == "none"
    assert reading.causes[0].code == "let_you_down"


def test_an_empty_text_is_refused(reader: Kerchief) -> None:
    with pytest.raises(EmptyTextError):
        reader.read(" \n\t")


def test_a_text_of_more_than_a_million_characters_is_refused(reader: Kerchief) -> None:
    with pytest.raises(TextTooLongError):
        reader.read("he cried " * 120_000)


def test_a_megabyte_is_read(reader: Kerchief) -> None:
    filler = "We went to the shop and talked about the weather and the trains. " * 15_000
    reading = reader.read(filler[:490_000] + KITCHEN + filler[:490_000])
    assert "let_you_down" in [cause.code for cause in reading.causes[:2]]
