"""No person's words leave the answer: not to standard error, not to a file, not over a socket, whatever goes wrong.

A canary, a word that is nowhere else, stands in every text that is given. After each kind of failure it must be in no
message, and in no file under the home, the folder for temporary files or the working folder, save the one it came in.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kerchief.engine import Kerchief
from kerchief.errors import KerchiefError

COMMAND = Path(sys.executable).parent / "kerchief"
CANARY = "zqxcanaryvoice"
TEXT = f"My husband {CANARY} cried and said he wants to die, he hit me and I said {CANARY}.\n"
NO_SOCKETS = """
import socket
class Refused(socket.socket):
    def __init__(self, *arguments, **named):
        raise SystemExit("a socket was opened")
socket.socket = Refused
"""


class Place:
    """A home, a folder for temporary files and a working folder, all empty but for what is put there."""

    def __init__(self, root: Path) -> None:
        self.home, self.temporary, self.work = root / "home", root / "tmp", root / "work"
        self.hooks = root / "hooks"
        for folder in (self.home, self.temporary, self.work, self.hooks):
            folder.mkdir()
        (self.hooks / "sitecustomize.py").write_text(NO_SOCKETS, encoding="utf-8")
        self.environment = {
            **os.environ,
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "PYTHONPATH": str(self.hooks),
            "PYTHONFAULTHANDLER": "1",
        }

    def start(self, *arguments: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [COMMAND, *arguments],
            cwd=self.work,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, stdin: str = "") -> tuple[int, str]:
        process = self.start(*arguments)
        _, errors = process.communicate(stdin.encode(), timeout=120)
        return process.returncode, errors.decode()

    def put(self, name: str, content: bytes | str) -> str:
        (self.work / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    def files_that_tell(self, *given: str) -> list[str]:
        files = [path for folder in (self.home, self.temporary, self.work) for path in folder.rglob("*")]
        told = [path for path in files if path.is_file() and CANARY.encode() in path.read_bytes()]
        return [path.name for path in told if path.name not in given]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


Failure = Callable[[Place], tuple[int, str]]


def not_utf8(place: Place) -> tuple[int, str]:
    return place.run("read", place.put("story.txt", TEXT.encode() + b"\xff\xfe\x00"))


def binary(place: Place) -> tuple[int, str]:
    return place.run("check", place.put("story.txt", b"\x00\x01\x02" + TEXT.encode()))


def broken_json(place: Place) -> tuple[int, str]:
    return place.run(
        "read", place.put("story.json", '{"utterances": [{"speaker": "nobody", "text": "' + CANARY + '"}]}')
    )


def cut_row(place: Place) -> tuple[int, str]:
    return place.run("bulk", "read", place.put("story.jsonl", '{"text": "' + TEXT), "nowhere/out.csv")


def too_long(place: Place) -> tuple[int, str]:
    return place.run("read", stdin=TEXT * 20_000)


def missing_context(place: Place) -> tuple[int, str]:
    return place.run("check", place.put("story.txt", TEXT), "--to", "nowhere.txt")


def missing_rows(place: Place) -> tuple[int, str]:
    return place.run("bulk", "read", "nowhere.jsonl", "out.jsonl")


def unwritable_rows(place: Place) -> tuple[int, str]:
    rows = place.put("story.jsonl", json.dumps({"text": TEXT}) + "\n")
    return place.run("bulk", "read", rows, "nowhere/out.jsonl")


def broken_rows(place: Place) -> tuple[int, str]:
    return place.run("bulk", "check", place.put("story.csv", f'words,context\n"{CANARY}",{CANARY}\n'), "out.parquet")


FAILURES: list[Failure] = [
    not_utf8, binary, broken_json, cut_row, too_long, missing_context, missing_rows, unwritable_rows, broken_rows,
]  # fmt: skip


@pytest.mark.parametrize("fail", FAILURES, ids=lambda fail: fail.__name__)
def test_a_failure_tells_nobody_what_was_written(fail: Failure, place: Place) -> None:
    status, errors = fail(place)
    assert status in (1, 2)
    assert CANARY not in errors
    assert "Traceback" not in errors
    assert place.files_that_tell("story.txt", "story.json", "story.jsonl", "story.csv", "out.parquet") == []


def test_a_bad_row_is_named_by_its_number_only(place: Place) -> None:
    rows = f'{{"text": "{CANARY}"\n{json.dumps({"text": TEXT})}\n{json.dumps({"note": CANARY})}\n'
    status, errors = place.run("bulk", "read", place.put("story.jsonl", rows), "out.jsonl")
    assert status in (1, 2)
    assert CANARY not in errors
    assert place.files_that_tell("story.jsonl", "out.jsonl", "out.jsonl.partial") == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_keeps_its_mouth_shut(place: Place) -> None:
    for command in (("read",), ("read", "--format", "json"), ("check",)):
        with open("/dev/full", "wb") as full:
            process = place.start(*command, stdout=full.fileno())
            _, errors = process.communicate(TEXT.encode(), timeout=120)
        assert process.returncode == 2
        assert CANARY not in errors.decode()
        assert "Traceback" not in errors.decode()
    assert place.files_that_tell() == []


def test_ctrl_c_leaves_nothing(place: Place) -> None:
    process = place.start("read")
    assert process.stdin is not None
    process.stdin.write(TEXT.encode())
    process.stdin.flush()
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert CANARY not in errors.decode()
    assert "Traceback" not in errors.decode()
    assert place.files_that_tell() == []


def test_a_reading_and_a_check_keep_nothing_and_open_no_socket(place: Place) -> None:
    story = place.put("story.txt", TEXT)
    for arguments in (("read", story), ("read", story, "--format", "json"), ("check", story, "--to", story)):
        status, errors = place.run(*arguments)
        assert status in (0, 1)
        assert "socket" not in errors
        assert CANARY not in errors
    assert place.files_that_tell("story.txt") == []


def test_the_library_opens_no_socket_and_logs_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    class Refused(socket.socket):
        def __init__(self, *arguments: object, **named: object) -> None:
            raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", Refused)
    caplog.set_level(logging.DEBUG)
    kerchief = Kerchief.load(country="GB")
    assert kerchief.read(TEXT).flags
    assert kerchief.check(TEXT, TEXT).flags
    assert CANARY not in caplog.text
    assert CANARY not in "".join(capfd.readouterr())


def test_no_error_repeats_the_text(checker: Kerchief) -> None:
    for bad in (" \n ", TEXT * 20_000):
        with pytest.raises(KerchiefError) as caught:
            checker.read(bad)
        assert CANARY not in caught.value.sentence
