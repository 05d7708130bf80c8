"""The simulated seeker is believable: what one says decides how it ends, for every scenario and many seeds."""

import pytest

from kerchief.domain.conversation import Role
from kerchief.engine import Kerchief
from kerchief.knowledge.loader import load
from kerchief.rehearsal.session import Session

from .conftest import GOOD, ODD, Rehearse, advice, good, good_for, harm

SCENARIOS = sorted(load().scenarios)
SEEDS = range(50)
each_scenario = pytest.mark.parametrize("code", SCENARIOS)


def lines(session: Session) -> list[str]:
    """What the seeker said."""
    return [turn.text for turn in session.transcript if turn.role is Role.SEEKER]


def distress(session: Session) -> tuple[float, float]:
    arc = session.debrief().arc
    return arc[0].distress, arc[-1].distress


@each_scenario
def test_good_replies_end_open_and_calmer(code: str, rehearse: Rehearse) -> None:
    scenario = load().scenarios[code]
    goal = "safe" if scenario.danger else "opened"
    talks = [rehearse(code, seed).replay(good_for(scenario, seed)) for seed in SEEDS]
    assert [talk.seed for talk in talks if talk.ended != goal] == []
    assert all(last < first for first, last in map(distress, talks))


@each_scenario
def test_harmful_replies_end_shut(code: str, rehearse: Rehearse) -> None:
    talks = [rehearse(code, seed).replay(harm(seed)) for seed in SEEDS]
    assert [talk.seed for talk in talks if talk.ended != "shut"] == []
    assert all(last > first for first, last in map(distress, talks))


@each_scenario
def test_nothing_but_advice_ends_flat(code: str, rehearse: Rehearse) -> None:
    talks = [rehearse(code, seed).replay(advice(seed)) for seed in SEEDS]
    assert [(talk.seed, talk.ended) for talk in talks if talk.ended != "flat"] == []
    assert not any(turn.told is not None for talk in talks for turn in talk.transcript)


@each_scenario
def test_each_seed_is_another_talk_and_no_line_is_said_twice(code: str, rehearse: Rehearse) -> None:
    talks = [lines(rehearse(code, seed).replay(good(0))) for seed in range(20)]
    assert len({tuple(talk) for talk in talks}) >= 19
    assert all(len(set(talk)) == len(talk) for talk in talks)


@each_scenario
def test_the_same_seed_and_replies_give_the_same_talk(code: str, rehearse: Rehearse) -> None:
    first, second = (rehearse(code, 7).replay(good(7)) for _ in range(2))
    assert first.transcript == second.transcript


@each_scenario
def test_hidden_facts_come_out_in_their_order_once_trust_allows(code: str, rehearse: Rehearse) -> None:
    scenario = load().scenarios[code]
    for seed in SEEDS:
        talk = rehearse(code, seed).replay(good(seed, scenario.danger))
        told = [turn for turn in talk.transcript if turn.told is not None and not scenario.hidden[turn.told].asked]
        assert [turn.told for turn in told] == sorted(turn.told for turn in told)  # type: ignore[type-var]
        assert all(turn.state.trust >= scenario.hidden[turn.told].trust for turn in told)  # type: ignore[union-attr, index]


@each_scenario
def test_no_reply_of_any_kind_breaks_it(code: str, rehearse: Rehearse) -> None:
    for reply in ODD:
        talk = rehearse(code, 1).reply(reply)
        assert talk.said
        assert talk.ended is None
    talk = rehearse(code, 2).replay(ODD)
    assert talk.debrief().skills.replies >= 3


@each_scenario
def test_it_ends_in_the_end_whatever_is_said(code: str, rehearse: Rehearse) -> None:
    for reply in ("ok", "", "Mm, I see what you mean about that.", GOOD[0]):
        assert rehearse(code, 3).replay([reply] * 20).ended is not None


def test_they_minimise_test_take_back_go_quiet_and_grow_angry_somewhere(rehearse: Rehearse) -> None:
    seen: set[str] = set()
    for code in SCENARIOS:
        for seed in range(4):
            for replies in (good(seed), harm(seed), [*good(seed)[:6], *harm(seed)]):
                seen.update(turn.situation for turn in rehearse(code, seed).replay(replies).transcript)
    for situation in ("minimises", "tests", "retracts", "quiet", "angry", "changes_subject", "shows", "told", "thanks"):
        assert situation in seen


def test_a_reply_said_again_word_for_word_does_less(rehearse: Rehearse) -> None:
    talk = rehearse("let_you_down", 1).reply(GOOD[1])
    again = talk.reply(GOOD[1])
    trusts = [turn.state.trust for turn in again.transcript if turn.state is not None]
    assert trusts[1] > trusts[0]
    assert trusts[2] < trusts[1]


def test_pain_beside_kindness_undoes_much_of_it(rehearse: Rehearse) -> None:
    kind = rehearse("let_you_down", 1).reply(GOOD[0])
    mixed = rehearse("let_you_down", 1).reply(f"{GOOD[0]} It's not a big deal.")
    assert mixed.transcript[-1].state.trust < kind.transcript[0].state.trust < kind.transcript[-1].state.trust  # type: ignore[union-attr]


def test_danger_is_told_when_asked_plainly_and_not_before(rehearse: Rehearse) -> None:
    for seed in SEEDS:
        unasked = rehearse("if_you_leave", seed).replay(good(seed))
        assert not any(turn.told == 0 for turn in unasked.transcript)
        assert unasked.ended not in ("safe", "calmer")
        asked = rehearse("if_you_leave", seed).reply("Are you thinking of killing yourself?")
        assert asked.transcript[-1].told == 0


def test_giving_in_to_a_threat_is_no_good_end(checker: Kerchief) -> None:
    for seed in range(10):
        talk = checker.rehearse("if_you_leave", seed)
        talk = talk.replay(["OK, I'll come back, just don't hurt yourself.", "Alright, I'll stay, please don't do it."])
        assert talk.ended == "bound"
        assert talk.transcript[-1].state.trust <= talk.transcript[0].state.trust  # type: ignore[union-attr]


def test_a_warm_limit_with_help_ends_safe(checker: Kerchief) -> None:
    replies = [
        "I'm here, I picked up. Are you thinking of killing yourself?",
        "Thank you for telling me. I'm glad you told me.",
        "I care about you, and I'm not coming back. Let's ring the crisis line together, I'll stay on.",
        "No wonder you can't sleep, you've been alone with this since Sunday.",
        "I'll ring Bea for you now, and stay on the phone until she is there.",
        "It's all right to cry. Take your time.",
        "I wonder if you feel ashamed as well as scared?",
        "I can see why that scares you, four years is a long time.",
        "There's no hurry. What is the worst part of the night?",
        "You sound so tired. Is it the flat?",
    ]
    assert [checker.rehearse("if_you_leave", seed).replay(replies).ended for seed in range(10)] == ["safe"] * 10


def test_pressure_is_never_rewarded(checker: Kerchief) -> None:
    for reply in ("If you don't stop I'm leaving.", "Tell me or I'll take the kids.", "You're not really sad."):
        talk = checker.rehearse("let_you_down", 1).reply(reply)
        assert talk.transcript[-1].state.trust < talk.transcript[0].state.trust  # type: ignore[union-attr]
