"""Comments by which a writer lets a rule stand: ``<!-- kerchief: allow H05 -->`` or ``# kerchief: allow at-least``.

At the end of a line they speak for that line; alone on a line, for the next line with words in it. Nothing else falls
silent, and danger never does.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

from kerchief.domain.conversation import Allowance
from kerchief.interfaces.documents.lines import Lines
from kerchief.knowledge.catalogue import Catalogue

NOTHING = "\u200b"  # no rule sees it, and it keeps the place of what was there
_BLANK = string.whitespace + NOTHING
_CODES = r"(?P<{}>[\w-]+(?:[ \t,]+[\w-]+)*?)"
_COMMENT = re.compile(
    rf"[ \t]*<!--[ \t]*kerchief:[ \t]*allow[ \t]+{_CODES.format('marked')}[ \t]*-->"
    rf"|[ \t]*(?<!\S)\#[ \t]*kerchief:[ \t]*allow[ \t]+{_CODES.format('plain')}[ \t]*(?=[\r\n#]|<!--|\Z)",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A word of a comment that allows nothing, where it stands, and why."""

    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A text with NOTHING in the place of its comments, no character moved; what they allow, and what they cannot."""

    text: str
    allowances: tuple[Allowance, ...] = ()
    refused: tuple[Refused, ...] = ()


def read_comments(text: str, catalogue: Catalogue) -> Allowed:
    """Take the comments out of a text."""
    comments = list(_COMMENT.finditer(text))
    if not comments:
        return Allowed(text=text)
    blanked = _COMMENT.sub(lambda comment: NOTHING * len(comment.group()), text)
    names = {rule.name: code for code, rule in catalogue.rules.items()}
    lines = Lines(blanked)
    allowances: list[Allowance] = []
    refused: list[Refused] = []
    for comment in comments:
        start, end = _line_of(comment.start(), lines)
        group = "marked" if comment["marked"] else "plain"
        for word in re.finditer(r"[\w-]+", comment[group]):
            code = names.get(word.group().lower(), word.group().upper())
            why = _why_not(code, catalogue.rules)
            if why:
                place = comment.start(group) + word.start()
                refused.append(Refused(start=place, end=place + len(word.group()), sentence=why))
            else:
                allowances.append(Allowance(code=code, start=start, end=end))
    return Allowed(text=blanked, allowances=tuple(allowances), refused=tuple(refused))


def bare(words: str) -> str:
    """Words without what stands for comments, and without the white space around them."""
    return words.replace(NOTHING, "").strip()


def comment_for(code: str, is_markup: bool) -> str:
    """What to write at the end of a line to allow a rule there."""
    return f" <!-- kerchief: allow {code} -->" if is_markup else f" # kerchief: allow {code}"


def _line_of(offset: int, lines: Lines) -> tuple[int, int]:
    """The line of a comment, or the next one that has words; with the blank before it, where a match may start."""
    first = lines.place(offset)[0]
    stretches = [lines.stretch(line) for line in range(first, len(lines.starts))]
    start, end = next((place for place in stretches if bare(lines.text[slice(*place)])), stretches[0])
    return len(lines.text[:start].rstrip(_BLANK)), end + 1


def _why_not(code: str, rules: Mapping[str, object]) -> str:
    if code not in rules:
        return f"No rule is called {code}; 'kerchief rules' lists them."
    return f"{code} warns of danger, and cannot be allowed." if code.startswith("Z") else ""
