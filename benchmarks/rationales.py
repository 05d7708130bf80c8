"""Words of a reply that carry a judgement, and how well predicted ones match.

IOU-F1 as in Sharma et al. 2020 (after DeYoung et al. 2020): a span is a run of marked words; a predicted span matches a
gold one when the words in both are at least half of the words in either; F1 of matched spans is taken for each reply,
and the mean over replies is told. Where neither gold nor prediction has a span, the reply counts as 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from kerchief.text import normalise

MATCHED_FROM = 0.5
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of some replies: the level of each, and which of its words show it."""

    levels: list[int]
    words: list[list[bool]]


def words(text: str) -> list[Place]:
    """Where the words stand: whatever is between white space."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def marked(reply: str, rationales: Sequence[str]) -> list[bool]:
    """Of each word, whether it stands in a rationale."""
    places = [_find(reply, rationale.strip()) for rationale in rationales if rationale.strip()]
    return [any(a < end and start < b for a, b in places) for start, end in words(reply)]


def sentences(reply: str) -> list[Place]:
    """Sentences as runs of words."""
    text, found = normalise(reply), words(reply)
    starts = sorted({text.span(*place).start for place in text.sentences})
    firsts = sorted({0, *(sum(end <= start for _, end in found) for start in starts)})
    bounds = [*(first for first in firsts if first < len(found)), len(found)]
    return [(a, b) for a, b in pairwise(bounds) if a < b]


def spans(marks: Sequence[bool]) -> list[Place]:
    """Runs of marked words."""
    found, place = [], 0
    for mark, run in groupby(marks):
        length = len(list(run))
        if mark:
            found.append((place, place + length))
        place += length
    return found


def iou_f1(gold: Sequence[bool], predicted: Sequence[bool]) -> float:
    """F1 of the spans of one reply; 1 where there are none on either side."""
    wanted, given = spans(gold), spans(predicted)
    if not wanted and not given:
        return 1.0
    right = sum(any(_iou(one, other) >= MATCHED_FROM for other in wanted) for one in given)
    met = sum(any(_iou(one, other) >= MATCHED_FROM for other in given) for one in wanted)
    if not right:
        return 0.0
    precision, recall = right / len(given), met / len(wanted)
    return 2 * precision * recall / (precision + recall)


def _iou(one: Place, other: Place) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (one[1] - one[0] + other[1] - other[0] - max(0, both))


def _find(reply: str, rationale: str) -> Place:
    """Where a rationale stands; the longest piece of it where it was copied with a slip."""
    start = reply.find(rationale)
    if start >= 0:
        return start, start + len(rationale)
    match = SequenceMatcher(None, reply, rationale, autojunk=False).find_longest_match()
    return match.a, match.a + match.size
