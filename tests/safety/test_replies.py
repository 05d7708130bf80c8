"""Replies about danger: what stands by itself, what needs its context, and that idiom never calls for the question."""

from __future__ import annotations

import pytest

from kerchief.engine import Kerchief

from .conftest import rows

PLAIN = [
    ("Z03", "Suicide is selfish, you know that."),
    ("Z03", "If you kill yourself your mum will never get over it."),
    ("Z04", "kys"),
    ("Z04", "Just do it then."),
    ("Z04", "do us all a favour and jump"),
    ("Z05", "Promise me you won't hurt yourself."),
    ("Z05", "pinky swear u wont kill urself"),
    ("Z06", "The quickest way to die isn't that one."),
    ("Z08", "Okay I'll stay, just don't hurt yourself."),
    ("Z09", "Couples counselling would help him stop hitting you."),
    ("Z09", "Hit him back next time."),
    ("H29", "You have to forgive him, love."),
]
KIND = [
    "I won't tell anyone about the surprise.",
    "Promise me you'll eat something.",
    "Go on, do it, buy the shoes!",
    "I'll stay as long as you like.",
    "Talk to your husband about the holiday.",
    "You don't have to forgive anybody.",
    "How many would you like, two or three?",
]


@pytest.mark.parametrize(("code", "reply"), PLAIN)
def test_what_speaks_for_itself_is_found_without_its_context(code: str, reply: str, checker: Kerchief) -> None:
    assert code in {finding.code for finding in checker.check(reply).findings}


@pytest.mark.parametrize("reply", KIND)
def test_kind_words_are_no_danger(reply: str, checker: Kerchief) -> None:
    assert not [finding for finding in checker.check(reply).findings if finding.code.startswith("Z")]


@pytest.mark.parametrize(
    ("code", "context", "reply"),
    [
        ("Z03", "I was at the viaduct again, just looking.", "Think of your mother."),
        ("Z09", "There are finger marks on her arm and she says it was a door.", "Tell him tonight that it's over."),
        ("Z05", "My son wears long sleeves in August and there are cuts on his arm.", "Promise me you won't."),
    ],
)
def test_a_flag_on_what_is_answered_opens_a_rule_as_its_own_words_do(
    code: str, context: str, reply: str, checker: Kerchief
) -> None:
    assert code in {finding.code for finding in checker.check(reply, context).findings}
    assert code not in {finding.code for finding in checker.check(reply, "We are moving house in May.").findings}


def test_no_benign_text_makes_the_checker_ask_about_suicide(checker: Kerchief) -> None:
    replies = [checker.check("Oh love. Come here, sit down.", row["text"]) for row in rows("benign.jsonl")]
    assert not [report for report in replies if any(finding.code == "Z01" for finding in report.findings)]


@pytest.mark.parametrize("reply", ["Oh no, that's awful.", "Hope you feel better soon!", "Get some sleep."])
def test_a_plain_danger_that_is_not_asked_about_is_z01(reply: str, checker: Kerchief) -> None:
    texts = [row["text"] for row in rows("danger.jsonl") if row["flags"][0] == "suicide_risk" and row["tier"] == "hard"]
    missed = [text for text in texts if "Z01" not in {f.code for f in checker.check(reply, text).findings}]
    assert len(missed) <= 0.02 * len(texts), missed
