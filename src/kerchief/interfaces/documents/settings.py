"""What is looked for, and who speaks: from ``.kerchief.toml``, an editor's settings, or the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from kerchief.domain.conversation import DraftSpeaker
from kerchief.errors import InputError, UnknownCodeError
from kerchief.knowledge.catalogue import Catalogue

FILE = ".kerchief.toml"
_HINT = 'It may hold select and ignore (lists such as ["H05", "H1"]) and speaker ("person" or "bot").'


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Codes, or their beginnings, to look for (all, where there are none) and to leave out; and who speaks."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    speaker: DraftSpeaker = "person"

    def unwanted(self, catalogue: Catalogue) -> frozenset[str]:
        """Codes not to report; never one of danger. Raises UnknownCodeError for what is the beginning of no code."""
        codes = [*catalogue.rules, *catalogue.strengths]
        selected, ignored = _begun(self.select, codes), _begun(self.ignore, codes)
        if any(code.startswith("Z") for code in ignored):
            raise UnknownCodeError("Codes that begin with Z warn of danger, and cannot be ignored.")
        wanted = (selected if self.select else set(codes)) - ignored
        return frozenset(code for code in codes if code not in wanted and not code.startswith("Z"))


def to_settings(row: Mapping[str, Any], where: str) -> Settings:
    """Settings from a table; ``where`` names it in the sentence of an InputError."""
    unknown = sorted(set(row) - {"select", "ignore", "speaker"})
    lists = {key: row.get(key, []) for key in ("select", "ignore")}
    speaker = row.get("speaker", "person")
    if unknown:
        raise InputError(f"{where}: nothing reads {unknown[0]!r}.", _HINT)
    for key, words in lists.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise InputError(f'{where}: "{key}" is a list of codes.', _HINT)
    if speaker not in get_args(DraftSpeaker):
        raise InputError(f'{where}: "speaker" is person or bot.', _HINT)
    return Settings(select=tuple(lists["select"]), ignore=tuple(lists["ignore"]), speaker=speaker)


def find_settings(folder: Path) -> Settings:
    """What the nearest ``.kerchief.toml`` says, in the folder or above it. Raises InputError."""
    path = next((place / FILE for place in (folder, *folder.parents) if (place / FILE).is_file()), None)
    if path is None:
        return Settings()
    try:
        return to_settings(tomllib.loads(path.read_text(encoding="utf-8")), FILE)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{FILE} is not TOML: {error}.", _HINT) from error
    except OSError as error:
        raise InputError(f"{FILE} cannot be read: {error.strerror}.") from error


def codes_of(listed: str | None) -> tuple[str, ...]:
    """The codes of a list such as "H05,H12"."""
    return tuple(word.strip() for word in (listed or "").split(",") if word.strip())


def _begun(words: Iterable[str], codes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for word in words:
        begun = {code for code in codes if code.startswith(word.upper())} if word else set()
        if not begun:
            raise UnknownCodeError(f"No rule has a code that begins with {word!r}.", "'kerchief rules' lists them.")
        found |= begun
    return found
