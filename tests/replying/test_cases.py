"""The cases that change what is said."""

import re

import pytest

from kerchief.domain.suggestion import Moment, Suggestions
from kerchief.engine import Kerchief


def texts(found: Suggestions) -> str:
    return "\n".join(suggestion.text for suggestion in found.suggestions)


@pytest.mark.parametrize(
    "account",
    [
        "My wife came home and cried. She told me to leave her alone and locked herself in the bathroom.",
        "He was crying in the bedroom. He said he doesn't want to talk about it and asked me to go.",
    ],
)
def test_who_wants_to_be_left_alone_is_left_alone(checker: Kerchief, account: str) -> None:
    found = checker.suggest(account)
    assert "left alone" in found.note
    assert len(found.suggestions) == 3
    assert "?" not in texts(found)
    assert any("Look in once" in line for line in found.first_minute)


def test_who_begs_not_to_be_left_is_not_left(checker: Kerchief) -> None:
    found = checker.suggest("He cried and said please don't leave me alone tonight, his mother had died.")
    assert "left alone" not in found.note


def test_good_tears_are_shared(checker: Kerchief) -> None:
    found = checker.suggest("The scan was clear! My wife burst into happy tears, she laughed and cried with relief.")
    assert "good tears" in found.note
    assert not re.search(r"\b(?:sorry|hard|hurts?|heavy)\b", texts(found))


def test_a_part_of_yours_is_owned_first(checker: Kerchief) -> None:
    found = checker.suggest(
        "My husband cooked for two days for my parents. I forgot the dinner and left early. "
        "He said nothing he does ever counts, and cried in the kitchen."
    )
    assert "had a part" in found.note
    first = found.suggestions[0]
    assert first.strategy == "self_disclosure"
    assert "I forgot the dinner" in first.text
    assert "sorry" in first.text
    assert "forgive me" not in texts(found)


def test_where_force_or_control_is_told_nobody_is_asked_to_own_a_part(checker: Kerchief) -> None:
    found = checker.suggest("I forgot the milk. He checks my phone and won't let me see my friends, and then he cried.")
    assert "had a part" not in found.note


def test_when_both_cry_nobody_has_to_be_strong(checker: Kerchief) -> None:
    found = checker.suggest("Our dog died this morning. My wife and I were both crying on the kitchen floor.")
    assert "both in tears" in found.note
    assert len(found.suggestions) == 3
    assert "be strong" not in texts(found)


def test_at_work_it_is_kept_private(checker: Kerchief) -> None:
    found = checker.suggest("A colleague cried at her desk after the meeting. They gave her project to somebody else.")
    assert "at work" in found.note
    assert "No touch" in " ".join(found.first_minute)
    assert not re.search(r"\b(?:hug|love|sofa|hold)\b", texts(found))


def test_who_leaves_all_the_same_gives_no_false_hope(checker: Kerchief) -> None:
    found = checker.suggest(
        "I told my boyfriend that it's over. He cried and begged me to stay, we've had the flat for three years. "
        "I'm leaving him anyway."
    )
    assert "You are leaving" in found.note
    assert len(found.suggestions) == 3
    assert not re.search(r"\bI(?:'ll| will) stay\b|\bmaybe we\b|\bgive it time\b", texts(found))
    assert re.search(r"leaving|going|decided|answer|over|made up", texts(found))


@pytest.mark.parametrize("when", ["now", "later"])
def test_who_cried_themselves_gets_words_of_their_own(checker: Kerchief, when: str) -> None:
    account = "I cried in front of my girlfriend last night. I lost the contract I worked on for a year."
    found = checker.suggest(account, Moment(i_cried=True, when=when))  # type: ignore[arg-type]
    assert "one who cried" in found.note
    assert len(found.suggestions) == 3
    assert "sorry" not in texts(found).lower()
    assert "I lost the contract" in texts(found) or "the contract" in texts(found)


def test_who_cried_speaks_to_the_other_as_you(checker: Kerchief) -> None:
    account = "My husband forgot my birthday and went to the match with his brother. I cried when he came in."
    for suggestion in checker.suggest(account, Moment(i_cried=True)).suggestions:
        assert not re.search(r"\b(?:he|him|his)\b", suggestion.text)


def test_an_account_that_only_supposes_a_leaving_is_no_leaving(checker: Kerchief) -> None:
    found = checker.suggest("He cried because he thinks I would leave him. I would never leave him over the money.")
    assert "You are leaving" not in found.note


def test_nobody_leaves_a_stranger(checker: Kerchief) -> None:
    found = checker.suggest("I broke up with my boyfriend in May. Today a man at the airport cried over his children.")
    assert "You are leaving" not in found.note


def test_where_no_act_can_be_named_none_is_owned(checker: Kerchief) -> None:
    found = checker.suggest("He cried at the table. I didn't say anything, I never do, and he went to bed.")
    assert "had a part" not in found.note or found.suggestions[0].strategy == "self_disclosure"
