"""What an app, and no person, wrote into a chat; the words lie in ``notices.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


def without_notices(text: str) -> str:
    """A message without what the app put into it; empty where nothing else is left."""
    notice = _notice()
    return notice.sub("", text).strip() if notice.search(text) else text.strip()


def is_heading(label: str) -> bool:
    """Whether words before a colon head a part of an account: "TL;DR", "Update"."""
    return _one_of("headings").fullmatch(label.strip()) is not None


@cache
def _notice() -> re.Pattern[str]:
    line, ending = _one_of("lines").pattern, _one_of("endings").pattern
    return re.compile(rf"^[^\S\n]*(?:{line})[^\S\n]*$\n?|[^\S\n]*(?:{ending})[^\S\n]*$", re.I | re.M)


@cache
def _one_of(table: str) -> re.Pattern[str]:
    words = tomllib.loads((files(__package__) / "notices.toml").read_text(encoding="utf-8"))[table]
    return re.compile("|".join(f"(?:{word})" for word in words), re.I)
