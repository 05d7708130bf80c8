"""A real server process, spoken to as an editor does."""

from __future__ import annotations

import asyncio
import itertools
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

COMMAND = Path(sys.executable).parent / "kerchief"
PATIENCE = 240.0  # seconds; a loaded machine loads slowly
T = TypeVar("T")


class Editor:
    """One server, its documents, and what it last said of each.

    It has a loop and a thread of its own: the browser's tests keep a loop going in the main thread.
    """

    def __init__(self, folder: Path, encodings: list[types.PositionEncodingKind | str], options: Any = None) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._folder, self._numbers = folder, itertools.count()
        self._found: dict[str, asyncio.Queue[types.PublishDiagnosticsParams]] = {}
        self.told: list[str] = []
        self.client = LanguageClient("an editor", "1")
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(self._keep))
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(lambda said: self.told.append(said.message))
        self.run(self._begin(encodings, options))

    def run(self, asked: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result(PATIENCE)

    def tell(self, notice: Callable[..., None], *params: Any) -> None:
        """Send a notice, from the loop's own thread."""
        self._loop.call_soon_threadsafe(notice, *params)

    async def _begin(self, encodings: list[types.PositionEncodingKind | str], options: Any) -> None:
        await self.client.start_io(str(COMMAND), "lsp", "--fast", "--country", "GB")
        general = types.GeneralClientCapabilities(position_encodings=encodings)
        asked = types.InitializeParams(types.ClientCapabilities(general=general), initialization_options=options)
        self.answer = await self.client.initialize_async(asked)
        self.client.initialized(types.InitializedParams())

    def _keep(self, params: types.PublishDiagnosticsParams) -> None:
        self._queue(params.uri).put_nowait(params)

    def _queue(self, uri: str) -> asyncio.Queue[types.PublishDiagnosticsParams]:
        return self._found.setdefault(uri, asyncio.Queue())

    def open(self, text: str, language: str = "markdown", name: str = "") -> str:
        """Open a document; its address."""
        uri = (self._folder / (name or f"{next(self._numbers)}.md")).as_uri()
        document = types.TextDocumentItem(uri, language, 1, text)
        self.tell(self.client.text_document_did_open, types.DidOpenTextDocumentParams(document))
        return uri

    def type(self, uri: str, text: str, version: int) -> None:
        """Change the whole of a document."""
        document = types.VersionedTextDocumentIdentifier(version, uri)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.tell(self.client.text_document_did_change, types.DidChangeTextDocumentParams(document, [whole]))

    def close(self, uri: str) -> None:
        document = types.TextDocumentIdentifier(uri)
        self.tell(self.client.text_document_did_close, types.DidCloseTextDocumentParams(document))

    def findings(self, uri: str) -> types.PublishDiagnosticsParams:
        """What the server says next of a document."""
        return self.run(self._queue(uri).get())

    def underlined(self, text: str, language: str = "markdown", name: str = "") -> list[types.Diagnostic]:
        return list(self.findings(self.open(text, language, name)).diagnostics)

    def hover(self, uri: str, line: int, character: int) -> str:
        place = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        found = self.run(self.client.text_document_hover_async(place))
        return found.contents.value if found else ""  # type: ignore[union-attr]

    def actions(self, uri: str, found: types.Diagnostic) -> dict[str, types.TextEdit]:
        """The changes on offer for an underline, by title."""
        asked = types.CodeActionParams(
            types.TextDocumentIdentifier(uri), found.range, types.CodeActionContext(diagnostics=[found])
        )
        offered = self.run(self.client.text_document_code_action_async(asked)) or []
        return {item.title: item.edit.changes[uri][0] for item in offered}  # type: ignore[union-attr,index]

    def leave(self) -> tuple[int | None, str]:
        """Shut the server down; its exit status and all that it wrote on standard error."""
        return self.run(self._end())

    async def _end(self) -> tuple[int | None, str]:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        server = self.client._server
        assert server is not None
        assert server.stderr is not None
        said = await server.stderr.read()
        await server.wait()
        await self.client.stop()
        return server.returncode, said.decode()

    def drop(self) -> None:
        self.run(self._loop.shutdown_asyncgens())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("replies")


@pytest.fixture(scope="module")
def editor(folder: Path) -> Iterator[Editor]:
    """An editor that counts in UTF-16, as most do."""
    found = Editor(folder, [types.PositionEncodingKind.Utf16])
    yield found
    found.leave()
    found.drop()


@pytest.fixture
def another(folder: Path) -> Iterator[Callable[..., Editor]]:
    """Editors of one's own, with other wishes."""
    made: list[Editor] = []

    def make(*encodings: str, options: Any = None) -> Editor:
        made.append(Editor(folder, list(encodings), options))
        return made[-1]

    yield make
    for item in made:
        item.drop()
