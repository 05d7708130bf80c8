"""A meaning, a rule or a strength as one entry of Learn."""

from __future__ import annotations

from dataclasses import dataclass

from kerchief.errors import UnknownCodeError
from kerchief.knowledge.catalogue import Catalogue, Meaning, Source
from kerchief.knowledge.rulebook import Example, Rule, StrengthRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What Learn shows of one code. ``yes`` and ``no`` are titled examples: what it is, what it is not."""

    code: str
    name: str
    lead: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    yes: tuple[str, tuple[Example, ...]] = ("", ())
    no: tuple[str, tuple[Example, ...]] = ("", ())
    sources: tuple[Source, ...] = ()


def entry(catalogue: Catalogue, code: str) -> Entry:
    """The entry of a code. Raises UnknownCodeError."""
    if code in catalogue.meanings:
        return _of_meaning(catalogue.meanings[code], catalogue)
    rule = catalogue.rules.get(code) or catalogue.strengths.get(code)
    if rule is None:
        raise UnknownCodeError("There is no entry of that name.", "Choose one from the list.")
    return _of_rule(rule, catalogue)


def _of_meaning(meaning: Meaning, catalogue: Catalogue) -> Entry:
    pairs = [question for question in catalogue.questions if meaning.code in question.between]
    others = [(next(code for code in pair.between if code != meaning.code), pair.text) for pair in pairs]
    return Entry(
        code=meaning.code,
        name=meaning.name,
        lead=f"The tears say: “{meaning.says}.”",
        sections=(
            ("What it is", (meaning.definition,)),
            ("In the next minute", meaning.first_minute),
            ("What helps", meaning.helps),
            ("What hurts", meaning.hurts),
            ("What to notice", meaning.notice),
            ("What to ask", (meaning.question,)),
            ("Easily taken for", tuple(f"{catalogue.meanings[code].name}: {text}" for code, text in others)),
        ),
        sources=_sources(meaning.source, catalogue),
    )


def _of_rule(rule: Rule | StrengthRule, catalogue: Catalogue) -> Entry:
    if isinstance(rule, Rule):
        yes, no = ("It speaks up at", rule.flagged), ("It leaves alone", rule.fine)
    else:
        yes, no = ("Like this", rule.shown), ("Not this", rule.not_shown)
    return Entry(
        code=rule.code,
        name=rule.name.replace("-", " ").capitalize(),
        lead="",
        sections=tuple((title, (body,)) for title, body in rule.sections.items()),
        yes=yes,
        no=no,
        sources=_sources(rule.source, catalogue),
    )


def _sources(ids: tuple[str, ...], catalogue: Catalogue) -> tuple[Source, ...]:
    return tuple(catalogue.sources[name] for name in ids if name in catalogue.sources)
