"""Words of an account, said to the one they are about."""

import pytest

from kerchief.domain.conversation import Conversation
from kerchief.engine import Kerchief
from kerchief.replying.facts import Facts, find_facts
from kerchief.replying.voices import find_voices
from kerchief.replying.words import Words
from kerchief.signals.extract import extract


def facts_of(checker: Kerchief, account: str) -> Facts:
    (signals,) = extract([Conversation.of(account)], checker.catalogue, None)
    speakers = [utterance.speaker for utterance in signals.conversation.utterances]
    voices = find_voices(signals.texts, signals.crier, checker.catalogue.crier_words, speakers)
    return find_facts(signals, checker.read(account), voices, Words.of(checker.catalogue.lexicon))


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("He'd cooked for two days for my parents. He cried.", "you'd cooked for two days for my parents"),
        ("My husband was at the hospital all night. He cried.", "you were at the hospital all night"),
        ("She's been awake since four with the baby. She cried.", "you've been awake since four with the baby"),
        ("She never takes a day off from the shop. She sobbed.", "you never take a day off from the shop"),
        ("He has never missed a single match. He wept.", "you have never missed a single match"),
        ("His dad died on Tuesday. He cried.", "your dad died on Tuesday"),
        ("My wife's mother moved in without a word. My wife cried.", "your mother moved in without a word"),
        ("Tom lost the job he had for ten years. Tom cried.", "you lost the job you had for ten years"),
        ("They let her go by video call. She cried.", "they let you go by video call"),
        ("He wasn't invited to the wedding. He cried.", "you weren't invited to the wedding"),
        ("I failed the course my mum paid for. I cried.", "you failed the course your mum paid for"),
        ("We've been trying for four years. I cried.", "you've been trying for four years"),
    ],
)
def test_what_happened_is_said_to_the_one_who_cries(checker: Kerchief, account: str, said: str) -> None:
    assert said in [fact.text for fact in facts_of(checker, account).found]


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("He said he was failing us, and he cried.", "you were failing us"),
        ('"I can\'t hear another number," he said, and cried.', "you can't hear another number"),
        ('She cried. She said "nobody has ever noticed who empties the bins".', "nobody has ever noticed who empties"),
    ],
)
def test_their_own_words_are_given_back(checker: Kerchief, account: str, said: str) -> None:
    assert any(said in fact.text for fact in facts_of(checker, account).of("said"))


@pytest.mark.parametrize(
    ("account", "never"),
    [
        ("My husband cried. My brother said he would sell the house and that he hated him.", "you hated you"),
        ("She cried. Her sister had lost her purse and she lent her the money.", "you lent you"),
        ("I found him on the stairs crying. He had seen him with the neighbour again.", "you had seen you"),
        ("My son cried. A Florida man in a hat gave my other son the ticket.", "a Florida you"),
        ("He cried and said he would kill himself with the pills.", "kill yourself"),
        ("He cried. He was being such a jerk about the dishes all week.", "jerk"),
        ("She cried. You know how it is when she gets like that about money.", "you know how"),
    ],
)
def test_what_cannot_be_said_without_a_slip_is_not_said(checker: Kerchief, account: str, never: str) -> None:
    assert all(never not in fact.text for fact in facts_of(checker, account).found)


def test_every_fact_points_at_its_words(checker: Kerchief) -> None:
    account = "He’d cooked for two days for my parents. “Nobody noticed the roof,” he said. His dad died. He cried."
    for fact in facts_of(checker, account).found:
        assert account[fact.span.start : fact.span.end] == fact.span.quote
