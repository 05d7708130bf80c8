"""What the simulated seeker says: which line of the scenario, for how a reply was heard and how they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

from kerchief.domain.conversation import Role
from kerchief.domain.rehearsal import PartnerState, Turn
from kerchief.rehearsal.hearing import Heard, mentions
from kerchief.rehearsal.past import Past
from kerchief.text import normalise

_NEAR = 0.09  # below the trust that a hidden fact needs, from where it shows
_WARY, _SURE = 0.3, 0.62  # trust from which they test, and after which they need not
_LEAST_TRUST = 0.15  # to answer at all when asked plainly
_OFTEN, _AWAY, _WEARY = 0.6, 0.4, 0.35  # chances: that a hidden fact shows, that they shy away, that they tire
_STANDING = (
    "silence",
    "unclear",
    "left",
    "interrogated",
    "misread",
    "self_story",
    "belittled",
    "advised",
    "bowed",
    "led",
)
_ANSWERED = ("helped", "limit", "owned")  # answered as such, where the scenario has lines for it
_INSTEAD = {
    "owned": "warms",
    "limit": "comforted",
    "helped": "comforted",
    "bowed": "comforted",
    "led": "unasked",
    "unasked": "minimises",
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


def options(past: Past, state: PartnerState, reply: str, heard: Heard) -> Iterator[Turn | None]:
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
    if last.showed is None:
        yield _danger_shows(past, state)
    if last.told is None and heard.situation != "plain":
        yield _tell(past, state)
        if last.showed is None:
            yield _show(past, state)
    if past.replies <= 3 and state.trust < _SURE and past.is_minded("minimises", 2):
        yield say("minimises", alone=True)
    if _WARY < state.trust < _SURE and past.replies > 1 and past.is_minded("tests", 2):
        yield say("tests", alone=True)
    is_away = past.chance("away") < _AWAY and past.is_minded("changes_subject", 1)
    if past.replies > 2 and not past.has_told_all and is_away:
        yield say("changes_subject", alone=True)
    if past.has_told_all:
        yield say("thanks", alone=True)
    yield _topic(past, state, reply)


def _sayer(past: Past, state: PartnerState) -> Callable[..., Turn | None]:
    def say(slot: str, *, alone: bool = False, again: bool = False) -> Turn | None:
        """A line of a slot, or (unless ``alone``) of what can stand for it; none left: None, or one ``again``."""
        lines = past.scenario.lines
        here, tried = slot, set[str]()
        while here and here not in tried:
            line = fresh(past, here, lines.get(here, ()))
            if line is not None:
                return Turn(role=Role.SEEKER, text=line, situation=slot, state=state)
            tried.add(here)
            here = "" if alone else _INSTEAD.get(here, "")
        if not again:
            return None
        pool = lines[slot]
        return Turn(role=Role.SEEKER, text=pool[past.replies % len(pool)], situation=slot, state=state)

    return say


def fresh(past: Past, slot: str, lines: Sequence[str]) -> str | None:
    """The next line not yet said, in the order of this seed."""
    order = list(lines)
    Random(f"{past.scenario.code}/{past.seed}/{slot}").shuffle(order)
    return next((line for line in order if not past.has_said(line)), None)


def _topic(past: Past, state: PartnerState, reply: str) -> Turn | None:
    text = normalise(reply)
    for number, topic in enumerate(past.scenario.topics):
        if mentions(text, topic.words):
            line = fresh(past, f"topic {number}", topic.lines)
            if line is not None:
                return Turn(role=Role.SEEKER, text=line, situation="topic", state=state)
    return None


def _tell(past: Past, state: PartnerState) -> Turn | None:
    for number, hidden in enumerate(past.scenario.hidden):
        if number not in past.told and not hidden.asked:
            return _told(past, state, number) if state.trust >= hidden.trust else None
    return None


def _told(past: Past, state: PartnerState, number: int) -> Turn | None:
    line = fresh(past, f"hidden {number}", past.scenario.hidden[number].lines)
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
    line = fresh(past, f"shows {number}", past.scenario.hidden[number].shows)
    return None if line is None else Turn(role=Role.SEEKER, text=line, situation="shows", state=state, showed=number)


def _answer_plainly(past: Past, state: PartnerState) -> Turn | None:
    for number, hidden in enumerate(past.scenario.hidden):
        if hidden.asked and number not in past.told and state.trust >= _LEAST_TRUST:
            return _told(past, state, number)
    return None
