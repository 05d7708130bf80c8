"""Needles: strings one of which stands in every match of an expression, so that few expressions need be tried.

They are read from the expression's parse tree. A needle may run over several words, with one space between them; a text
is looked through as :func:`squeezed` gives it, where white space of any length is one space.
"""

from __future__ import annotations

import re
import re._constants as ops  # type: ignore[import-not-found]  # the standard library's own parse tree has no stubs
from collections.abc import Iterable, Sequence
from typing import Any

Needles = tuple[str, ...]  # strings one of which stands in every match
REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)

_MOST_NEEDLES = 128  # a larger set says too little
_MOST_RUNS = 24  # strings that words next to one another may make
_MOST_SETS = 4  # the best sets of a pattern; more cost more than they save
_ODD_SPACE = re.compile(r"\s\s|[^\S ]")
_ODD_RUN = re.compile(r"\s\s+|[^\S ]")


def needles_of(tree: Any) -> tuple[Needles, ...]:  # noqa: ANN401 - the parse tree has no public type
    """The sets of needles that say most about a parsed expression."""
    return tuple(sorted(dict.fromkeys(_sets(tree)), key=_worth)[:_MOST_SETS])


def has_odd_space(folded: str, start: int, end: int) -> bool:
    """Whether needles that run over words may miss here: white space that is not one plain space."""
    return _ODD_SPACE.search(folded, start, end) is not None


def squeezed(folded: str) -> tuple[str, Sequence[int]]:
    """The text with each run of white space as one space, and for each place in it the place in ``folded``."""
    runs = [match.span() for match in _ODD_RUN.finditer(folded)]
    if not runs:
        return folded, range(len(folded))
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for start, end in (*runs, (len(folded), len(folded))):
        pieces.append(folded[done:start])
        places.extend(range(done, start + 1))  # the run's first place is that of its one space
        done = end
    return " ".join(pieces), places[:-1]


def _sets(tree: Any) -> list[Needles]:  # noqa: ANN401
    """Every set of strings one of which is in each match."""
    found: list[Needles] = []
    runs: frozenset[str] = frozenset({""})
    for op, value in tree:
        found += _inside(op, value)
        strings = _strings(op, value)
        joined = _joined(runs, strings) if strings is not None else None
        if joined is None:
            found += _kept(runs)
        runs = joined or strings or frozenset({""})
    return found + _kept(runs)


def _inside(op: Any, value: Any) -> list[Needles]:  # noqa: ANN401
    if op is ops.SUBPATTERN:
        return _sets(value[-1])
    if op in REPEATS and value[0] > 0:
        return _sets(value[2])
    if op is not ops.BRANCH:
        return []
    branches = [_sets(branch) for branch in value[1]]
    if not all(branches):
        return []
    for choice in (_worth, len):
        chosen = (min(sets, key=choice) for sets in branches)
        together = frozenset(needle for needles in chosen for needle in needles)
        if len(together) <= _MOST_NEEDLES:
            return _kept(together)
    return []


def _strings(op: Any, value: Any) -> frozenset[str] | None:  # noqa: ANN401
    """All strings that a part of the tree can stand for; None where they are too many to list."""
    if op is ops.LITERAL:
        return frozenset({chr(value)})
    if op in (ops.ASSERT, ops.ASSERT_NOT, ops.AT):
        return frozenset({""})
    if op is ops.SUBPATTERN:
        return _strings_of(value[-1])
    if op is ops.BRANCH:
        return _union(_strings_of(branch) for branch in value[1])
    return _repeated(*value) if op in REPEATS else None


def _repeated(least: int, most: int, inner: Any) -> frozenset[str] | None:  # noqa: ANN401
    if _is_space(inner):
        return frozenset({" "} if least else {"", " "})
    return _union((frozenset({""}), _strings_of(inner))) if (least, most) == (0, 1) else None


def _strings_of(tree: Any) -> frozenset[str] | None:  # noqa: ANN401
    runs: frozenset[str] | None = frozenset({""})
    for op, value in tree:
        strings = _strings(op, value)
        runs = _joined(runs, strings) if runs is not None and strings is not None else None
        if runs is None:
            return None
    return runs


def _is_space(tree: Any) -> bool:  # noqa: ANN401
    return len(tree) == 1 and tree[0][0] is ops.IN and tree[0][1] == [(ops.CATEGORY, ops.CATEGORY_SPACE)]


def _joined(runs: frozenset[str], strings: frozenset[str]) -> frozenset[str] | None:
    if len(strings) * len(runs) > max(_MOST_RUNS, len(runs), len(strings)):
        return None
    return frozenset(run + string for run in runs for string in strings)


def _union(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    together: set[str] = set()
    for part in parts:
        if part is None:
            return None
        together |= part
    return frozenset(together) if len(together) <= _MOST_NEEDLES else None


def _kept(strings: frozenset[str]) -> list[Needles]:
    """The set without strings that hold another of it; nothing where one of them is no more than a letter."""
    if min(map(len, strings)) < 2:
        return []
    return [tuple(sorted(one for one in strings if not any(other != one and other in one for other in strings)))]


def _worth(needles: Needles) -> tuple[int, int]:
    """Smaller is better: a set whose shortest needle is long is likelier absent, and so is a small set."""
    return -min(map(len, needles)), len(needles)
