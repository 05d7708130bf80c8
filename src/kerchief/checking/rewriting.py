"""What to write instead: one sentence for a finding, and the whole draft made clean. Every rewrite is checked again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kerchief.checking.drafts import Prepared
from kerchief.checking.linter import find_faults, is_clean
from kerchief.domain.report import Finding, Rewrite
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.rulebook import Rule
from kerchief.patterns import Place

_ENDING = re.compile(r"[.!?…]+[\"')\]]*\s*$")
_MOST_ROUNDS = 6  # of mending a whole draft; after the first few, what still hurts is left out
_ROUNDS_OF_WORDS = 3
Fault = tuple[Rule, Place]


def rewrite_fault(fault: Fault, draft: Prepared, catalogue: Catalogue, taken: Collection[str] = ()) -> Rewrite | None:
    """The first of the rule's rewrites that is clean as an answer to the same context; None where none is.

    ``taken``: words that the draft says already and must not say twice.
    """
    rule, place = fault
    replaces = draft.reply.span(*_stretch(draft, place))
    if rule.applicability == "ask":
        return Rewrite(text=rule.rewrites[0], applicability="ask", replaces=replaces)
    for candidate in _candidates(rule, place, draft, catalogue):
        if candidate in draft.reply.source or candidate in taken:
            continue
        if is_clean(draft.setting.prepare(candidate), catalogue):
            return Rewrite(text=candidate, applicability=rule.applicability, replaces=replaces)
    return None


def rewrite_draft(draft: Prepared, catalogue: Catalogue) -> str | None:
    """The draft with every fault mended: sentences replaced, or left out where nothing fits.

    A clean draft comes back as it is. None where nothing honest would be left, or the writer must be asked.
    """
    for number in range(_MOST_ROUNDS):
        faults = find_faults(draft, catalogue)
        if not faults:
            return draft.reply.source.strip() or None
        if any(rule.applicability == "ask" for rule, _ in faults):
            return None
        draft = _mended(draft, faults, catalogue, with_words=number < _ROUNDS_OF_WORDS)
    return None


def put_in(reply: str, findings: Sequence[Finding]) -> str | None:
    """The reply with the rewrites of these findings put in, nothing else changed; None where one has no words."""
    pieces, here = [], 0
    for finding in sorted(findings, key=lambda finding: (finding.span.start, -finding.severity)):
        rewrite = finding.rewrite
        if rewrite is None or rewrite.applicability == "ask":
            return None
        if rewrite.replaces.start >= here:
            pieces += [reply[here : rewrite.replaces.start], rewrite.text]
            here = rewrite.replaces.end
    return "".join([*pieces, reply[here:]])


def _mended(draft: Prepared, faults: list[Fault], catalogue: Catalogue, with_words: bool) -> Prepared:
    """One rewrite for every stretch that hurts, for its worst fault; or the stretch left out."""
    worst: dict[Place, Fault] = {}
    for fault in faults:
        stretch = _stretch(draft, fault[1])
        if not any(start < stretch[1] and stretch[0] < end for start, end in worst):
            worst[stretch] = fault
    said: dict[Place, str] = {}
    for sentence, fault in worst.items():
        rewrite = rewrite_fault(fault, draft, catalogue, said.values()) if with_words else None
        said[sentence] = rewrite.text if rewrite else ""
    return draft.setting.prepare(_put_together(draft, said))


def _stretch(draft: Prepared, place: Place) -> Place:
    """Every sentence that a place touches."""
    start, _ = draft.reply.sentence_at(place[0])
    _, end = draft.reply.sentence_at(max(place[0], place[1] - 1))
    return start, max(end, place[1])


def _put_together(draft: Prepared, said: dict[Place, str]) -> str:
    pieces, here = [], 0
    for start, end in sorted(said):
        between = draft.reply.source_between(here, start)
        pieces += [between if said[start, end] else between.rstrip(), said[start, end]]
        here = end
    rest = draft.reply.source_between(here, len(draft.reply.folded))
    return "".join([*pieces, rest]).strip()


def _candidates(rule: Rule, place: Place, draft: Prepared, catalogue: Catalogue) -> Iterator[str]:
    sentence = _stretch(draft, place)
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
    found = [draft.context.folded[start:end] for start, end in catalogue.feeling.find(draft.context.folded)]
    return found[-1] if found else ""


def _in_voice(candidate: str, original: str) -> str:
    """The candidate as this writer types: small first letter, no full stop, if that is their way."""
    first = next((char for char in original if char.isalpha()), "A")
    if first.islower() and not re.match(r"I\b", candidate):
        candidate = candidate[0].lower() + candidate[1:]
    if not _ENDING.search(original) and candidate.endswith("."):
        candidate = candidate[:-1]
    return candidate
