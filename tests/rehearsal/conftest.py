"""Strategies of a user, and a practice room with the real checker."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from kerchief.domain.rehearsal import Scenario
from kerchief.domain.report import Report
from kerchief.engine import Kerchief
from kerchief.rehearsal.session import Room, Session

GOOD = (
    "I'm here. Take your time.",
    "I can see how much you're hurting. It's all right to cry with me.",
    "That sounds so lonely. Is it?",
    "What was the worst part of this week?",
    "Thank you for telling me. I'm glad I know.",
    "No wonder you're worn out, you've been carrying that on your own.",
    "There's no hurry. If you want to tell me, I'd like to hear it.",
    "So you've been holding all of it together by yourself.",
    "I wonder if you feel ashamed as well as scared?",
    "Of course it hurts, you've tried so hard.",
    "I'm not going anywhere tonight. I'll sit with you.",
    "Do you want ideas, or company, or a hug?",
    "I can see why you kept it in. It must have been heavy.",
    "You don't have to be okay. Cry as long as you like.",
    "That must have been so hard to say. I'm glad you told me.",
    "It makes sense that you're in bits, it mattered to you.",
    "I'll stay with you. You don't have to say a thing.",
    "Are you scared of what comes next?",
    "How are you holding up, really?",
    "Shall I just listen, or sit here quietly with you?",
    "Take all the time you need. I'm listening.",
    "You sound exhausted. What is it like at night?",
)
HARM = (
    "Stop crying, for God's sake.",
    "You're overreacting. It's not a big deal.",
    "Man up.",
    "It's your own fault, I told you so.",
    "Pull yourself together.",
    "Here we go again, drama queen.",
    "Get over it already.",
    "You're just too sensitive.",
    "Are you done yet?",
    "Do you have any idea how this makes me feel?",
    "You shouldn't feel like that.",
    "Crocodile tears. You're just manipulating me.",
)
ADVICE = (
    "You should make a list.",
    "Have you tried going to bed earlier?",
    "You need to get more exercise.",
    "Why not ask your manager for a day off?",
    "If I were you I'd write it all down.",
    "You could go for a run, it helps.",
    "Have you thought about yoga?",
    "You should see a doctor.",
    "Just focus on one thing at a time.",
    "You ought to book a holiday.",
    "How about you take up a hobby?",
    "You need to set yourself a goal.",
    "Try to think about next week.",
    "You should download an app for that.",
)
ODD = (
    "",
    "   ",
    "…",
    "?",
    "❤️🙏",
    "ok",
    "你好，我在这里",
    "Lo siento mucho, cariño mío",
    "مرحبا",
    "asdf qwer zxcv",
    "fuck you, you piece of shit",
    "word " * 5000,
    "x" * 50_000,
    "why? " * 200,
    "\x00\x1b[2J\r\n\t",
    "half \ud800 a pair",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "I want to die.",
    "I'll kill you.",
    "/etc/passwd",
)
ASK = "I want to ask you straight: are you thinking of killing yourself?"
SAFE = "Are you safe right now? Does anybody hurt you?"
OWN = "I hurt you, and I'm sorry. That was wrong of me, and I want to hear how it was for you."
TOGETHER = ("Shall we ring a helpline together now? I'll stay with you.", "Let's ring them on speaker. I'm right here.")


def good_for(scenario: Scenario, seed: int) -> list[str]:
    """Good replies for one scenario: where the user is the cause, they say so."""
    replies = good(seed, scenario.danger)
    return [replies[0], OWN, *replies[1:]] if scenario.weighs.get("G11", 1) > 1 else replies


def good(seed: int, danger: str = "") -> list[str]:
    """A different order of good replies for each seed; where there is danger, asked and helped with."""
    replies = Random(f"good {seed}").sample(GOOD, 14)
    if danger:
        ask = ASK if danger == "suicide_risk" else SAFE
        replies = [replies[0], ask, replies[1], TOGETHER[0], *replies[2:6], TOGETHER[1], *replies[6:]]
    return replies


def harm(seed: int) -> list[str]:
    return Random(f"harm {seed}").sample(HARM, 10)


def advice(seed: int) -> list[str]:
    return Random(f"advice {seed}").sample(ADVICE, 14)


Rehearse = Callable[[str, int], Session]


@pytest.fixture(scope="session")
def rehearse(checker: Kerchief) -> Rehearse:
    """A practice whose checker reads each reply by itself once, so that thousands of talks take seconds."""

    @cache
    def check(reply: str) -> Report:
        return checker.check(reply)

    room = Room(catalogue=checker.catalogue, check=lambda draft: check(draft.reply), country="GB")
    return lambda scenario, seed: Session.start(scenario, seed, room)
