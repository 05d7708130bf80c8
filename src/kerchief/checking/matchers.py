"""The kinds of rules: where a rule matches in a draft. One kind is one small function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kerchief.checking.detectors import DETECTORS
from kerchief.checking.drafts import Prepared
from kerchief.knowledge.rulebook import Rule, StrengthRule
from kerchief.patterns import Place, is_any_in
from kerchief.text import Text

_DRESSING = re.compile(r"[\W_]+")


def places(rule: Rule | StrengthRule, draft: Prepared) -> list[Place]:
    """Where the rule holds in the reply, one place a sentence, in order; empty where it must stay silent."""
    found: list[Place] = []
    taken: set[Place] = set()
    kind = rule.kind if isinstance(rule, Rule) else "existence"
    matched = [*_KINDS[kind](rule, draft), *_detected(rule.detector, draft)]
    if matched and is_silent(rule, draft):
        matched = []
    if isinstance(rule, Rule):
        matched += _detected(rule.anyhow, draft)
    for start, end in sorted(matched):
        sentence = draft.reply.sentence_at(start)
        if sentence in taken or _is_let_off(rule, draft.reply, (start, end)):
            continue
        taken.add(sentence)
        found.append((start, end))
    return found


def _detected(name: str, draft: Prepared) -> Iterable[Place]:
    return DETECTORS[name](draft) if name else ()


def is_silent(rule: Rule | StrengthRule, draft: Prepared) -> bool:
    """Whether what is answered, or what the reply lacks, makes the rule say nothing at all."""
    is_gated = bool(rule.needs_context) and not (isinstance(rule, Rule) and rule.patterns_in_context)
    if is_gated and not _is_called_for(rule, draft):
        return True
    if rule.needs and not is_any_in(rule.needs, draft.reply.folded):
        return True
    return draft.setting.says(rule.context_excepts)


def _is_called_for(rule: Rule | StrengthRule, draft: Prepared) -> bool:
    """Whether what is answered holds what the rule needs there: its words, or a flag that safety raised on it."""
    flags = rule.when_flags if isinstance(rule, Rule) else ()
    return bool(draft.context_flags.intersection(flags)) or draft.setting.says(rule.needs_context)


def _is_let_off(rule: Rule | StrengthRule, reply: Text, place: Place) -> bool:
    """Quoted words, a listed exception in the same sentence, or more around it where the whole was asked for."""
    start, end = place
    if isinstance(rule, Rule) and reply.is_quoted(start, end):
        return True
    if rule.whole and _DRESSING.sub("", reply.folded[:start] + reply.folded[end:]):
        return True
    return bool(rule.excepts) and is_any_in(rule.excepts, reply.folded, *reply.sentence_at(start))


def _existence(rule: Rule | StrengthRule, draft: Prepared) -> Iterable[Place]:
    """``patterns`` anywhere; ``patterns_in_context`` only where the context calls for them."""
    if isinstance(rule, Rule) and rule.patterns_in_context and _is_called_for(rule, draft):
        return draft.matches((*rule.patterns, *rule.patterns_in_context))
    return draft.matches(rule.patterns)


def _substitution(rule: Rule, draft: Prepared) -> Iterable[Place]:
    return draft.matches(tuple(pattern for pattern, _ in rule.swaps))


def _absence(rule: Rule, draft: Prepared) -> Iterable[Place]:
    """The context calls for something that the reply never does; the place is the reply's first sentence."""
    called = draft.setting.says(rule.when) or draft.context_flags.intersection(rule.when_flags)
    return draft.reply.sentences[:1] if called and not draft.matches(rule.patterns) else ()


def _order(rule: Rule, draft: Prepared) -> Iterable[Place]:
    """A match before anything of ``unless_before`` was said."""
    eased = min((start for start, _ in draft.matches(rule.unless_before)), default=len(draft.reply.folded))
    return [place for place in draft.matches(rule.patterns) if place[0] < eased]


def _density(rule: Rule, draft: Prepared) -> Iterable[Place]:
    """More matches than ``most``, or more words than ``most_words``; the place is the first one too many."""
    found = sorted(set(draft.matches(rule.patterns)))
    if rule.patterns and len(found) > rule.most:
        yield found[rule.most]
    if rule.most_words and len(draft.reply.words) > rule.most_words:
        yield draft.reply.sentences[-1]


_KINDS: dict[str, Callable[..., Iterable[Place]]] = {
    "existence": _existence,
    "substitution": _substitution,
    "absence": _absence,
    "order": _order,
    "density": _density,
}
