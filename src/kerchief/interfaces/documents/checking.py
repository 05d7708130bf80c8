"""Documents in, a report for every draft in them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kerchief.domain.conversation import Allowance, Draft, DraftSpeaker
from kerchief.domain.report import Report
from kerchief.engine import Kerchief
from kerchief.interfaces.documents.allowing import NOTHING, Allowed, read_comments
from kerchief.interfaces.documents.lines import Lines
from kerchief.interfaces.documents.pieces import Each, Piece, cut, read_head
from kerchief.interfaces.documents.settings import Settings


@dataclass(frozen=True)
class Document:
    """A text with replies in it, by name; ``to`` is what they answer where the text itself does not say."""

    name: str
    text: str
    to: str = ""

    @cached_property
    def lines(self) -> Lines:
        """Its lines and columns."""
        return Lines(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft of a document, where it starts, and its report: ``document.text`` holds a span at ``start`` + its own."""

    document: Document
    start: int
    draft: Draft
    report: Report

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the document, counted from 1, of a place in the draft."""
        line, column = self.document.lines.place(self.start + offset)
        return line + 1, column + 1


class Checker:
    """Checks documents with one kerchief and one set of settings. Raises UnknownCodeError when made."""

    def __init__(self, kerchief: Kerchief, settings: Settings) -> None:
        """Find out which codes are not to be reported."""
        self._kerchief, self._settings = kerchief, settings
        self._unwanted = settings.unwanted(kerchief.catalogue)
        rules = self._unwanted.intersection(kerchief.catalogue.rules)
        self._everywhere = tuple(Allowance(code=code) for code in sorted(rules))

    def comments(self, document: Document) -> Allowed:
        """What the document's comments allow, and what they cannot."""
        return read_comments(document.text, self._kerchief.catalogue)

    def drafts(self, document: Document, each: Each) -> list[tuple[int, Draft]]:
        """Every draft of a document, with the place where it starts."""
        comments = self.comments(document)
        said = read_head(document.text).speaker if each != "file" else None
        return [
            (piece.start, self._draft(document, piece, comments, said or self._settings.speaker))
            for piece in cut(document.text, comments.text, each)
        ]

    def check(self, documents: Iterable[Document], each: Each) -> list[Checked]:
        """A report for every draft, in order; all are checked as one batch."""
        found = [
            (document, start, replace(draft, id=f"{document.name}:{document.lines.place(start)[0] + 1}"))
            for document in documents
            for start, draft in self.drafts(document, each)
        ]
        reports = self.reports([draft for _, _, draft in found])
        return [
            Checked(document=document, start=start, draft=draft, report=report)
            for (document, start, draft), report in zip(found, reports, strict=True)
        ]

    def reports(self, drafts: Sequence[Draft]) -> list[Report]:
        """A report for each draft, without the strengths that are not asked for, and nothing left of comments."""
        return [
            replace(
                report,
                strengths=tuple(item for item in report.strengths if item.code not in self._unwanted),
                rewritten=report.rewritten and report.rewritten.replace(NOTHING, ""),
            )
            for report in self._kerchief.check_many(drafts)
        ]

    def _draft(self, document: Document, piece: Piece, comments: Allowed, speaker: DraftSpeaker) -> Draft:
        return Draft(
            reply=comments.text[piece.start : piece.end],
            context=piece.to or document.to,
            speaker=speaker,
            allowed=(*self._everywhere, *_within(piece, comments.allowances)),
        )


def _within(piece: Piece, allowances: Iterable[Allowance]) -> Iterable[Allowance]:
    """What is allowed in a piece, counted from its start."""
    return (
        Allowance(code=item.code, start=item.start - piece.start, end=item.end - piece.start)
        for item in allowances
        if item.start < piece.end and item.end > piece.start
    )
