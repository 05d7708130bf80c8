"""Knowledge files as they lie on disk: TOML tables, and Markdown files with a TOML head."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kerchief.errors import KnowledgeError

Parsed = dict[str, Any]
_HEAD = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n", re.S)
_SECTION = re.compile(r"^## (.+)$", re.M)
_SUFFIXES = (".toml", ".md")
COMPILED = "compiled.json"


def read_all(directory: Path) -> dict[str, bytes]:
    """The bytes of every knowledge file under a directory, by relative path, in order."""
    if not directory.is_dir():
        raise KnowledgeError(f"{directory} is no folder of knowledge files.")
    paths = sorted(path for path in directory.rglob("*") if path.suffix in _SUFFIXES)
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in paths}


def digest_of(contents: Mapping[str, bytes]) -> str:
    """A sha256 over names and bytes: the same digest means the same knowledge."""
    total = hashlib.sha256()
    for name, content in contents.items():
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return f"sha256:{total.hexdigest()}"


def parse(name: str, content: bytes) -> Parsed:
    """A file as plain tables; of a Markdown file the head, with ``sections`` and ``examples`` beside it."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{name}: byte {error.start} is not UTF-8") from error
    return _markdown(name, text) if name.endswith(".md") else _toml(name, text, 0)


def _toml(name: str, text: str, before: int) -> Parsed:
    try:
        tables: Parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f", line {int(line.group(1)) + before}" if line else ""
        raise KnowledgeError(f"{name}{place}: {str(error).split(' (at')[0]}") from error
    for key, value in tables.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            header = re.compile(rf"^\[\[{re.escape(key)}\]\]", re.M)
            for row, match in zip(value, header.finditer(text), strict=False):
                row["line"] = text.count("\n", 0, match.start()) + 1
    return tables


def _markdown(name: str, text: str) -> Parsed:
    head = _HEAD.match(text)
    if head is None:
        raise KnowledgeError(f"{name}, line 1: a rule file starts with its head between two lines of +++")
    tables = _toml(name, head.group(1), 1)
    tables["sections"] = {}
    tables["examples"] = {}
    marks = list(_SECTION.finditer(text, head.end()))
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        body = text[mark.end() : after.start() if after else len(text)]
        title = mark.group(1).strip()
        if re.search(r"^>", body, re.M):
            tables["examples"][title] = _examples(body, text.count("\n", 0, mark.end()) + 1)
        else:
            tables["sections"][title] = " ".join(body.split())
    return tables


def _examples(body: str, first_line: int) -> list[list[Any]]:
    """Blockquotes as [text, context, line]; a line ``To: ...`` at the top of one is its context."""
    found: list[list[Any]] = []
    open_quote = False
    for number, line in enumerate(body.split("\n"), start=first_line):
        if not line.startswith(">"):
            open_quote = False
            continue
        said = line[1:].strip()
        if not open_quote:
            found.append(["", "", number])
        if not open_quote and said.startswith("To:"):
            found[-1][1] = said[3:].strip()
        else:
            found[-1][0] = f"{found[-1][0]}\n{said}".strip()
        open_quote = True
    return found
