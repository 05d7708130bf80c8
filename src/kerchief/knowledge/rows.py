"""One row of a knowledge file: typed access, and errors that name the file and the line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from kerchief.errors import KnowledgeError
from kerchief.patterns import Pattern

PatternMaker = Callable[[str], Pattern]


@dataclass(slots=True)
class Row:
    """A table of a TOML file, with the place it stands at. Every key must be read before :meth:`done`."""

    values: Mapping[str, Any]
    file: str
    line: int
    make_pattern: PatternMaker
    used: set[str] = field(default_factory=set)

    def fail(self, sentence: str) -> NoReturn:
        """Say what is wrong, and where."""
        raise KnowledgeError(f"{self.file}, line {self.line}: {sentence}")

    def text(self, key: str, default: str | None = None) -> str:
        """A string; an empty one counts as missing unless it is the default."""
        value = self._value(key, default)
        if not isinstance(value, str):
            self.fail(f'"{key}" must be a text in quotation marks')
        if not value.strip() and value != default:
            self.fail(f'"{key}" is empty')
        return value

    def choice(self, key: str, among: Sequence[str], default: str | None = None) -> Any:  # noqa: ANN401
        """One of a few words; typed by the caller's Literal."""
        value = self._value(key, default)
        if value not in among:
            self.fail(f'"{key}" is {value!r}, but must be one of {", ".join(among)}')
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(f'"{key}" must be a whole number')
        return value

    def truth(self, key: str) -> bool:
        """True or false; false where it is missing."""
        value = self._value(key, False)
        if not isinstance(value, bool):
            self.fail(f'"{key}" must be true or false')
        return value

    def texts(self, key: str, least: int = 0) -> tuple[str, ...]:
        """A list of strings with at least ``least`` members."""
        value = self._value(key, [] if least == 0 else None)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fail(f'"{key}" must be a list of texts, none of them empty')
        if len(value) < least:
            self.fail(f'"{key}" needs at least {least}, and has {len(value)}')
        return tuple(value)

    def patterns(self, key: str, least: int = 0) -> tuple[Pattern, ...]:
        """A list of patterns, compiled."""
        return tuple(self.pattern(source) for source in self.texts(key, least))

    def pattern(self, source: str) -> Pattern:
        """One pattern, compiled."""
        try:
            return self.make_pattern(source)
        except ValueError as error:
            self.fail(str(error))

    def table(self, key: str) -> Mapping[str, Any]:
        """A table; empty where it is missing."""
        value = self._value(key, {})
        if not isinstance(value, dict):
            self.fail(f'"{key}" must be a table')
        return value

    def swaps(self, key: str) -> tuple[tuple[Pattern, str], ...]:
        """A list of [pattern, replacement] pairs."""
        value = self._value(key, [])
        if not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
            self.fail(f'"{key}" must be a list of [pattern, replacement] pairs')
        return tuple((self.pattern(pattern), replacement) for pattern, replacement in value)

    def done(self) -> None:
        """Refuse keys that nothing reads: most are slips of the pen."""
        unknown = sorted(set(self.values) - self.used)
        if unknown:
            self.fail(f'nothing reads "{unknown[0]}"; is it misspelt?')

    def _value(self, key: str, default: Any) -> Any:  # noqa: ANN401
        self.used.add(key)
        if key in self.values:
            return self.values[key]
        if default is None:
            self.fail(f'"{key}" is missing')
        return default
