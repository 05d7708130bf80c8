"""Safety goes before every suggestion."""

import re

import pytest

from kerchief.domain.conversation import Draft
from kerchief.domain.suggestion import Moment, Suggestions
from kerchief.engine import Kerchief

ASKS = re.compile(r"kill(?:ing)? yourself|suicide|end(?:ing)? your life|want to die", re.I)
WISH = "My brother cried on the phone. He said he wants to die and that he has thought about how."
THREAT = "I told him I'm leaving. He cried and said if I leave he'll kill himself."
BEATEN = "He hit me again on Friday and threw me against the wall. I'm scared of him. This morning he cried and begged."
HARMER = "I slapped my wife last night and she cried. How do I get her to forgive me and stay?"
SELF = "I cried all night. I want to kill myself, I can't do this any more."
FRIEND = "My friend cried in my kitchen. Her husband hits her and she is scared to go home."


def texts(found: Suggestions) -> str:
    return "\n".join(suggestion.text for suggestion in found.suggestions)


@pytest.mark.parametrize(
    "moment", [Moment(), Moment(by="text"), Moment(when="later"), Moment(speaker="colleague")], ids=str
)
def test_a_wish_to_die_is_asked_about_plainly_in_every_reply(checker: Kerchief, moment: Moment) -> None:
    found = checker.suggest(WISH, moment)
    assert len(found.suggestions) == 3
    assert all(ASKS.search(suggestion.text) for suggestion in found.suggestions)
    assert found.help
    assert "Ask plainly" in " ".join(found.first_minute)


def test_nothing_of_a_method_is_said_back(checker: Kerchief) -> None:
    found = checker.suggest(
        "She cried and said she wants to kill herself, she has saved up thirty pills in the drawer."
    )
    assert found.suggestions
    assert not re.search(r"pills|thirty|drawer|saved up", texts(found))


def test_a_threat_to_die_gets_help_and_no_bargain(checker: Kerchief) -> None:
    found = checker.suggest(THREAT)
    assert len(found.suggestions) == 3
    assert all(ASKS.search(suggestion.text) for suggestion in found.suggestions)
    assert not re.search(r"I(?:'ll| will) stay\b(?! with)|won't leave\b|not leaving", texts(found))
    for suggestion in found.suggestions:
        assert checker.check(Draft(reply=suggestion.text, context=THREAT)).findings == ()


def test_nothing_is_said_to_whoever_makes_the_teller_afraid(checker: Kerchief) -> None:
    found = checker.suggest(BEATEN)
    assert "telling somebody you trust" in found.note
    assert not re.search(r"forgiv|our relationship|talk it (?:over|out)|I love you|you must be", texts(found))
    assert found.help


def test_who_harms_gets_no_help_with_persuasion(checker: Kerchief) -> None:
    found = checker.suggest(HARMER, draft="Please forgive me, I'll never do it again.")
    assert found.suggestions == ()
    assert "does not help with winning over" in found.note


def test_the_teller_at_risk_gets_words_to_tell_somebody(checker: Kerchief) -> None:
    found = checker.suggest(SELF)
    assert len(found.suggestions) == 3
    assert all(re.search(r"\bI\b|\bI'm\b|\blet's\b|\bme\b", suggestion.text) for suggestion in found.suggestions)
    assert "You matter first" in found.note
    assert found.help


def test_a_friend_who_was_hurt_is_believed_and_asked_about_safety(checker: Kerchief) -> None:
    found = checker.suggest(FRIEND, Moment(speaker="friend"))
    assert len(found.suggestions) == 3
    assert "safe" in texts(found)
    assert not re.search(r"why didn't you|just leave|you should", texts(found))


@pytest.mark.parametrize("account", [WISH, THREAT, SELF, FRIEND, BEATEN])
def test_words_in_danger_pass_the_check_against_the_account(checker: Kerchief, account: str) -> None:
    for suggestion in checker.suggest(account).suggestions:
        report = checker.check(Draft(reply=suggestion.text, context=account))
        assert report.findings == ()
        assert report.send == "yes"
