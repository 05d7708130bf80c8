"""From matches to findings and strengths: what may hurt, where, and why; and what works already."""

from __future__ import annotations

from collections.abc import Iterable

from kerchief.checking.drafts import Prepared
from kerchief.checking.matchers import places
from kerchief.domain.report import Finding, Strength
from kerchief.knowledge.catalogue import Catalogue, Rule
from kerchief.patterns import Place

MOST_SHOWN = 3  # findings a person is shown at once


def find_faults(draft: Prepared, catalogue: Catalogue) -> list[tuple[Rule, Place]]:
    """Every rule that holds, with its place: danger first, then by severity, then by place."""
    rules = (rule for rule in catalogue.rules.values() if rule.speaker in ("anyone", draft.speaker))
    found = [(rule, place) for rule in rules for place in places(rule, draft)]
    return sorted(found, key=lambda fault: (not _is_danger(fault[0]), -fault[0].severity, fault[1]))


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
    """What the draft does well: every place of every strength."""
    return tuple(
        Strength(code=rule.code, name=rule.name, span=draft.reply.span(*place))
        for rule in catalogue.strengths.values()
        for place in places(rule, draft)
    )


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
