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
        ("He has never missed a single match. He wept.", "you've never missed a single match"),
        ("His dad died on Tuesday. He cried.", "your dad died on Tuesday"),
        ("My wife's mother moved in without a word. My wife cried.", "your mother moved in without a word"),
        ("Tom lost the job he had for ten years. Tom cried.", "you lost the job you had for ten years"),
        ("They let her go by video call. She cried.", "they let you go by video call"),
        ("Her boyfriend dumped her two weeks ago. She cried.", "your boyfriend dumped you two weeks ago"),
        ("He wasn't invited to the wedding. He cried.", "you weren't invited to the wedding"),
        ("I failed the course my mum paid for. I cried.", "you failed the course your mum paid for"),
        ("We've been trying for four years. I cried.", "you've been trying for four years"),
        ("husband lost his job tues. didnt tell me till tonight. cried at the sink.", "you lost your job tues"),
        ("She didnt get the promotion again. She cried.", "you didn't get the promotion again"),
        ("She got passed over AGAIN for the promotion. She cried.", "you got passed over again for the promotion"),
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


@pytest.mark.parametrize(
    ("account", "never"),
    [
        ("He asked me is mummy in trouble. He cried on the stairs.", "is mummy"),
        ("He cried in the van so I wouldn't see it. He lost his licence last week.", "wouldn't see"),
        ("She said it on a walk in 2016. She cried.", "it on a walk"),
        ("I bawled. The sign said RELAX AND PUT IT IN NEUTRAL.", "PUT IT"),
        ("He cried. He'd have taken the job at the bank. He'll be stirring the tea.", "you'll be"),
    ],
)
def test_a_clause_ends_before_the_next_and_holds_no_half_sentence(checker: Kerchief, account: str, never: str) -> None:
    for fact in facts_of(checker, account).found:
        if fact.kind in ("fact", "said"):
            assert never not in fact.text


@pytest.mark.parametrize(
    ("account", "word"),
    [
        ('Husband lost his job. Cried at the sink. Said "i\'m useless" over and over.', "useless"),
        ("My wife cried. She says she's a bad mum because the feeding isn't working.", "bad mum"),
        ("I cried in the laundry. I feel invisible.", "invisible"),
    ],
)
def test_the_word_they_have_for_themselves_is_kept(checker: Kerchief, account: str, word: str) -> None:
    assert word in [fact.text for fact in facts_of(checker, account).of("words")]


def test_the_tellers_word_for_them_is_not_put_in_their_mouth(checker: Kerchief) -> None:
    account = "My brother cried. He is useless with money."
    assert not facts_of(checker, account).of("words")


@pytest.mark.parametrize(
    ("account", "kind", "name"),
    [
        ("My dad cried at the funeral.", "blow", "the funeral"),
        ("We had a row about money. She cried.", "thing", "money"),
        ("Her boss tore up her report. She cried.", "thing", "your report"),
    ],
)
def test_what_it_is_about_has_a_name(checker: Kerchief, account: str, kind: str, name: str) -> None:
    assert name in [fact.text for fact in facts_of(checker, account).of(kind)]


def test_a_coat_that_is_put_on_once_is_not_what_it_is_about(checker: Kerchief) -> None:
    found = facts_of(checker, "He failed the exam. He put on his coat and cried. He wanted that course.").of("thing")
    weights = {fact.text: fact.weight for fact in found}
    assert weights["the exam"] > weights.get("your coat", -1.0)
