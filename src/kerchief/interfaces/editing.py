"""What an editor shows of a checked document: underlines, the reason under the cursor, and other words to put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol import types

from kerchief.checking.linter import shown
from kerchief.domain.report import Finding
from kerchief.interfaces.documents.allowing import Refused, comment_for
from kerchief.interfaces.documents.checking import Checked, Document

_SEVERITY = {
    3: types.DiagnosticSeverity.Error,
    2: types.DiagnosticSeverity.Warning,
    1: types.DiagnosticSeverity.Information,
}
_UNITS = {"utf-16": ("utf-16-le", 2), "utf-8": ("utf-8", 1), "utf-32": ("utf-32-le", 4)}
_LONG = 60  # characters of a rewrite in a menu


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """A checked document in an editor that counts columns in units of ``encoding``."""

    uri: str
    document: Document
    checked: tuple[Checked, ...]
    refused: tuple[Refused, ...]
    encoding: str
    is_markup: bool

    def diagnostics(self) -> list[types.Diagnostic]:
        """An underline for everything a person is shown, and for comments that allow nothing."""
        found = [self._diagnostic(finding, item) for finding, item in self._shown()]
        return found + [
            types.Diagnostic(
                range=self._range(item.start, item.end),
                message=item.sentence,
                severity=types.DiagnosticSeverity.Warning,
                source="kerchief",
            )
            for item in self.refused
        ]

    def hover(self, position: types.Position) -> types.Hover | None:
        """Why the words under the cursor are underlined, or what works in them."""
        offset = self._offset(position)
        for finding, item in self._shown():
            if _covers(item, finding.span.start, finding.span.end, offset):
                return self._hover(_told(finding), item, finding.span.start, finding.span.end)
        for item in self.checked:
            for strength in item.report.strengths:
                if _covers(item, strength.span.start, strength.span.end, offset):
                    told = f"**{strength.name}** ({strength.code}): this helps. Keep it."
                    return self._hover(told, item, strength.span.start, strength.span.end)
        return None

    def actions(self, stretch: types.Range) -> Iterator[types.CodeAction]:
        """Other words for each finding in a stretch, the whole reply rewritten, or the rule allowed on its line."""
        start, end = self._offset(stretch.start), self._offset(stretch.end)
        touched = [
            (finding, item)
            for finding, item in self._shown()
            if item.start + finding.span.start <= end and start <= item.start + finding.span.end
        ]
        for finding, item in touched:
            if finding.rewrite is not None and finding.rewrite.applicability != "ask":
                replaces = finding.rewrite.replaces
                edit = self._edit(item.start + replaces.start, item.start + replaces.end, finding.rewrite.text)
                yield self._action(f"Say instead: {_short(finding.rewrite.text)}", edit, [(finding, item)])
        for item in dict.fromkeys(item for _, item in touched):
            if item.report.rewritten and len(item.report.findings) > 1:
                edit = self._edit(item.start, item.start + len(item.draft.reply), item.report.rewritten)
                mended = [(finding, item) for finding in item.report.findings]
                yield self._action(f"Say all of it instead: {_short(item.report.rewritten)}", edit, mended)
        for finding, item in touched:
            if not finding.code.startswith("Z"):
                yield self._allowing(finding, item)

    def _allowing(self, finding: Finding, item: Checked) -> types.CodeAction:
        line, _ = self.document.lines.place(item.start + finding.span.start)
        _, end = self.document.lines.stretch(line)
        edit = self._edit(end, end, comment_for(finding.code, self.is_markup))
        return self._action(f"Allow {finding.name} ({finding.code}) on this line", edit, [(finding, item)])

    def _shown(self) -> Iterator[tuple[Finding, Checked]]:
        return ((finding, item) for item in self.checked for finding in shown(item.report.findings))

    def _diagnostic(self, finding: Finding, item: Checked) -> types.Diagnostic:
        return types.Diagnostic(
            range=self._range(item.start + finding.span.start, item.start + finding.span.end),
            message=finding.message,
            severity=_SEVERITY[finding.severity],
            code=finding.code,
            source="kerchief",
        )

    def _hover(self, told: str, item: Checked, start: int, end: int) -> types.Hover:
        return types.Hover(
            types.MarkupContent(types.MarkupKind.Markdown, told), self._range(item.start + start, item.start + end)
        )

    def _action(self, title: str, edit: types.TextEdit, mended: list[tuple[Finding, Checked]]) -> types.CodeAction:
        return types.CodeAction(
            title=title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[self._diagnostic(finding, item) for finding, item in mended],
            edit=types.WorkspaceEdit(changes={self.uri: [edit]}),
        )

    def _edit(self, start: int, end: int, words: str) -> types.TextEdit:
        return types.TextEdit(self._range(start, end), words)

    def _range(self, start: int, end: int) -> types.Range:
        return types.Range(self._position(start), self._position(end))

    def _position(self, offset: int) -> types.Position:
        line, column = self.document.lines.place(offset)
        name, size = _UNITS[self.encoding]
        before = self.document.text[offset - column : offset]
        return types.Position(line, len(before.encode(name, "surrogatepass")) // size)

    def _offset(self, position: types.Position) -> int:
        """The offset of an editor's position; one past the end of its line is that end."""
        start, end = self.document.lines.stretch(position.line)
        name, size = _UNITS[self.encoding]
        before = self.document.text[start:end].encode(name, "surrogatepass")[: position.character * size]
        return start + len(before.decode(name, "ignore"))


def _covers(item: Checked, start: int, end: int, offset: int) -> bool:
    return item.start + start <= offset <= item.start + end


def _told(finding: Finding) -> str:
    """A finding in Markdown: what, why, and what instead."""
    parts = [f"**{finding.name}** ({finding.code}): {finding.message}", finding.why]
    if finding.rewrite is not None:
        asked = finding.rewrite.applicability == "ask"
        parts.append(f"{'Ask yourself' if asked else 'Say instead'}: {finding.rewrite.text}")
    return "\n\n".join(parts)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONG else f"{line[:_LONG].rpartition(' ')[0]} …"
