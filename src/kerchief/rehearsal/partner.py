"""The simulated seeker: pure and seeded. Scenario, seed, what was said and how it was heard make the next line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import get_args

from kerchief.domain.conversation import Role
from kerchief.domain.rehearsal import Ended, EndsWhen, PartnerState, Scenario, Turn
from kerchief.rehearsal.hearing import Heard, mentions
from kerchief.text import normalise

_JITTER = 0.05  # how far a seed moves the start
_EASE = 0.01  # distress that goes by itself, each turn that does not hurt
_DRIFT = 0.25  # how fast openness follows trust
_NEAR = 0.09  # below the trust that a hidden fact needs, from where it shows
_TELLING = {"distress": 0.05, "shame": 0.03}  # what it costs to tell
_WARY, _SURE = 0.3, 0.62  # trust from which they test, and after which they need not
_LEAST_TRUST = 0.15  # to answer at all when asked plainly
_CALMER = 0.08
_MOST_LOST = 0.16  # of trust, by one reply
_OFTEN, _AWAY, _WEARY = 0.6, 0.4, 0.35  # chances: that a hidden fact shows, that they shy away, that they tire
_STANDING = ("silence", "unclear", "left", "interrogated", "misread", "self_story", "belittled", "advised", "bowed")
_ANSWERED = ("helped", "limit", "owned")  # answered as such, where the scenario has lines for it
_STAYING = ("heard", "comforted", "asked", "helped", "limit", "owned", "silence")
_INSTEAD = {
    "owned": "warms",
    "limit": "comforted",
    "helped": "comforted",
    "bowed": "comforted",
    "unasked": "quiet",
    "heard": "warms",
    "plain": "quiet",
    "hurt": "angry",
    "warms": "comforted",
    "comforted": "warms",
    "asked": "warms",
    "thanks": "warms",
    "minimises": "quiet",
    "advised": "quiet",
    "belittled": "quiet",
    "tests": "quiet",
    "misread": "quiet",
    "self_story": "quiet",
    "interrogated": "quiet",
    "silence": "quiet",
    "unclear": "quiet",
    "left": "quiet",
    "angry": "quiet",
    "quiet": "changes_subject",
    "asked_plainly": "comforted",
}


@dataclass(frozen=True)
class Past:
    """What was said so far, and what follows from it."""

    scenario: Scenario
    seed: int
    turns: Sequence[Turn]

    @property
    def replies(self) -> int:
        """How often the user has answered."""
        return sum(turn.role is Role.SUPPORTER for turn in self.turns)

    @property
    def state(self) -> PartnerState:
        """The seeker as the last line left them."""
        return next(turn.state for turn in reversed(self.turns) if turn.state is not None)

    @property
    def told(self) -> frozenset[int]:
        """The numbers of the hidden facts that are out."""
        return frozenset(turn.told for turn in self.turns if turn.told is not None)

    @property
    def has_told_all(self) -> bool:
        """Whether nothing is hidden any more."""
        return len(self.told) == len(self.scenario.hidden)

    def count(self, situation: str, role: Role = Role.SUPPORTER) -> int:
        """How many turns of one role had a situation."""
        return sum(turn.role is role and turn.situation == situation for turn in self.turns)

    def has_said(self, line: str) -> bool:
        """Whether the seeker has said a line before."""
        return any(turn.text == line for turn in self.turns)

    def chance(self, what: str) -> float:
        """A number from 0 to 1 for one question at this point: the same seed gives the same answer."""
        return Random(f"{self.scenario.code}/{self.seed}/{self.replies}/{what}").random()

    def is_minded(self, what: str, at_most: int = 99) -> bool:
        """Whether this seeker, with this temper, now does something, and has not done it too often."""
        return self.count(what, Role.SEEKER) < at_most and self.chance(what) < self.scenario.temper.get(what, 0.5)


def begin(scenario: Scenario, seed: int) -> Turn:
    """The seeker's first line, and how they are."""
    rng = Random(f"{scenario.code}/{seed}/start")
    start = scenario.start
    state = PartnerState(
        distress=_within(start.distress + rng.uniform(-_JITTER, _JITTER)),
        trust=_within(start.trust + rng.uniform(-_JITTER, _JITTER)),
        shame=_within(start.shame + rng.uniform(-_JITTER, _JITTER)),
        openness=_within(start.openness + rng.uniform(-_JITTER, _JITTER)),
    )
    line = rng.choice(scenario.lines["opening"])
    return Turn(role=Role.SEEKER, text=line, situation="opening", state=state)


