"""A text cut into runs, so that a template can mark the words a reading stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kerchief.domain.conversation import Conversation, Utterance
from kerchief.domain.reading import Evidence, Reading

DANGER = "!"
_WORD = re.compile(r"\w")
SHOWN = 3  # causes whose words are marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of one utterance and whose evidence it is: the place of a cause (1, 2, 3), or danger."""

    label: str
    span: Evidence

    @property
    def is_against(self) -> bool:
        """Whether the words speak against."""
        return self.span.weight < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Some text with the marks that cover it, and those of them that end with it."""

    text: str
    marks: tuple[Mark, ...]
    ending: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One utterance as runs, with who said it."""

    utterance: Utterance
    runs: tuple[Run, ...]


def marked(conversation: Conversation, reading: Reading) -> tuple[Said, ...]:
    """Every utterance of a conversation, cut where the evidence of a reading begins and ends."""
    marks = tuple(_marks(reading))
    return tuple(
        Said(utterance=utterance, runs=_runs(utterance.text, [m for m in marks if m.span.utterance == place]))
        for place, utterance in enumerate(conversation.utterances)
    )


def _marks(reading: Reading) -> Iterable[Mark]:
    for flag in reading.flags:
        yield from (Mark(label=DANGER, span=item) for item in flag.evidence)
    for place, cause in enumerate(reading.causes[:SHOWN], start=1):
        yield from (Mark(label=str(place), span=item) for item in cause.evidence)


def _runs(text: str, marks: Sequence[Mark]) -> tuple[Run, ...]:
    cuts = sorted({0, len(text)}.union(*({mark.span.start, mark.span.end} for mark in marks)))
    found: list[Run] = []
    for run in _cut(text, marks, cuts):
        if found and not _WORD.search(run.text):  # a comma has no marks of its own: it goes on with the words before it
            found[-1] = replace(found[-1], ending=found[-1].ending + run.ending)
            found.append(Run(text=run.text, marks=found[-1].marks if run.marks else (), ending=()))
        else:
            found.append(run)
    return tuple(found)


def _cut(text: str, marks: Sequence[Mark], cuts: Sequence[int]) -> Iterable[Run]:
    return (
        Run(
            text=text[start:end],
            marks=tuple(mark for mark in marks if mark.span.start < end and start < mark.span.end),
            ending=tuple(mark for mark in marks if mark.span.end == end),
        )
        for start, end in pairwise(cuts)
    )
