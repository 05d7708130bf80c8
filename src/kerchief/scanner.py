"""Thousands of patterns over one text: one pass for their needles, expressions only where those stand.

Aho and Corasick's automaton (1975; here a binding of the Rust crate) finds every needle in one pass. A pattern is tried
only if each of its needle sets is met, and only in the words around its rarest needle. So the cost of a text grows with
what stands in it, not with how many patterns there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from kerchief.needles import squeezed
from kerchief.patterns import Pattern, Place

Scan = Mapping[str, tuple[Place, ...]]  # matches by a pattern's expression; only of patterns that match


class Scanner:
    """A set of patterns, ready to be looked for together."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        """Build the automaton of all needles."""
        from ahocorasick_rs import AhoCorasick

        self.patterns = list({pattern.expression: pattern for pattern in patterns}.values())
        numbers: dict[str, int] = {}
        for pattern in self.patterns:
            for needle in (needle for needles in pattern.needles for needle in needles):
                numbers.setdefault(needle, len(numbers))
        self._uses: list[list[tuple[int, int]]] = [[] for _ in numbers]
        self._sets = [
            tuple(frozenset(numbers[needle] for needle in needles) for needles in pattern.needles)
            for pattern in self.patterns
        ]
        for place, sets in enumerate(self._sets):
            for bit, own in enumerate(sets):
                for number in own:
                    self._uses[number].append((place, 1 << bit))
        self._full = [(1 << len(sets)) - 1 for sets in self._sets]
        self._always = [place for place, sets in enumerate(self._sets) if not sets]
        self._automaton = AhoCorasick(list(numbers)) if numbers else None

    def scan(self, folded: str) -> Scan:
        """Every match of every pattern in a folded text."""
        where = self._needles_in(folded)
        found: dict[str, tuple[Place, ...]] = {}
        for place, windows in self._candidates(where, len(folded)):
            pattern = self.patterns[place]
            matches = tuple(match for start, end in windows for match in _aligned(pattern, folded, start, end))
            if matches:
                found[pattern.expression] = matches
        return found

    def _needles_in(self, folded: str) -> dict[int, list[int]]:
        """The places of each needle that stands in the text."""
        where: dict[int, list[int]] = {}
        if self._automaton is not None:
            text, places = squeezed(folded)
            for needle, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
                where.setdefault(needle, []).append(places[start])
        return where

    def _candidates(self, where: Mapping[int, list[int]], length: int) -> Iterator[tuple[int, list[Place]]]:
        whole = [(0, length)]
        found = frozenset(where)
        met: dict[int, int] = {}
        for needle in where:
            for place, bit in self._uses[needle]:
                met[place] = met.get(place, 0) | bit
        for place, bits in met.items():
            if bits == self._full[place]:
                each = [[where[needle] for needle in needles & found] for needles in self._sets[place]]
                yield place, self._windows(place, each, length)
        for place in self._always:
            yield place, whole

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
