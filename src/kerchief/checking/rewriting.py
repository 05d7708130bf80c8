"""What to write instead: one sentence for a finding, and the whole draft made clean. Every rewrite is checked again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kerchief.checking.drafts import Prepared, prepare
from kerchief.checking.linter import find_faults
from kerchief.domain.report import Rewrite
from kerchief.knowledge.catalogue import Catalogue, Rule
from kerchief.patterns import Place, compile_pattern

_ENDING = re.compile(r"[.!?…]+[\"')\]]*\s*$")
_MOST_ROUNDS = 24
Faults = list[tuple[Rule, Place]]


def rewrite_fault(fault: tuple[Rule, Place], draft: Prepared, catalogue: Catalogue, faults: Faults) -> Rewrite | None:
    """The first candidate of the rule that mends this fault and adds none; None where no candidate does."""
    rule, place = fault
    sentence = draft.reply.sentence_at(place[0])
    replaces = draft.reply.span(*sentence)
    if rule.applicability == "ask":
        return Rewrite(text=rule.rewrites[0], applicability="ask", replaces=replaces)
    for candidate in _candidates(rule, place, draft, catalogue):
        if candidate not in draft.reply.source and _mends(
            rule, _replaced(draft, sentence, candidate, catalogue), faults, catalogue
        ):
            return Rewrite(text=candidate, applicability=rule.applicability, replaces=replaces)
    return None


def rewrite_draft(draft: Prepared, catalogue: Catalogue) -> str | None:
    """The draft with every fault mended: sentences replaced, or dropped where nothing fits.

    A clean draft comes back as it is. None where nothing honest would be left.
    """
    for _ in range(_MOST_ROUNDS):
        faults = find_faults(draft, catalogue)
        if not faults:
            return draft.reply.source.strip() or None
        rewrite = rewrite_fault(faults[0], draft, catalogue, faults)
        if rewrite is not None and rewrite.applicability == "ask":
            return None
        sentence = draft.reply.sentence_at(faults[0][1][0])
        draft = _replaced(draft, sentence, rewrite.text if rewrite else "", catalogue)
    return None


def _candidates(rule: Rule, place: Place, draft: Prepared, catalogue: Catalogue) -> Iterator[str]:
    sentence = draft.reply.sentence_at(place[0])
    original = draft.reply.source_between(*sentence)
    if rule.kind == "substitution":
        yield _swapped(rule, draft, sentence)
    word = _their_word(draft, catalogue)
    for candidate in rule.rewrites:
        if "{word}" not in candidate:
            yield _in_voice(candidate, original)
        elif word:
            yield _in_voice(candidate.replace("{word}", word), original)


def _swapped(rule: Rule, draft: Prepared, sentence: Place) -> str:
    """The writer's own sentence with each loaded word swapped for its better one."""
    start, end = sentence
    found = sorted(
        (place, better) for pattern, better in rule.swaps for place in pattern.find(draft.reply.folded, start, end)
    )
    pieces, here = [], start
    for (a, b), better in found:
        if a >= here:
            pieces += [draft.reply.source_between(here, a), better]
            here = b
    return "".join([*pieces, draft.reply.source_between(here, end)])


def _their_word(draft: Prepared, catalogue: Catalogue) -> str:
    """The last feeling word of what is answered, to be said back; empty where there is none."""
    if "feeling" not in catalogue.lexicon:
        return ""
    pattern = compile_pattern("{feeling}", catalogue.lexicon)
    found = [draft.context.folded[start:end] for start, end in pattern.find(draft.context.folded)]
    return found[-1] if found else ""


def _in_voice(candidate: str, original: str) -> str:
    """The candidate as this writer types: small first letter, no full stop, if that is their way."""
    first = next((char for char in original if char.isalpha()), "A")
    if first.islower() and not re.match(r"I\b", candidate):
        candidate = candidate[0].lower() + candidate[1:]
    if not _ENDING.search(original) and candidate.endswith("."):
        candidate = candidate[:-1]
    return candidate


def _replaced(draft: Prepared, sentence: Place, candidate: str, catalogue: Catalogue) -> Prepared:
    before = draft.reply.source_between(0, sentence[0])
    after = draft.reply.source_between(sentence[1], len(draft.reply.folded))
    joined = before + candidate + after if candidate else f"{before.rstrip()} {after.lstrip()}".strip()
    return prepare(joined, draft.context, catalogue, draft.context_flags)


def _mends(rule: Rule, after: Prepared, before: Faults, catalogue: Catalogue) -> bool:
    """Whether the rule holds less often than before, and no rule more often."""
    counts = Counter(fault.code for fault, _ in before)
    now = Counter(fault.code for fault, _ in find_faults(after, catalogue))
    return now[rule.code] < counts[rule.code] and all(now[code] <= counts[code] for code in now)