def respond(past: Past, reply: str, heard: Heard) -> Turn:
    """The seeker's next turn, to a reply that ``past`` already ends with."""
    state = _moved(past, heard)
    ended = _ending(past, state, heard)
    if ended is not None:
        lines = next(ending.lines for ending in past.scenario.endings if ending.code == ended)
        return Turn(role=Role.SEEKER, text=_fresh(past, "ending", lines) or lines[0], situation=ended, state=state)
    line = next(option for option in _options(past, state, reply, heard) if option is not None)
    return line if line.told is None else _with_cost(line)


def ended_by(turn: Turn) -> Ended | None:
    """How the practice ended with a turn of the seeker, or None."""
    return next((code for code in get_args(Ended) if turn.role is Role.SEEKER and turn.situation == code), None)


# -- how they are ----------------------------------------------------------------------------------------------------


def _moved(past: Past, heard: Heard) -> PartnerState:
    state, moves = past.state, heard.moves
    trust = state.trust + max(moves["trust"], -_MOST_LOST)
    if trust < heard.floor:
        trust = max(trust, min(state.trust, heard.floor))
    trust = _within(trust)
    drawn = trust * (1 - 0.4 * state.shame)
    return PartnerState(
        distress=_within(state.distress + moves["distress"] - (0 if heard.hurt else _EASE)),
        trust=trust,
        shame=_within(state.shame + moves["shame"]),
        openness=_within(state.openness + moves["openness"] + _DRIFT * (drawn - state.openness)),
    )


def _with_cost(turn: Turn) -> Turn:
    state = turn.state
    assert state is not None
    dearer = PartnerState(
        distress=_within(state.distress + _TELLING["distress"]),
        trust=state.trust,
        shame=_within(state.shame + _TELLING["shame"]),
        openness=_within(state.openness + 0.05),
    )
    return Turn(role=turn.role, text=turn.text, situation=turn.situation, state=dearer, told=turn.told)


def _within(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)


# -- when it ends ----------------------------------------------------------------------------------------------------


def _ending(past: Past, state: PartnerState, heard: Heard) -> Ended | None:
    for ending in past.scenario.endings:
        if heard.hurt and ending.code in ("opened", "safe", "calmer"):
            continue
        if any(_holds(when, past, state) for when in ending.when):
            return ending.code
    return None


def _holds(when: EndsWhen, past: Past, state: PartnerState) -> bool:
    start = past.turns[0].state
    assert start is not None
    last = past.turns[-2]
    return (
        past.replies >= when.after
        and when.trust_from <= state.trust <= when.trust_to
        and state.openness <= when.openness_to
        and past.count("bowed") >= when.bowed
        and (not when.told or (past.has_told_all and last.told is None))
        and (not when.calmer or state.distress <= start.distress - _CALMER)
        and (not when.asked or past.count("asked_plainly") > 0)
        and _stayed(past) >= when.stayed
    )


def _stayed(past: Past) -> int:
    """Replies that stayed with them after the plain question."""
    situations = [turn.situation for turn in past.turns if turn.role is Role.SUPPORTER]
    after = situations[situations.index("asked_plainly") + 1 :] if "asked_plainly" in situations else []
    return sum(situation in _STAYING for situation in after)


# -- what they say ---------------------------------------------------------------------------------------------------


def _options(past: Past, state: PartnerState, reply: str, heard: Heard) -> Iterator[Turn | None]:
    """What they might say now, the most pressing first; the last is always something."""
    say = _sayer(past, state)
    situation = heard.situation
    if situation == "hurt":
        yield say("quiet" if past.is_minded("quiet") and not past.is_minded("angry") else "angry")
    if situation in ("belittled", "advised") and past.count(situation) > 1 and past.chance(situation) < _WEARY:
        yield say("quiet" if past.is_minded("quiet") else "changes_subject")
    if situation in _STANDING:
        yield say(situation)
    if situation in _ANSWERED and situation in past.scenario.lines:
        yield say(situation, alone=True)
    if situation == "asked_plainly":
        yield _answer_plainly(past, state)
        yield say("asked_plainly")
    yield from _own_way(past, state, reply, heard)
    yield say(situation)
    yield say("quiet", again=True)


