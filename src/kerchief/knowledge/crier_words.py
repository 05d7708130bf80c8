"""The rows of criers.toml: what counts as tears, and the words that say who cries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kerchief.domain.reading import Gender, Relation
from kerchief.patterns import Pattern

PatternMaker = Callable[[str], Pattern]


@dataclass(frozen=True, slots=True, kw_only=True)
class TearWords:
    """Patterns for tears that fall, are held back or only show; figures of speech; tears that were not shed.

    ``blame`` matches the teller's verdict on them.
    """

    shed: tuple[Pattern, ...]
    held: tuple[Pattern, ...]
    shown: tuple[Pattern, ...]
    figures: tuple[Pattern, ...]
    unreal: tuple[Pattern, ...]
    real: tuple[Pattern, ...]
    blame: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWord:
    """A word for a person: what they are to whoever says "my" before it."""

    relation: Relation
    gender: Gender
    plural: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Expressions made of the small words: where a pronoun, an owner, a clause or a chat's address stands."""

    pronouns: Mapping[str, str]
    owners: frozenset[str]
    objects: frozenset[str]
    subjects: frozenset[str]
    after_her: frozenset[str]
    indefinite: frozenset[str]
    definite: frozenset[str]
    finite: frozenset[str]
    small: frozenset[str]
    owner: re.Pattern[str]
    determined: re.Pattern[str]
    clause: re.Pattern[str]
    oblique: re.Pattern[str]
    body: re.Pattern[str]
    possessed: re.Pattern[str]
    called: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrierWords:
    """Words for people and what places them.

    ``phrases`` holds the words of ``people`` by their first word, longest first; ``loved`` matches those that need
    a "my" before them.
    """

    people: Mapping[str, PersonWord]
    phrases: Mapping[str, tuple[str, ...]]
    loved: re.Pattern[str]
    owned: Mapping[str, PersonWord]
    names: Mapping[str, Gender]
    doubtful_names: frozenset[str]
    grammar: Grammar
    link: frozenset[str]
    causes: re.Pattern[str]
    witnesses: re.Pattern[str]
    reports: re.Pattern[str]
    same: re.Pattern[str]
    over: tuple[Pattern, ...]
    love: tuple[Pattern, ...]
    narrator: Mapping[Gender, tuple[Pattern, ...]]
    of_kin: Mapping[Relation, Relation]
    of_others: Mapping[Relation, Relation]


def tear_words(table: Mapping[str, Any], make: PatternMaker) -> TearWords:
    """The patterns of ``[tears]``."""
    keys = ("shed", "held", "shown", "figures", "unreal", "real", "blame")
    return TearWords(**{key: _made(table["tears"][key], make) for key in keys})


def crier_words(table: Mapping[str, Any], make: PatternMaker) -> CrierWords:
    """The words for people, and the patterns beside them."""
    people, loved = _people(table, owned=False), _people(table, owned=True)
    names: dict[str, Gender] = dict.fromkeys(table["names"]["m"].split(), "m")
    names.update(dict.fromkeys(table["names"]["f"].split(), "f"))
    narrator, context, others = table["narrator"], table["context"], table["relation_of_others"]
    return CrierWords(
        people=people,
        owned=loved,
        phrases=_by_first_word(people),
        loved=re.compile(rf"(?<!\w)my\s(?:[\w-]+\s){{0,2}}?({_either(loved)})(?![\w-])"),
        names=names,
        doubtful_names=_set(table["names"]["doubtful"]),
        grammar=_grammar(table["grammar"]),
        link=_set(table["tears"]["link"]),
        causes=re.compile(rf"(?<!\w)(?:{context['causes']})\s+(?:\w+ly\s+)?$"),
        witnesses=re.compile(rf"(?<!\w)(?:{context['witnesses']})\s+(?:\w+ly\s+|the\s|a\s)?$"),
        reports=re.compile(rf"\s+(?:{context['reports']})(?!\w)"),
        same=re.compile(rf"(?<!\w)(?:{context['same']})\s(?:(?!(?:{context['apart']})\s)[\w'-]+\s){{0,4}}$"),
        over=_made(context["over"], make),
        love=_made(context["love"], make),
        narrator={"m": _made(narrator["m"], make), "f": _made(narrator["f"], make)},
        of_kin=others["kin"],
        of_others=others["other"],
    )


def _grammar(table: Mapping[str, str]) -> Grammar:
    pronouns = {word: kind for kind in ("first", "we", "you", "m", "f", "they") for word in table[kind].split()}
    conjunction = _either(table["conjunctions"].split())
    determiner = rf"(?:{_either(table['determiners'].split())}|[^\W_]+'s)"
    return Grammar(
        pronouns=pronouns,
        owners=_set(table["owners"]),
        objects=_set(table["objects"]),
        subjects=_set(table["subjects"]),
        after_her=_set(table["after_her"]) | _set(table["conjunctions"]) | _set(table["prepositions"]),
        indefinite=_set(table["indefinite"]),
        definite=_set(table["definite"]),
        finite=_set(table["finite"]),
        small=_set(table["small"]),
        owner=re.compile(rf".*(?<![\w'])({determiner})\s(?:[\w'/()\[\]-]+\s){{0,3}}$", re.S),
        determined=re.compile(rf"(?<!\w){determiner}\s(?:[\w-]+\s){{0,2}}$"),
        clause=re.compile(rf"(?:^|[.,;:!?()\n\"*-]|(?<!\w)(?:{conjunction}))\s*(?:\w+ly\s|now\s|just\s)?$"),
        oblique=re.compile(rf"(?<!\w)(?:{_either(table['prepositions'].split())})\s+(?:\w+\s)?$"),
        body=re.compile(rf"\s+(?:own\s+)?(?:{_either(table['body'].split())})(?!\w)"),
        possessed=re.compile(rf"'s\s(?!\w+ing\s|(?:{_either(table['after_is'].split())})\s)"),
        called=re.compile(rf"(?:[,:]|(?<!\w)(?:{_either(table['calls'].split())}))\s*$"),
    )


def _people(table: Mapping[str, Any], owned: bool) -> dict[str, PersonWord]:
    return {
        word: PersonWord(relation=row["relation"], gender=row["gender"], plural=row.get("plural", False))
        for row in table["people"]
        if row.get("owned", False) == owned
        for word in row["words"]
    }


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(re.split(r"[ .-]", phrase)[0], []).append(phrase)
    return {first: tuple(longest_first) for first, longest_first in found.items()}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _made(sources: Iterable[str], make: PatternMaker) -> tuple[Pattern, ...]:
    return tuple(make(source) for source in sources)
