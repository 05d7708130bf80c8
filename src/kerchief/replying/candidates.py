"""A reply that may be suggested, and how words of the account are put into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from kerchief.domain.conversation import Span
from kerchief.domain.suggestion import Strategy
from kerchief.replying.ground import Fact

SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reply that may be suggested, with the spans it takes up."""

    text: str
    strategy: Strategy
    facts: tuple[Fact, ...]

    @property
    def because(self) -> tuple[Span, ...]:
        """The stretches of the account that it takes up."""
        return tuple(dict.fromkeys(fact.span for fact in self.facts))


class Away(NamedTuple):
    """Stretches that were taken up already, and those that cannot be said at all."""

    used: tuple[Span, ...]
    barred: tuple[Span, ...]


def cased(said: str, slot: str) -> str:
    """With a capital where the slot has one."""
    return said[0].upper() + said[1:] if slot[0].isupper() else said


def joined(text: str) -> str:
    """Two full stops made one, and a capital after a quotation mark that begins the text."""
    text = re.sub(r"([.!?])\.", r"\1", " ".join(text.split()))
    return text[0] + text[1].upper() + text[2:] if text[:1] == '"' else text
