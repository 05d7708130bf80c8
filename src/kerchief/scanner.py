"""Thousands of patterns over one text: one pass for their needles, expressions only where those stand.

Aho and Corasick's automaton (1975; here a binding of the Rust crate) finds every needle in one pass. A pattern is tried
only if each of its needle sets is met, and only in the words around its rarest needle. So the cost of a text grows with
what stands in it, not with how many patterns there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Generic, TypeVar

from kerchief.needles import squeezed
from kerchief.patterns import Pattern, Place

Scan = Mapping[str, tuple[Place, ...]]  # matches by a pattern's expression; only of patterns that match
Owner = TypeVar("Owner")  # what a pattern belongs to: a cue, a rule, a sign of danger
_SHORT = 600  # characters of a text that is searched whole: windows would cost more than they save


class Scanner(Generic[Owner]):
    """The patterns of many owners, ready to be looked for together."""

    def __init__(self, owned: Iterable[tuple[Owner, Iterable[Pattern]]]) -> None:
        """Build the automaton of all needles."""
        from ahocorasick_rs import AhoCorasick

        self._owners: list[Owner] = []
        self._owned_by: dict[str, list[int]] = {}
        patterns: dict[str, Pattern] = {}
        for owner, own in owned:
            for pattern in own:
                patterns.setdefault(pattern.expression, pattern)
                self._owned_by.setdefault(pattern.expression, []).append(len(self._owners))
            self._owners.append(owner)
        self.patterns = list(patterns.values())
        numbers: dict[str, int] = {}
        for pattern in self.patterns:
            for needle in (needle for needles in pattern.needles for needle in needles):
                numbers.setdefault(needle, len(numbers))
        self._sets = [
            tuple(frozenset(numbers[needle] for needle in needles) for needles in pattern.needles)
            for pattern in self.patterns
        ]
        self._first: list[list[int]] = [[] for _ in numbers]  # patterns by the needles of their most telling set
        for place, sets in enumerate(self._sets):
            for number in sets[0] if sets else ():
                self._first[number].append(place)
        self._always = [place for place, sets in enumerate(self._sets) if not sets]
        self._automaton = AhoCorasick(list(numbers)) if numbers else None

    def scan(self, folded: str) -> Scan:
        """Every match of every pattern in a folded text."""
        found: dict[str, tuple[Place, ...]] = {}
        for place, windows in self._candidates(folded):
            pattern = self.patterns[place]
            if windows is None:
                matches = tuple(pattern.find_near(folded, 0, len(folded)))
            else:
                matches = tuple(match for start, end in windows for match in _aligned(pattern, folded, start, end))
            if matches:
                found[pattern.expression] = matches
        return found

    def touched(self, scan: Scan) -> list[Owner]:
        """The owners of what was found, in the order in which they were given."""
        places = {place for expression in scan for place in self._owned_by[expression]}
        return [self._owners[place] for place in sorted(places)]

    def _candidates(self, folded: str) -> Iterator[tuple[int, list[Place] | None]]:
        """The patterns that may match, and where; None where the whole text is to be searched."""
        text, places = squeezed(folded)
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True) if self._automaton else []
        found = {needle for needle, _, _ in hits}
        first = set(chain.from_iterable([self._first[needle] for needle in found]))
        possible = [place for place in sorted(first) if not any(map(found.isdisjoint, self._sets[place][1:]))]
        if len(folded) <= _SHORT:
            yield from ((place, None) for place in possible)
        else:
            where: dict[int, list[int]] = {}
            for needle, start, _ in hits:
                where.setdefault(needle, []).append(places[start])
            for place in possible:
                each = [[where[needle] for needle in needles & found] for needles in self._sets[place]]
                yield place, self._windows(place, each, len(folded))
        yield from ((place, None) for place in self._always)

    def _windows(self, place: int, each: list[list[list[int]]], length: int) -> list[Place]:
        """The stretches around the pattern's rarest needle that hold the others too, run together where they meet."""
        rarest, *others = sorted(each, key=_count)
        reach = self.patterns[place].reach
        windows: list[Place] = []
        for spot in sorted(chain.from_iterable(rarest)):
            start, end = max(0, spot - reach), min(length, spot + reach)
            if not all(any(_is_any_between(spots, start, end) for spots in lists) for lists in others):
                continue
            if windows and start <= windows[-1][1]:
                windows[-1] = (windows[-1][0], end)
            else:
                windows.append((start, end))
        return windows


def _count(lists: Iterable[list[int]]) -> int:
    return sum(map(len, lists))


def _is_any_between(spots: list[int], start: int, end: int) -> bool:
    """Whether any of the sorted spots lies in the stretch."""
    first = bisect_left(spots, start)
    return first < len(spots) and spots[first] < end


def _aligned(pattern: Pattern, folded: str, start: int, end: int) -> Iterator[Place]:
    """Matches in a window whose edges are moved out to the nearest white space, so that no word is cut."""
    while end < len(folded) and not folded[end - 1].isspace():
        end += 1
    return pattern.find_near(folded, start, end)
