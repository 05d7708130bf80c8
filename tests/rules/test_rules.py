"""Every rule file tests itself: what it says is flagged is, what it says is fine is not, and its cure is clean."""

import pytest

from kerchief.checking.drafts import Prepared, prepare
from kerchief.checking.linter import find_faults
from kerchief.checking.matchers import places
from kerchief.domain.conversation import Draft, DraftSpeaker
from kerchief.engine import Kerchief
from kerchief.knowledge.loader import load
from kerchief.knowledge.rulebook import Example, Rule, StrengthRule
from kerchief.safety import find_flags
from kerchief.text import normalise

CATALOGUE = load()


def prepared(example: Example) -> Prepared:
    context = normalise(example.context)
    flags = find_flags((context,), None, CATALOGUE) if example.context else ()
    return prepare(example.text, context, CATALOGUE, frozenset(flag.code for flag in flags))


def speaker_of(rule: Rule) -> DraftSpeaker:
    return "bot" if rule.speaker == "bot" else "person"


def cases(which: str) -> list[object]:
    rules: list[Rule | StrengthRule] = [*CATALOGUE.rules.values(), *CATALOGUE.strengths.values()]
    return [
        pytest.param(rule, example, id=f"{rule.code}-line-{example.line}")
        for rule in rules
        for example in getattr(rule, which, ())
    ]


@pytest.mark.parametrize(("rule", "example"), cases("flagged"))
def test_what_a_rule_flags_is_found(rule: Rule, example: Example) -> None:
    assert places(rule, prepared(example))


@pytest.mark.parametrize(("rule", "example"), cases("fine"))
def test_what_a_rule_calls_fine_is_left_alone(rule: Rule, example: Example) -> None:
    assert not places(rule, prepared(example))


@pytest.mark.parametrize(("rule", "example"), cases("shown"))
def test_what_shows_a_strength_is_found(rule: StrengthRule, example: Example) -> None:
    assert places(rule, prepared(example))


@pytest.mark.parametrize(("rule", "example"), cases("not_shown"))
def test_what_does_not_show_a_strength_is_left_alone(rule: StrengthRule, example: Example) -> None:
    assert not places(rule, prepared(example))


@pytest.mark.parametrize("rule", CATALOGUE.rules.values(), ids=lambda rule: rule.code)
def test_every_rewrite_that_a_rule_offers_is_clean(rule: Rule) -> None:
    if rule.applicability == "ask":
        return
    for candidate in rule.rewrites:
        draft = prepare(candidate.replace("{word}", "sad"), "", CATALOGUE, speaker=speaker_of(rule))
        faults = find_faults(draft, CATALOGUE)
        assert [(fault.code, candidate) for fault, _ in faults] == []


@pytest.mark.parametrize("rule", CATALOGUE.rules.values(), ids=lambda rule: rule.code)
def test_a_rule_offers_a_way_out_of_most_of_its_own_examples(rule: Rule, checker: Kerchief) -> None:
    drafts = [Draft(reply=example.text, context=example.context, speaker=speaker_of(rule)) for example in rule.flagged]
    reports = checker.check_many(drafts)
    findings = [finding for report in reports for finding in report.findings if finding.code == rule.code]
    assert sum(finding.rewrite is not None for finding in findings) >= 0.8 * len(findings)
