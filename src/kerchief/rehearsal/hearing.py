"""How a reply is heard: from its report to a situation and to the move of the seeker's state."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kerchief.domain.rehearsal import Scenario, Turn
from kerchief.domain.report import Report
from kerchief.knowledge.practice import Effect, Practice
from kerchief.patterns import is_any_in
from kerchief.text import Text, normalise

_LONG = 130  # words after which a reply is a speech
_STRANGE = 3  # words without one small English word among them
_REST = 0.4  # what a second harm adds
_SHARES = (1.0, 0.6, 0.4, 0.2)  # what a second, third ... strength adds
_WORN = 0.75  # a strength used before counts for less each time
_SPOILT = 0.4  # and beside something that hurts
_ROOM = 1.15  # trust grows the slower, the more there is
_TRUSTED, _ADVICE_THEN = 0.6, 0.3  # advice weighs little once they feel heard
_LETTER = re.compile(r"[^\W\d_]")
_PLAIN_ASK, _NOT_ASKED, _FIX = "G17", ("Z01", "Z02"), "H12"
_GOOD = ("asked_plainly", "helped", "owned", "limit", "heard", "asked", "comforted")
MILD = ("plain", "unasked", "comforted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How one reply landed. ``did`` says in a sentence what it did most; ``hurt`` that it did harm."""

    situation: str
    did: str
    moves: Mapping[str, float]
    floor: float
    hurt: bool
    asks: bool


def hear(reply: str, report: Report | None, past: Sequence[Turn], scenario: Scenario, rules: Practice) -> Heard:
    """What a reply does to the seeker, after what was said before (``past``)."""
    text = normalise(reply)
    state = next(turn.state for turn in reversed(past) if turn.state is not None)
    codes = _codes(text, report, past, scenario, rules)
    helps = sorted((rules.effects[code] for code in codes if _is_help(code)), key=_by_trust)
    harms = sorted((rules.effects[code] for code in codes if not _is_help(code)), key=_harm)
    used = [code for turn in past for code in _strength_codes(turn.report)]
    moves = dict.fromkeys(("distress", "trust", "shame", "openness"), 0.0)
    for number, effect in enumerate(harms):
        weight = (1.0 if number == 0 else _REST) * _weight(effect, codes, scenario)
        if effect.situation == "advised" and state.trust >= _TRUSTED:
            weight *= _ADVICE_THEN
        _add(moves, effect, weight, weight)
    hurt = any(effect.situation not in MILD for effect in harms)
    for number, effect in enumerate(reversed(helps)):
        worn = _WORN ** min((used.count(code) for code in effect.codes if code in codes), default=0)
        weight = _SHARES[min(number, 3)] * worn * (_SPOILT if hurt else 1.0) * _weight(effect, codes, scenario)
        _add(moves, effect, weight, weight * (_ROOM - state.trust))
    return Heard(
        situation=_situation(harms, helps, hurt),
        did=(harms or helps[::-1])[0].did if hurt or not helps else helps[-1].did,
        moves=moves,
        floor=min((effect.floor for effect in harms), default=0.0) if hurt else 0.0,
        hurt=hurt,
        asks="?" in text.folded,
    )


def mentions(text: Text, words: Collection[str]) -> bool:
    """Whether one of the words or phrases stands in a text, with a plain ending or without."""
    choices = "|".join(map(re.escape, words))
    return bool(re.search(rf"\b(?:{choices})(?:s|'s|ed|ing)?\b", text.folded))


def is_plain_ask(text: Text, rules: Practice) -> bool:
    """Whether danger is asked about in plain words."""
    return is_any_in(rules.plainly, text.folded)


def _codes(
    text: Text, report: Report | None, past: Sequence[Turn], scenario: Scenario, rules: Practice
) -> Sequence[str]:
    """What the reply holds: codes of findings and strengths, and a few that only a practice knows."""
    odd = _odd(text, report, past, rules)
    if odd in rules.effects:
        return (odd,)
    findings = [finding.code for finding in report.findings] if report else []
    strengths = list(_strength_codes(report))
    if not scenario.danger or any(turn.situation == "asked_plainly" for turn in past):
        findings = [code for code in findings if code not in _NOT_ASKED]
    codes = list(dict.fromkeys([*findings, *strengths, *_more(text, strengths, scenario, rules)]))
    if not any(_is_help(code) for code in codes):
        is_kind = bool(report and report.skills.emotional_reaction) or is_any_in(rules.kind, text.folded)
        codes += ["sympathy"] if is_kind else []
        codes += ["question"] if "?" in text.folded else []
    return [code for code in codes if code in rules.effects] or ("plain",)


def _more(text: Text, strengths: Sequence[str], scenario: Scenario, rules: Practice) -> list[str]:
    found = []
    if is_plain_ask(text, rules):
        found.append(_PLAIN_ASK)
    helping = bool(scenario.danger) and is_any_in(rules.getting_help, text.folded)
    if helping:
        found.append("help")
    elif "G15" not in strengths and is_any_in(rules.advice, text.folded):
        found.append("advice")
    if is_any_in(rules.abuse, text.folded):
        found.append("abuse")
    if "bowed" in scenario.lines and not helping and is_any_in(rules.bowing, text.folded):
        found.append("Z08")
    if len(text.words) > _LONG:
        found.append("long")
    return found


def _odd(text: Text, report: Report | None, past: Sequence[Turn], rules: Practice) -> str:
    """``silence``, ``unclear`` or ``again``, where the reply is no reply that can be weighed; else empty."""
    if not _LETTER.search(text.folded):
        return "silence"
    words = re.findall(r"[a-z']+", text.folded)
    plain = {word.replace("'", "") for word in words}
    is_known = bool(report and (report.findings or report.strengths))
    if not words or (len(words) >= _STRANGE and not is_known and not plain & rules.small_words):
        return "unclear"
    before = (turn.text.strip().casefold() for turn in past if turn.state is None)
    return "again" if len(words) > 1 and text.source.strip().casefold() in before else ""


def _strength_codes(report: Report | None) -> Sequence[str]:
    return [strength.code for strength in report.strengths] if report else []


def _is_help(code: str) -> bool:
    return code.startswith("G") or code in ("sympathy", "question", "help")


def _by_trust(effect: Effect) -> float:
    return effect.moves["trust"]


def _harm(effect: Effect) -> tuple[bool, float]:
    return effect.situation in MILD, effect.moves["trust"]


def _weight(effect: Effect, codes: Sequence[str], scenario: Scenario) -> float:
    return max((scenario.weighs.get(code, 1.0) for code in effect.codes if code in codes), default=1.0)


def _add(moves: dict[str, float], effect: Effect, weight: float, trust_weight: float) -> None:
    for name, move in effect.moves.items():
        moves[name] += move * (trust_weight if name == "trust" else weight)


def _situation(harms: Sequence[Effect], helps: Sequence[Effect], hurt: bool) -> str:
    kinds = [effect.situation for effect in helps]
    if "asked_plainly" in kinds and not (hurt and harms[0].situation == "hurt"):
        return "asked_plainly"
    if hurt:
        return harms[0].situation
    if kinds:
        return next(kind for kind in _GOOD if kind in kinds)
    return harms[0].situation if harms else "plain"
