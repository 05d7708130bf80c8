"""Scenario files and practice.toml: from tables to the nouns of a rehearsal, with errors that name the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, get_args

from kerchief.domain.reading import Relation
from kerchief.domain.rehearsal import Ended, Ending, EndsWhen, Hidden, PartnerState, Scenario, Topic
from kerchief.knowledge.practice import Effect, NextTry, Practice
from kerchief.knowledge.rows import Row

LEAST: Mapping[str, int] = {
    "opening": 3,
    "minimises": 5,
    "tests": 4,
    "retracts": 3,
    "quiet": 6,
    "angry": 4,
    "changes_subject": 3,
    "warms": 6,
    "asked": 6,
    "comforted": 5,
    "advised": 6,
    "belittled": 5,
    "self_story": 3,
    "misread": 3,
    "interrogated": 3,
    "silence": 3,
    "unclear": 3,
    "left": 2,
    "asked_plainly": 2,
    "thanks": 4,
}
OPTIONAL = ("owned", "limit", "bowed", "helped", "unasked")
LEAST_LINES = 60
_STATE = ("distress", "trust", "shame", "openness")


def practice(row: Row) -> Practice:
    """The file practice.toml."""
    effects = [_effect(child) for child in _children(row, "effect")]
    hints = row.table("hints")
    return Practice(
        simulated=row.text("simulated"),
        temper=_hundredths(row, "temper"),
        effects={code: effect for effect in effects for code in effect.codes},
        hints={key: tuple(lines) for key, lines in hints.items()},
        tries=tuple(_try(child) for child in _children(row, "try")),
        unasked=_try(_child(row, row.table("unasked"), "unasked")),
        endings=tuple(_condition(child) for child in _children(row, "ending")),
        abuse=row.patterns("abuse", least=1),
        kind=row.patterns("kind", least=1),
        bowing=row.patterns("bowing", least=1),
        advice=row.patterns("advice", least=1),
        plainly=row.patterns("plainly", least=1),
        getting_help=row.patterns("getting_help", least=1),
        small_words=frozenset(row.texts("small_words", least=20)),
    )


def scenario(row: Row, code: str, rules: Practice) -> Scenario:
    """A file of scenarios/; its conditions of ending come from practice.toml where it gives none."""
    made = Scenario(
        code=code,
        title=row.text("title"),
        about=row.text("about"),
        meaning=row.text("meaning"),
        setting=row.text("setting"),
        you=row.text("you"),
        name=row.text("name"),
        relation=row.choice("relation", get_args(Relation)),
        gender=row.choice("gender", ("m", "f", "u")),
        account=row.texts("account", least=2),
        notice=row.texts("notice", least=2),
        danger=row.text("danger", ""),
        start=PartnerState(**_hundredths(row, "start", needed=_STATE)),
        temper={**rules.temper, **_hundredths(row, "temper")},
        weighs=_hundredths(row, "weighs"),
        hidden=tuple(_hidden(child) for child in _children(row, "hidden")),
        topics=tuple(_topic(child) for child in _children(row, "topic")),
        lines=_lines(row),
        endings=tuple(_endings(row, rules)),
    )
    _check(made, row)
    return made


def lines_of(made: Scenario) -> Iterator[str]:
    """Every line that the seeker of a scenario can say."""
    for lines in made.lines.values():
        yield from lines
    for hidden in made.hidden:
        yield from (*hidden.shows, *hidden.lines)
    for topic in made.topics:
        yield from topic.lines
    for ending in made.endings:
        yield from ending.lines


def _hidden(row: Row) -> Hidden:
    return Hidden(
        fact=row.text("fact"),
        trust=row.number("trust", 0) / 100,
        asked=row.truth("asked"),
        shows=row.texts("shows", least=2),
        lines=row.texts("lines", least=3),
    )


def _topic(row: Row) -> Topic:
    return Topic(words=row.texts("words", least=1), lines=row.texts("lines", least=2))


def _lines(row: Row) -> dict[str, tuple[str, ...]]:
    child = _child(row, row.table("lines"), "lines")
    needed = {slot: child.texts(slot, least) for slot, least in LEAST.items()}
    optional = {slot: child.texts(slot) for slot in OPTIONAL}
    child.done()
    return {**needed, **{slot: lines for slot, lines in optional.items() if lines}}


def _endings(row: Row, rules: Practice) -> Iterator[Ending]:
    told = row.table("ending")
    asked = {"asked": True} if row.values.get("danger") else {}  # nothing ends calmer that was not asked about
    unknown = sorted(set(told) - set(get_args(Ended)))
    if unknown:
        row.fail(f'"ending.{unknown[0]}" must be one of {", ".join(get_args(Ended))}')
    for code in dict.fromkeys(code for code, _ in rules.endings):
        if code in told:
            child = _child(row, told[code], f"ending.{code}")
            own = {**(asked if code == "calmer" else {}), **_when(child)}
            yield Ending(
                code=code,  # type: ignore[arg-type]
                means=child.text("means"),
                lines=child.texts("lines", least=2),
                when=tuple(EndsWhen(**{**_given(when), **own}) for name, when in rules.endings if name == code),
            )
            child.done()


def _condition(row: Row) -> tuple[str, EndsWhen]:
    code = row.choice("code", get_args(Ended))
    found = code, EndsWhen(**_when(row))
    row.done()
    return found


def _when(row: Row) -> dict[str, Any]:
    """The conditions that a table names, as EndsWhen takes them."""
    found: dict[str, Any] = {}
    for name in (item.name for item in fields(EndsWhen) if item.name in row.values):
        if name in ("told", "calmer", "asked"):
            found[name] = row.truth(name)
        else:
            found[name] = row.number(name) / (100 if name in ("trust_from", "trust_to", "openness_to") else 1)
    return found


def _given(when: EndsWhen) -> dict[str, Any]:
    return {item.name: getattr(when, item.name) for item in fields(EndsWhen)}


def _effect(row: Row) -> Effect:
    made = Effect(
        codes=row.texts("codes", least=1),
        situation=row.text("situation"),
        did=row.text("did"),
        moves={name: row.number(name, 0) / 100 for name in _STATE},
        floor=row.number("floor", 0) / 100,
    )
    row.done()
    return made


def _try(row: Row) -> NextTry:
    return NextTry(lacks=row.texts("lacks"), says=row.text("says"), example=row.text("example"))


def _hundredths(row: Row, key: str, needed: tuple[str, ...] = ()) -> dict[str, float]:
    child = _child(row, row.table(key), key)
    return {name: child.number(name) / 100 for name in (needed or tuple(child.values))}


def _children(row: Row, key: str) -> Iterator[Row]:
    """The tables of a list, each with its own line."""
    values = row.values.get(key, [])
    row.used.add(key)
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        row.fail(f'"{key}" must be a list of tables, each under [[{key}]]')
    for value in values:
        yield _child(row, value, key)


def _child(row: Row, values: Any, key: str) -> Row:  # noqa: ANN401
    if not isinstance(values, dict):
        row.fail(f'"{key}" must be a table')
    child = Row(values, row.file, int(values.get("line", row.line)), row.make_pattern)
    child.used.add("line")
    return child


def _check(made: Scenario, row: Row) -> None:
    """What must hold in one file beyond its keys."""
    codes = {ending.code for ending in made.endings}
    goal = "safe" if made.danger else "opened"
    for code in (goal, "calmer", "shut", "flat"):
        if code not in codes:
            row.fail(f'"ending.{code}" is missing')
    if not made.hidden or len(made.topics) < 2:
        row.fail("a scenario needs something hidden and at least two topics")
    count = len(set(lines_of(made)))
    if count < LEAST_LINES:
        row.fail(f"a scenario needs at least {LEAST_LINES} different lines, and has {count}")
