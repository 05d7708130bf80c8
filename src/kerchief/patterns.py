"""The pattern language of the knowledge files: regular expressions that a counsellor can read.

A pattern is a Python regular expression over folded text (see :mod:`kerchief.text`), with four comforts:

* a space stands for any white space;
* an apostrophe may be missing in the text (``don't`` matches "dont");
* ``{name}`` stands for a word list of the lexicon (``{they}``, ``{kin}``, ``{gap}``);
* it matches whole words only; a pattern that starts with ``~`` is taken as it is.

Every match of a pattern contains one *needle* of each of its needle sets (:mod:`kerchief.needles`). A
:class:`kerchief.scanner.Scanner` looks for the needles of thousands of patterns in one pass, and tries an expression
only where its needles stand.
"""

from __future__ import annotations

import re
import re._constants as ops  # type: ignore[import-not-found]  # the standard library's own parse tree has no stubs
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kerchief.needles import REPEATS, Needles, has_odd_space, needles_of

Place = tuple[int, int]  # start and end in a folded text

_LOOSE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?[!=]['\"]\)| \?| |'")
_AS_LOOSE = {" ": r"\s+", " ?": r"\s*", "'": "'?"}
_MACRO = re.compile(r"\{([a-z_]+)\}")
_LONG_WORD, _LONG_SPACE = 14, 2  # what an unbounded run of letters, or of white space, is counted as
_ONE_CHARACTER = (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY, ops.RANGE, ops.CATEGORY)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled line of a knowledge file. ``needles`` is empty where no word is sure to stand in a match."""

    source: str
    expression: str
    needles: tuple[Needles, ...]
    reach: int  # about how many characters a match may have

    def is_possible(self, folded: str, start: int = 0, end: int | None = None) -> bool:
        """A cheap test that is never wrong when it says no."""
        if all(any(folded.find(needle, start, end) >= 0 for needle in needles) for needles in self.needles):
            return True
        return has_odd_space(folded, start, len(folded) if end is None else end)

    def find(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[Place]:
        """Every match in ``folded[start:end]``."""
        if self.is_possible(folded, start, end):
            yield from self.find_near(folded, start, len(folded) if end is None else end)

    def find_near(self, folded: str, start: int, end: int) -> Iterator[Place]:
        """Every match in ``folded[start:end]``, where it is known to be possible."""
        for match in _regex(self.expression).finditer(folded, start, end):
            if match.end() > match.start():
                yield match.span()

    def is_in(self, folded: str, start: int = 0, end: int | None = None) -> bool:
        """Whether there is a match at all."""
        return next(self.find(folded, start, end), None) is not None


def is_any_in(patterns: Iterable[Pattern], folded: str, start: int = 0, end: int | None = None) -> bool:
    """Whether any of the patterns has a match."""
    return any(pattern.is_in(folded, start, end) for pattern in patterns)


def compile_pattern(source: str, lexicon: Mapping[str, str]) -> Pattern:
    """A pattern from its line in a knowledge file; ValueError says what is wrong with it."""
    expression = expand(source, lexicon)
    try:
        tree = parser.parse(expression)
    except re.error as error:
        raise ValueError(f"the pattern {source!r} is no regular expression: {error}") from error
    return Pattern(source, expression, needles_of(tree), _reach(tree))


def expand(source: str, lexicon: Mapping[str, str]) -> str:
    """The regular expression behind a pattern: word lists put in, spaces and apostrophes loosened."""
    for _ in range(4):  # a word list may name other word lists
        source = _MACRO.sub(lambda match: f"(?:{_listed(match.group(1), lexicon)})", source)
    source = _loosened(source)
    return source[1:] if source.startswith("~") else rf"(?<!\w)(?:{source})(?!\w)"


def _loosened(source: str) -> str:
    """A space as any white space (``" ?"``: or none), an apostrophe as one that may be missing.

    Inside a character class, and as all that a look-around asks for, both stay what they are.
    """
    return _LOOSE.sub(lambda match: _AS_LOOSE.get(match.group(), match.group()), source)


def _listed(name: str, lexicon: Mapping[str, str]) -> str:
    if name not in lexicon:
        raise ValueError(f"{{{name}}} names no word list of lexicon.toml")
    return lexicon[name]


@lru_cache(maxsize=16384)
def _regex(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _reach(tree: Any) -> int:  # noqa: ANN401
    """About how many characters a match has at most; a generous guess where a run has no bound."""
    return sum(_reach_of(op, value) for op, value in tree)


def _reach_of(op: Any, value: Any) -> int:  # noqa: ANN401
    if op in _ONE_CHARACTER:
        return 1
    if op is ops.SUBPATTERN:
        return _reach(value[-1])
    if op is ops.BRANCH:
        return max(map(_reach, value[1]))
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return _reach(value[1])
    if op not in REPEATS:
        return 0
    _, most, inner = value
    if most is ops.MAXREPEAT:
        most = _LONG_SPACE if "CATEGORY_SPACE" in str(inner) and "NEGATE" not in str(inner) else _LONG_WORD
    return int(most) * _reach(inner)
