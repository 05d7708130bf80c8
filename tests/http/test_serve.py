"""``kerchief serve`` as a person starts it."""

from __future__ import annotations

import re
import socket
import subprocess
from pathlib import Path

import httpx

from .serving import COMMAND, Served, client, started


def test_one_line_is_printed_and_its_address_opens_the_page(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [COMMAND, "serve", "--no-open"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    line = process.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", line)
    with httpx.Client(trust_env=False, follow_redirects=True, timeout=60) as browser:
        page = browser.get(line)
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert "token" not in str(page.url)
    process.terminate()
    printed, errors = process.communicate(timeout=60)
    assert (printed, errors) == ("", "")


def test_a_port_that_is_taken_is_one_sentence(server: Served) -> None:
    done = subprocess.run(
        [COMMAND, "serve", "--no-open", "--port", str(server.port)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"kerchief: Port {server.port} cannot be used: ")
    assert done.stdout == ""


def test_a_port_can_be_asked_for(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with started([COMMAND, "serve", "--no-open", "--port", str(port)], tmp_path / "errors.txt") as server:
        assert server.port == port
        with client(server, "127.0.2.9") as api:
            assert api.get("/v1/health").status_code == 200