def _own_way(past: Past, state: PartnerState, reply: str, heard: Heard) -> Iterator[Turn | None]:
    """What moves them by itself while they are listened to: telling, testing, taking back, shying away."""
    say = _sayer(past, state)
    last = past.turns[-2]
    if last.told is not None and not past.has_told_all and past.is_minded("retracts", 1):
        yield say("retracts", alone=True)
    if heard.asks:
        yield _topic(past, state, reply)
    yield _danger_shows(past, state)
    if last.told is None and heard.situation != "plain":
        yield _tell(past, state)
        yield _show(past, state)
    if past.replies <= 3 and state.trust < _SURE and past.is_minded("minimises", 2):
        yield say("minimises", alone=True)
    if _WARY < state.trust < _SURE and past.replies > 1 and past.is_minded("tests", 2):
        yield say("tests", alone=True)
    is_away = past.chance("away") < _AWAY and past.is_minded("changes_subject", 1)
    if past.replies > 2 and not past.has_told_all and is_away:
        yield say("changes_subject", alone=True)
    if past.has_told_all and last.told is None:
        yield say("thanks")
    yield _topic(past, state, reply)


def _sayer(past: Past, state: PartnerState) -> Callable[..., Turn | None]:
    def say(slot: str, *, alone: bool = False, again: bool = False) -> Turn | None:
        """A line of a slot, or (unless ``alone``) of what can stand for it; none left: None, or one ``again``."""
        lines = past.scenario.lines
        here, tried = slot, set[str]()
        while here and here not in tried:
            line = _fresh(past, here, lines.get(here, ()))
            if line is not None:
                return Turn(role=Role.SEEKER, text=line, situation=slot, state=state)
            tried.add(here)
            here = "" if alone else _INSTEAD.get(here, "")
        if not again:
            return None
        pool = lines[slot]
        return Turn(role=Role.SEEKER, text=pool[past.replies % len(pool)], situation=slot, state=state)

    return say


def _fresh(past: Past, slot: str, lines: Sequence[str]) -> str | None:
    """The next line not yet said, in the order of this seed."""
    order = list(lines)
    Random(f"{past.scenario.code}/{past.seed}/{slot}").shuffle(order)
    return next((line for line in order if not past.has_said(line)), None)


def _topic(past: Past, state: PartnerState, reply: str) -> Turn | None:
    text = normalise(reply)
    for number, topic in enumerate(past.scenario.topics):
        if mentions(text, topic.words):
            line = _fresh(past, f"topic {number}", topic.lines)
            if line is not None:
                return Turn(role=Role.SEEKER, text=line, situation="topic", state=state)
    return None


def _tell(past: Past, state: PartnerState) -> Turn | None:
    for number, hidden in enumerate(past.scenario.hidden):
        if number not in past.told and not hidden.asked:
            return _told(past, state, number) if state.trust >= hidden.trust else None
    return None


def _told(past: Past, state: PartnerState, number: int) -> Turn | None:
    line = _fresh(past, f"hidden {number}", past.scenario.hidden[number].lines)
    return None if line is None else Turn(role=Role.SEEKER, text=line, situation="told", state=state, told=number)


def _show(past: Past, state: PartnerState) -> Turn | None:
    for number, hidden in enumerate(past.scenario.hidden):
        if number not in past.told and not hidden.asked:
            near = hidden.trust - _NEAR <= state.trust < hidden.trust
            return _shown(past, state, number) if near and past.chance("shows") < _OFTEN else None
    return None


def _danger_shows(past: Past, state: PartnerState) -> Turn | None:
    """A sign of danger comes early, and again, for as long as nobody asks."""
    for number, hidden in enumerate(past.scenario.hidden):
        if hidden.asked and number not in past.told and past.replies > 1 and past.chance("danger") < _OFTEN:
            return _shown(past, state, number)
    return None


def _shown(past: Past, state: PartnerState, number: int) -> Turn | None:
    line = _fresh(past, f"shows {number}", past.scenario.hidden[number].shows)
    return None if line is None else Turn(role=Role.SEEKER, text=line, situation="shows", state=state, showed=number)


def _answer_plainly(past: Past, state: PartnerState) -> Turn | None:
    for number, hidden in enumerate(past.scenario.hidden):
        if hidden.asked and number not in past.told and state.trust >= _LEAST_TRUST:
            return _told(past, state, number)
    return None
