"""What must hold across knowledge files: names that exist, examples that match, nothing that must never be said."""

from __future__ import annotations

from collections.abc import Iterator

from kerchief.errors import KnowledgeError
from kerchief.knowledge.catalogue import Catalogue, Cue, SafetyCue


def check(catalogue: Catalogue) -> None:
    """Raise KnowledgeError where one file names something that no file has."""
    _check_codes(catalogue)
    _check_sources(catalogue)
    _check_ids(catalogue)
    _check_seed_map(catalogue)


def _check_codes(catalogue: Catalogue) -> None:
    for place, code in _named_meanings(catalogue):
        if code not in catalogue.meanings:
            raise KnowledgeError(f"{place}: no meaning has the code {code!r}")
    for place, code in _named_flags(catalogue):
        if code not in catalogue.flags:
            raise KnowledgeError(f"{place}: no flag has the code {code!r}")


def _named_meanings(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for cue in catalogue.cues:
        yield f"cues/{cue.code}.toml", cue.code
    for question in catalogue.questions:
        for code in question.between:
            yield "questions.toml", code
    for scenario in catalogue.scenarios.values():
        yield f"scenarios/{scenario.code}.toml", scenario.meaning


def _named_flags(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for cue in catalogue.safety_cues:
        yield f"safety/{cue.flag}.toml", cue.flag
    for rule in catalogue.rules.values():
        for flag in rule.when_flags:
            yield f"rules/{rule.code}-{rule.name}.md", flag
    for scenario in catalogue.scenarios.values():
        if scenario.danger:
            yield f"scenarios/{scenario.code}.toml", scenario.danger


def _check_sources(catalogue: Catalogue) -> None:
    for place, ids in _cited(catalogue):
        for name in ids:
            if name not in catalogue.sources and name not in catalogue.seed_map:
                raise KnowledgeError(f"{place}: neither sources.toml nor seed_map.toml has {name!r}")


def _cited(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    for meaning in catalogue.meanings.values():
        yield f"meaning {meaning.code}", meaning.source
    for rule in catalogue.rules.values():
        yield f"rules/{rule.code}-{rule.name}.md", rule.source
    for strength in catalogue.strengths.values():
        yield f"strengths/{strength.code}-{strength.name}.md", strength.source
    for flag in catalogue.flags.values():
        yield f"flag {flag.code}", flag.source
    for question in catalogue.questions:
        yield f"the question between {' and '.join(question.between)}", question.source


def _check_ids(catalogue: Catalogue) -> None:
    seen: set[str] = set()
    cues: tuple[Cue | SafetyCue, ...] = (*catalogue.cues, *catalogue.safety_cues)
    for cue in cues:
        if cue.id in seen:
            raise KnowledgeError(f"the cue {cue.id} is given twice; an id has one place.")
        seen.add(cue.id)


def _check_seed_map(catalogue: Catalogue) -> None:
    places = {
        "meaning": catalogue.meanings,
        "rule": catalogue.rules,
        "strength": catalogue.strengths,
        "flag": catalogue.flags,
        "source": catalogue.sources,
        "never_say": {str(never.n) for never in catalogue.never},
        "cue": {cue.code for cue in catalogue.cues},
    }
    for claim in catalogue.seed_map.values():
        for where in claim.where:
            kind, _, code = where.partition(":")
            if kind != "doc" and code not in places.get(kind, ()):
                raise KnowledgeError(f"seed_map.toml: {claim.id} points to {where!r}, which does not exist")
