"""After a practice: the arc, the turning points, the skills, one thing to try, and what was hidden where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kerchief import safety
from kerchief.domain.conversation import Role
from kerchief.domain.reading import Flag, Resource
from kerchief.domain.rehearsal import Branch, Debrief, Kept, Scenario, SkillCounts, Turn, TurningPoint
from kerchief.domain.report import Finding
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.practice import Practice
from kerchief.rehearsal.hearing import hear
from kerchief.rehearsal.past import ended_by

MOST_MOMENTS = 4
_LEAST_MOVE = 0.03
_MOST_QUOTED = 160
_BROKEN_OFF = "You stopped here. Nothing is decided: the talk can be taken up at any turn."
_NAMES = ("distress", "trust", "shame", "openness")


def make_debrief(
    scenario: Scenario,
    transcript: Sequence[Turn],
    branches: Sequence[Sequence[Turn]],
    catalogue: Catalogue,
    country: str | None = None,
) -> Debrief:
    """What a practice showed."""
    ended = ended_by(transcript[-1])
    best = _best(transcript)
    says, instead = _next_try(scenario, transcript, catalogue.practice)
    outside, resources = _outside(scenario, country, catalogue)
    return Debrief(
        ended=ended,
        means=next((ending.means for ending in scenario.endings if ending.code == ended), _BROKEN_OFF),
        arc=tuple(turn.state for turn in transcript if turn.state is not None),
        moments=_moments(scenario, transcript, catalogue.practice),
        skills=_skills(transcript),
        best_line=None if best is None else transcript[best].text,
        best_turn=best,
        try_next=says,
        instead=instead,
        hidden=tuple(hidden.fact for hidden in scenario.hidden),
        kept=tuple(_kept(number, scenario, transcript) for number in range(len(scenario.hidden))),
        notice=scenario.notice,
        branches=tuple(_branches(transcript, branches)),
        outside=outside,
        help=resources,
    )


def gain(effect: Mapping[str, float]) -> float:
    """How good a move of the state is, as one number."""
    return effect["trust"] + 0.5 * effect["openness"] - 0.5 * effect["distress"] - 0.25 * effect["shame"]


def effects(transcript: Sequence[Turn]) -> dict[int, dict[str, float]]:
    """How the state moved over each turn of the user."""
    found = {}
    for number in range(1, len(transcript) - 1, 2):
        before, after = transcript[number - 1].state, transcript[number + 1].state
        assert before is not None
        assert after is not None
        found[number] = {name: round(getattr(after, name) - getattr(before, name), 3) for name in _NAMES}
    return found


def _moments(scenario: Scenario, transcript: Sequence[Turn], rules: Practice) -> tuple[TurningPoint, ...]:
    """The turns that moved most, for better or worse, in order; both kinds where there are both."""
    moved = sorted(effects(transcript).items(), key=lambda item: -abs(gain(item[1])))
    better = [item for item in moved if gain(item[1]) >= _LEAST_MOVE]
    worse = [item for item in moved if gain(item[1]) <= -_LEAST_MOVE]
    half = MOST_MOMENTS // 2
    taken = [*better[: max(half, MOST_MOMENTS - len(worse))], *worse[: max(half, MOST_MOMENTS - len(better))]]
    return tuple(_moment(number, effect, scenario, transcript, rules) for number, effect in sorted(taken))


def _moment(
    number: int, effect: Mapping[str, float], scenario: Scenario, transcript: Sequence[Turn], rules: Practice
) -> TurningPoint:
    turn = transcript[number]
    heard = hear(turn.text, turn.report, transcript[:number], scenario, rules)
    after = transcript[number + 1]
    what = heard.did
    if after.told is not None:
        what += f" Then it came out. {scenario.hidden[after.told].fact}"
    return TurningPoint(turn=number, said=_short(turn.text), what=what, effect=effect)


def _short(text: str) -> str:
    """A reply on one line, its end left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_QUOTED else f"{line[:_MOST_QUOTED].rpartition(' ')[0]} …"


