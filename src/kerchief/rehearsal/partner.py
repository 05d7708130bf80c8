"""The simulated seeker: pure and seeded. Scenario, seed, what was said and how it was heard make the next line."""

from __future__ import annotations

from random import Random

from kerchief.domain.conversation import Role
from kerchief.domain.rehearsal import Ended, EndsWhen, PartnerState, Scenario, Turn
from kerchief.rehearsal.hearing import Heard
from kerchief.rehearsal.lines import fresh, options
from kerchief.rehearsal.past import Past

_JITTER = 0.05  # how far a seed moves the start
_EASE = 0.01  # distress that goes by itself, each turn that does not hurt
_DRIFT = 0.25  # how fast openness follows trust
_TELLING = {"distress": 0.05, "shame": 0.03}  # what it costs to tell
_CALMER = 0.08
_MOST_LOST = 0.16  # of trust, by one reply
_STAYING = ("heard", "comforted", "asked", "helped", "limit", "owned", "silence")


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
    state = moved(past, heard)
    ended = _ending(past, state, heard)
    if ended is not None:
        lines = next(ending.lines for ending in past.scenario.endings if ending.code == ended)
        return Turn(role=Role.SEEKER, text=fresh(past, "ending", lines) or lines[0], situation=ended, state=state)
    line = next(option for option in options(past, state, reply, heard) if option is not None)
    return line if line.told is None else _with_cost(line)


# -- how they are ----------------------------------------------------------------------------------------------------


def moved(past: Past, heard: Heard) -> PartnerState:
    """How the seeker is after a reply, as it was heard."""
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
        and past.count("helped") >= when.helped
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
