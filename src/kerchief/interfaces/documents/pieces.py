"""A document as drafts: whole, by paragraph, or by line; and what they answer, where the document quotes it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from kerchief.domain.conversation import DraftSpeaker
from kerchief.interfaces.documents.allowing import bare
from kerchief.interfaces.documents.lines import Lines

Each = Literal["file", "paragraph", "line"]

_HEAD = re.compile(r"(\+\+\+|---)[ \t]*\r?\n(?:(.*?)\r?\n)?\1[ \t]*(?:\r?\n|\Z)", re.S)
_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])[ \t]+")
_KEY = re.compile(r"^(to|speaker):[ \t]*(?:[|>][-+]?[ \t]*\r?\n((?:[ \t]+.*\r?\n?|\r?\n)+)|(.*))", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """``text[start:end]`` of a document is a draft; ``to`` is what it answers, empty where that is not said."""

    start: int
    end: int
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands before the first draft, between two lines of ``---`` or ``+++``: what all answer, who speaks."""

    end: int = 0
    to: str = ""
    speaker: DraftSpeaker | None = None


def read_head(text: str) -> Head:
    """The front matter of a document; only the keys ``to`` and ``speaker`` say anything here."""
    match = _HEAD.match(text)
    if match is None:
        return Head()
    try:
        values = _KEYS_OF[match[1]](match[2] or "")
    except tomllib.TOMLDecodeError:
        return Head(end=match.end())
    said = values.get("speaker")
    speaker = next((word for word in get_args(DraftSpeaker) if word == said), None)
    return Head(end=match.end(), to=str(values.get("to", "")).strip(), speaker=speaker)


def cut(text: str, blanked: str, each: Each) -> Iterator[Piece]:
    """The drafts of a document. ``blanked`` is the text without comments, of the same length.

    Headings are no drafts; a quoted block (``> ...``) is what the paragraphs after it answer.
    """
    if each == "file":
        yield Piece(start=0, end=len(text))
        return
    head = read_head(text)
    to = head.to
    quoted: list[str] = []
    block: list[tuple[int, int]] = []
    for start, end in _lines(text, head.end):
        line = bare(blanked[start:end])
        is_draft = bool(line) and not line.startswith(">") and not _HEADING.match(line)
        if not line and text[start:end].strip():
            continue  # a comment alone
        if not is_draft or not block or each == "line" or _begins_item(blanked, block[0], start):
            yield from _block(blanked, block, to)
            block = []
        if line.startswith(">"):
            quoted.append(line[1:].strip())
        elif quoted:
            to, quoted = "\n".join(quoted).strip(), []
        if is_draft:
            block.append((start, end))
    yield from _block(blanked, block, to)


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    lines = Lines(text)
    stretches = (lines.stretch(line) for line in range(len(lines.starts)))
    return (stretch for stretch in stretches if stretch[0] >= start)


def _begins_item(blanked: str, first: tuple[int, int], start: int) -> bool:
    """Whether a line begins the next item of a paragraph that is a list."""
    return bool(_ITEM.match(blanked, *first) and _ITEM.match(blanked, start))


def _block(blanked: str, block: list[tuple[int, int]], to: str) -> Iterator[Piece]:
    if block:
        item = _ITEM.match(blanked, *block[0])
        yield from _trimmed(blanked, item.end() if item else block[0][0], block[-1][1], to)


def _trimmed(blanked: str, start: int, end: int, to: str) -> Iterator[Piece]:
    words = bare(blanked[start:end])
    if words:
        start = blanked.index(words[0], start)
        yield Piece(start=start, end=blanked.rindex(words[-1], start, end) + 1, to=to)


def _toml(head: str) -> dict[str, Any]:
    return tomllib.loads(head.replace("\r\n", "\n"))


def _keys(head: str) -> dict[str, str]:
    """``key: words`` and ``key: |`` with an indented block: as much of YAML as is needed for two keys."""
    return {key: (block or words).strip().strip("\"'") for key, block, words in _KEY.findall(head)}


_KEYS_OF: dict[str, Callable[[str], dict[str, Any]]] = {"+++": _toml, "---": _keys}
