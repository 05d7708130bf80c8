"""A chat server of our own that misbehaves in every way a server can."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Answer = Callable[[BaseHTTPRequestHandler, threading.Event], None]


class Server:
    """Runs while it is entered; ``asked`` keeps the requests it got."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[dict[str, Any]] = []
        self.released = threading.Event()
        asked, released = self.asked, self.released

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                answer(self, released)

            def log_message(self, *arguments: object) -> None:
                del arguments

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"

    def __enter__(self) -> "Server":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.released.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def sends(body: bytes, status: int = 200, kind: str = "application/json") -> Answer:
    def answer(handler: BaseHTTPRequestHandler, released: threading.Event) -> None:
        del released
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def says(content: str | None, **message: Any) -> Answer:
    """A whole chat completion around what a model says."""
    completion = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content, **message}}
        ],
    }
    return sends(json.dumps(completion).encode())


def proposes(*replies: tuple[str, str]) -> Answer:
    return says(json.dumps({"replies": [{"strategy": strategy, "text": text} for strategy, text in replies]}))


def never(handler: BaseHTTPRequestHandler, released: threading.Event) -> None:
    """Takes the request and says nothing until the test is over."""
    del handler
    released.wait(30)


def drips(handler: BaseHTTPRequestHandler, released: threading.Event) -> None:
    """One byte at a time, so that no single read is ever late."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not released.wait(0.05):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return


def hangs_up(handler: BaseHTTPRequestHandler, released: threading.Event) -> None:
    del released
    handler.connection.close()
    handler.close_connection = True


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], Server]]:
    running: list[Server] = []

    def start(answer: Answer) -> Server:
        server = Server(answer)
        server.__enter__()
        running.append(server)
        return server

    yield start
    for server in running:
        server.__exit__()
