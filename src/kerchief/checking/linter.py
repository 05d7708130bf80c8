"""From matches to findings and strengths: what may hurt, where, and why; and what works already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from kerchief.checking.drafts import Prepared
from kerchief.checking.matchers import is_silent, places
from kerchief.domain.report import Finding, Strength
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.rulebook import Rule, StrengthRule
from kerchief.patterns import Place, is_any_in

AnyRule = TypeVar("AnyRule", Rule, StrengthRule)
Fault = tuple[Rule, Place]
MOST_SHOWN = 3  # findings a person is shown at once
_BROAD = frozenset(("H04", "H06", "H10", "H12"))  # wide forms: where a narrower rule holds, it says it better


def find_faults(draft: Prepared, catalogue: Catalogue) -> list[Fault]:
    """Every fault with its place: danger first, then by severity, then by place.

    Rules match forms; the heads add what no form says, and spare what has the form alone. Danger is the rules' alone.
    """
    found = [fault for fault in _said_once(_matched(draft, catalogue)) if not _is_spared(fault, draft)]
    if draft.heard is not None:
        found += _heard(draft, catalogue, found)
    return sorted(found, key=lambda fault: (not _is_danger(fault[0]), -fault[0].severity, fault[1]))


def is_clean(draft: Prepared, catalogue: Catalogue) -> bool:
    """Whether neither rules nor heads find anything."""
    return not _matched(draft, catalogue) and not (draft.heard and _heard(draft, catalogue, ()))


def _matched(draft: Prepared, catalogue: Catalogue) -> list[Fault]:
    rules = (rule for rule in _tried(draft, catalogue.rules) if _is_for(rule, draft))
    return [(rule, place) for rule in rules for place in places(rule, draft)]


def _tried(draft: Prepared, rules: Mapping[str, AnyRule]) -> list[AnyRule]:
    """The rules that can hold: something of theirs matches, or nothing need match."""
    touched = {rule.code for rule in draft.touched}
    return [rule for rule in rules.values() if rule.code in touched or rule.is_always_tried]


def _is_for(rule: Rule, draft: Prepared) -> bool:
    return rule.speaker in ("anyone", draft.speaker)


def _said_once(found: list[Fault]) -> list[Fault]:
    """Without the broad forms on words of which a narrower rule says what is the matter."""
    narrow = [place for rule, place in found if rule.code not in _BROAD]
    return [
        (rule, place)
        for rule, place in found
        if rule.code not in _BROAD or not any(start < place[1] and place[0] < end for start, end in narrow)
    ]


def _is_spared(fault: Fault, draft: Prepared) -> bool:
    """Whether the heads are sure that nothing hurts where a broad form matches; a narrower one says what it means."""
    rule, (start, end) = fault
    if draft.heard is None or rule.code not in _BROAD:
        return False
    touched = [number for number, (a, b) in enumerate(draft.reply.sentences) if a < end and start < b]
    return bool(touched) and draft.heard.spared.issuperset(touched)


def _heard(draft: Prepared, catalogue: Catalogue, known: Collection[Fault]) -> list[Fault]:
    """What only the heads find, at its likeliest sentence; not where a rule spoke, or what is answered silences it."""
    assert draft.heard is not None
    codes = {rule.code for rule, _ in known}
    spoken = {draft.reply.sentence_at(start) for rule, (start, _) in known if rule.severity > 1}
    return [
        (catalogue.rules[code], sentence)
        for code, number in draft.heard.harms.items()
        if (sentence := draft.reply.sentences[number]) not in spoken
        and code not in codes
        and not is_silent(catalogue.rules[code], draft)
        and not is_any_in(catalogue.rules[code].excepts, draft.reply.folded, *sentence)
    ]


def to_finding(rule: Rule, place: Place, draft: Prepared) -> Finding:
    """A finding without its rewrite."""
    span = draft.reply.span(*place)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        span=span,
        message=rule.message.replace("{quote}", span.quote),
        why=rule.why,
        rewrite=None,
    )


def find_strengths(draft: Prepared, catalogue: Catalogue) -> tuple[Strength, ...]:
    """What the draft does well: every place of every strength; by the heads, where no form says it."""
    found = [(rule, place) for rule in _tried(draft, catalogue.strengths) for place in places(rule, draft)]
    if draft.heard is not None:
        known = {rule.code for rule, _ in found}
        found += [
            (catalogue.strengths[code], draft.reply.sentences[number])
            for code, numbers in draft.heard.strengths.items()
            if code not in known
            for number in numbers
        ]
    return tuple(Strength(code=rule.code, name=rule.name, span=draft.reply.span(*place)) for rule, place in found)


def first_of_each(strengths: Iterable[Strength]) -> tuple[Strength, ...]:
    """One place of each strength, the first, in order of place."""
    first = {strength.code: strength for strength in reversed(list(strengths))}
    return tuple(sorted(first.values(), key=lambda strength: (strength.span.start, strength.code)))


def shown(findings: Iterable[Finding], everything: bool = False) -> tuple[Finding, ...]:
    """What a person is shown: danger alone where there is any, else the three most severe findings."""
    findings = tuple(findings)
    if everything:
        return findings
    danger = tuple(finding for finding in findings if finding.code.startswith("Z"))
    return (danger or findings)[:MOST_SHOWN]


def _is_danger(rule: Rule) -> bool:
    return rule.code.startswith("Z")
