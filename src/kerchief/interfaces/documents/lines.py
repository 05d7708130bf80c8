"""Offsets of a text as lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Lines:
    """The lines of a text; all numbers count from 0, columns count code points."""

    text: str

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each line starts."""
        return (0, *(match.end() for match in _BREAK.finditer(self.text)))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect_right(self.starts, offset) - 1
        return line, offset - self.starts[line]

    def stretch(self, line: int) -> tuple[int, int]:
        """Start and end of a line, its break left out; a line past the last is the last."""
        line = min(line, len(self.starts) - 1)
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return self.starts[line], self.starts[line] + len(self.text[self.starts[line] : end].rstrip("\r\n"))
