"""Run an app on the loopback address until it is stopped; what is being answered then is still answered."""

from __future__ import annotations

import logging
import socket

import uvicorn
from starlette.types import ASGIApp

from kerchief.errors import InputError

HOST = "127.0.0.1"
_GRACE = 10  # seconds for answers under way when the server is stopped


def bind(port: int) -> socket.socket:
    """A listening socket of this machine alone; 0 asks for any free port. Raises InputError."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise InputError(
            f"Port {port} cannot be used: {error.strerror}.", "Choose another, or leave --port out."
        ) from error
    listening.listen(256)
    return listening


def run(app: ASGIApp, listening: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM. No request is logged."""
    logging.basicConfig(level=logging.WARNING, format="kerchief: %(message)s")
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        limit_concurrency=1000,
        timeout_graceful_shutdown=_GRACE,
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[listening])