def _skills(transcript: Sequence[Turn]) -> SkillCounts:
    reports = [turn.report for turn in transcript if turn.report is not None]
    strengths = Counter(strength.name for report in reports for strength in report.strengths)
    findings = Counter(finding.name for report in reports for finding in report.findings)
    steps = [report.skills.ladder for report in reports]
    return SkillCounts(
        replies=sum(turn.role is Role.SUPPORTER for turn in transcript),
        strengths=dict(strengths.most_common()),
        findings=dict(findings.most_common()),
        ladder=round(sum(steps) / len(steps), 1) if steps else None,
    )


def _best(transcript: Sequence[Turn]) -> int | None:
    """The turn with no fault in it that did most good."""
    good = [
        (gain(effect), -number)
        for number, effect in effects(transcript).items()
        if gain(effect) > 0 and (report := transcript[number].report) and not report.findings and report.strengths
    ]
    return -max(good)[1] if good else None


# -- one thing to try ------------------------------------------------------------------------------------------------


def _next_try(scenario: Scenario, transcript: Sequence[Turn], rules: Practice) -> tuple[str, str | None]:
    """What to try next, and words for it: danger first, then the line that cost most, then what was not shown."""
    asked = any(turn.situation == "asked_plainly" for turn in transcript)
    if scenario.danger == "suicide_risk" and not asked and len(transcript) > 1:
        return rules.unasked.says, rules.unasked.example
    costly = _costliest(transcript)
    if costly is not None and costly.rewrite is not None:
        said = f"Instead of “{_short(costly.rewrite.replaces.quote)}”: {costly.message}"
        return said, costly.rewrite.text
    shown = {strength.code for turn in transcript if turn.report for strength in turn.report.strengths}
    found = next(item for item in rules.tries if not shown & set(item.lacks))
    return found.says, found.example


def _costliest(transcript: Sequence[Turn]) -> Finding | None:
    """The finding to work on: of the reply that cost most, the first that can be said otherwise."""
    cost = sorted((gain(effect), number) for number, effect in effects(transcript).items() if gain(effect) < 0)
    for _, number in cost:
        report = transcript[number].report
        for finding in report.findings if report else ():
            if finding.rewrite is not None:
                return finding
    return None


# -- what was hidden, other ways, and the world outside ----------------------------------------------------------------


def _kept(number: int, scenario: Scenario, transcript: Sequence[Turn]) -> Kept:
    told = next((place for place, turn in enumerate(transcript) if turn.told == number), None)
    showed = tuple(place for place, turn in enumerate(transcript) if turn.showed == number)
    return Kept(fact=scenario.hidden[number].fact, told=told, showed=showed)


def _branches(transcript: Sequence[Turn], branches: Sequence[Sequence[Turn]]) -> Iterator[Branch]:
    for branch in branches:
        pairs = zip(branch, transcript, strict=False)
        parted = next((number for number, (one, other) in enumerate(pairs) if one.text != other.text), None)
        turn = min(len(branch), len(transcript)) if parted is None else parted
        state = next(item.state for item in reversed(branch) if item.state is not None)
        replies = tuple(item.text for item in branch[turn:] if item.role is Role.SUPPORTER)
        if replies:
            yield Branch(turn=turn, replies=replies, ended=ended_by(branch[-1]), state=state)


def _outside(
    scenario: Scenario, country: str | None, catalogue: Catalogue
) -> tuple[tuple[str, ...], tuple[Resource, ...]]:
    """For a danger that was practised: what holds when it is real."""
    if not scenario.danger:
        return (), ()
    kind = catalogue.flags[scenario.danger]
    flag = Flag(code=kind.code, name=kind.name, tier="hard", about="crier")
    return safety.guidance([flag], country, catalogue)
