"""The editor's door: a language server that underlines as one types, says why, and offers other words.

Each paragraph of a document is a draft (see :mod:`kerchief.interfaces.documents.pieces`). Nothing is logged.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from kerchief.domain.conversation import Draft
from kerchief.domain.provenance import VERSION
from kerchief.domain.report import Report
from kerchief.engine import Kerchief
from kerchief.errors import KerchiefError
from kerchief.interfaces.documents.allowing import Refused
from kerchief.interfaces.documents.checking import Checked, Checker, Document
from kerchief.interfaces.documents.settings import Settings, find_settings, to_settings
from kerchief.interfaces.editing import Editing

PAUSE = 0.3  # seconds of rest before a document that is being typed is checked
_LANGUAGES = frozenset(("plaintext", "markdown", "text"))
_SUFFIXES = frozenset((".txt", ".md", ".markdown"))
Load = Callable[[], Kerchief]


@dataclass(slots=True)
class _Open:
    """An open document as it was last checked."""

    version: int | None = None
    document: Document = field(default_factory=lambda: Document("", ""))
    checked: tuple[Checked, ...] = ()
    refused: tuple[Refused, ...] = ()
    reports: dict[Draft, Report] = field(default_factory=dict)


class ReplyServer(LanguageServer):
    """Checks open documents with one kerchief, which it loads when the first is opened."""

    def __init__(self, load: Load) -> None:
        """Keep how to load; nothing is loaded before an editor asks."""
        super().__init__("kerchief", VERSION, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self._load = load
        self._kerchief: Kerchief | None = None
        self._worker = ThreadPoolExecutor(1, "check")
        self._open: dict[str, _Open] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self.settings: Settings | None = None  # the editor's own, where it gives any

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ANN401 - the library's own signature
        """Say that something failed; the error itself may hold words of a person."""
        del source
        self.tell(f"Something went wrong in kerchief itself ({type(error).__name__}).")

    def tell(self, sentence: str) -> None:
        """Show a sentence in the editor."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, sentence))

    def check_soon(self, uri: str, pause: float) -> None:
        """Check a document after a pause, unless it changes again before."""
        self._stop_waiting(uri)
        self._waiting[uri] = asyncio.create_task(self._check_after(uri, pause))

    def forget(self, uri: str) -> None:
        """A closed document has no findings."""
        self._stop_waiting(uri)
        self._open.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    async def editing(self, uri: str) -> Editing | None:
        """What there is to say of a document as it stands now; None for one that holds no replies."""
        document = self.workspace.get_text_document(uri)
        if not _holds_replies(document):
            return None
        state = self._open.setdefault(uri, _Open())
        if state.version != document.version or state.document.text != document.source:
            await self._check(state, document)
        return Editing(
            uri=uri,
            document=state.document,
            checked=state.checked,
            refused=state.refused,
            encoding=types.PositionEncodingKind(self.server_capabilities.position_encoding or "utf-16").value,
            is_markup=document.language_id == "markdown" or Path(uri).suffix in (".md", ".markdown"),
        )

    async def _check_after(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            editing = await self.editing(uri)
            if editing is not None and uri in self._open:
                found = types.PublishDiagnosticsParams(uri, editing.diagnostics(), self._open[uri].version)
                self.text_document_publish_diagnostics(found)
        except KerchiefError as error:
            self.tell(error.sentence)
        except Exception as error:  # noqa: BLE001 - the door's edge: a traceback may hold words of a person
            self.report_server_error(error, type(error))

    async def _check(self, state: _Open, document: TextDocument) -> None:
        """Check what is new in a document; the drafts that are as they were keep their reports."""
        version, opened = document.version, Document(document.filename or "", document.source)
        settings = self.settings or find_settings(Path(to_fs_path(document.uri) or ".").resolve().parent)

        def check() -> tuple[list[tuple[int, Draft]], dict[Draft, Report], tuple[Refused, ...]]:
            """Drafts with their places, reports of all of them, and what was refused; off the editor's loop."""
            self._kerchief = self._kerchief or self._load()
            checker = Checker(self._kerchief, settings)
            drafts = checker.drafts(opened, "paragraph")
            new = list(dict.fromkeys(draft for _, draft in drafts if draft not in state.reports))
            reports = {**state.reports, **dict(zip(new, checker.reports(new), strict=True))}
            return drafts, {draft: reports[draft] for _, draft in drafts}, checker.comments(opened).refused

        drafts, state.reports, state.refused = await asyncio.get_running_loop().run_in_executor(self._worker, check)
        state.version, state.document = version, opened
        state.checked = tuple(
            Checked(document=opened, start=start, draft=draft, report=state.reports[draft]) for start, draft in drafts
        )

    def _stop_waiting(self, uri: str) -> None:
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()


def make_server(load: Load) -> ReplyServer:
    """A language server; ``load`` is called once, off the thread that talks to the editor."""
    server = ReplyServer(load)

    @server.feature(types.INITIALIZE)
    def begin(ls: ReplyServer, params: types.InitializeParams) -> None:
        ls.settings = _of_editor(ls, params.initialization_options)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(ls: ReplyServer, params: types.DidOpenTextDocumentParams) -> None:
        ls.check_soon(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: ReplyServer, params: types.DidChangeTextDocumentParams) -> None:
        ls.check_soon(params.text_document.uri, PAUSE)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(ls: ReplyServer, params: types.DidCloseTextDocumentParams) -> None:
        ls.forget(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(ls: ReplyServer, params: types.HoverParams) -> types.Hover | None:
        editing = await ls.editing(params.text_document.uri)
        return editing.hover(params.position) if editing else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    async def actions(ls: ReplyServer, params: types.CodeActionParams) -> list[types.CodeAction]:
        editing = await ls.editing(params.text_document.uri)
        return list(editing.actions(params.range)) if editing else []

    return server


def run_stdio(load: Load) -> None:
    """Answer on standard input and output until the editor closes them."""
    for name in ("pygls", "asyncio"):  # they log whole messages when they fail; those hold what a person wrote
        library = logging.getLogger(name)
        library.addHandler(logging.NullHandler())
        library.propagate = False
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")  # the library closes it when the editor leaves
    make_server(load).start_io(stdout=outgoing)


def _of_editor(server: ReplyServer, options: object) -> Settings | None:
    """The settings that an editor sent when it began; one sentence is shown where they are wrong."""
    if not isinstance(options, dict) or not options:
        return None
    try:
        return to_settings(options, "The editor's settings")
    except KerchiefError as error:
        server.tell(error.sentence)
        return None


def _holds_replies(document: TextDocument) -> bool:
    return document.language_id in _LANGUAGES or Path(document.uri).suffix in _SUFFIXES
