"""``kerchief rehearse`` as a person and as a program meet it."""

import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from kerchief.interfaces.cli import main

from .conftest import advice, good, harm

COMMAND = Path(sys.executable).parent / "kerchief"
DEBRIEF = "One thing to try"


@dataclass(frozen=True)
class Done:
    """What a run of the command left."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """The command in this process, so that the knowledge is read once for all tests."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, stdin: str | bytes = "") -> Done:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        capfd.readouterr()
        status = main.run(["rehearse", *arguments])
        shown = capfd.readouterr()
        return Done(status, shown.out, shown.err)

    return call


def script(folder: Path, replies: list[str]) -> str:
    (folder / "replies.txt").write_text("\n".join(replies) + "\n", encoding="utf-8")
    return "replies.txt"


class Terminal:
    """The command at a pseudo terminal: what it shows is waited for, never guessed at."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            [COMMAND, "rehearse", *arguments],
            cwd=folder,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
            env={**os.environ, "TERM": "dumb", "COLUMNS": "80"},
        )
        os.close(follower)
        self.shown = ""

    def wait(self, text: str) -> str:
        """Everything shown since the last call, up to ``text``."""
        until = time.monotonic() + 240
        while text not in self.shown:
            ready, _, _ = select.select([self.leader], [], [], max(0.0, until - time.monotonic()))
            assert ready, f"{text!r} was not shown, but: {self.shown[-500:]}"
            try:
                self.shown += os.read(self.leader, 65536).decode(errors="replace")
            except OSError:
                break
        assert text in self.shown, self.shown[-500:]
        before, _, self.shown = self.shown.partition(text)
        return before + text

    def say(self, line: str) -> None:
        os.write(self.leader, f"{line}\n".encode())

    def close(self) -> tuple[int, str]:
        """Exit status, and what was shown last."""
        rest = self.shown
        while True:
            try:
                part = os.read(self.leader, 65536)
            except OSError:
                break
            if not part:
                break
            rest += part.decode(errors="replace")
        os.close(self.leader)
        return self.process.wait(timeout=60), rest


def test_the_list_names_every_scenario(run) -> None:
    shown = run("--list")
    listed = json.loads(run("--list", "--format", "json").stdout)
    assert shown.returncode == 0
    assert len(listed["scenarios"]) >= 16
    assert all(item["code"] in shown.stdout and item["about"] for item in listed["scenarios"])


def test_without_a_name_it_lists_what_there_is(run) -> None:
    assert "let_you_down" in run().stdout


def test_a_script_gives_the_talk_and_the_debrief(run, tmp_path: Path) -> None:
    shown = run("let_you_down", "--script", script(tmp_path, good(1)), "--seed", "1")
    assert shown.returncode == 0
    assert shown.stdout.index("made up") < shown.stdout.index("0 Tom:") < shown.stdout.index(DEBRIEF)
    assert "They opened up" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80


@pytest.mark.parametrize(("replies", "ended"), [(good(1), "opened"), (harm(1), "shut"), (advice(1), "flat")])
def test_a_script_gives_json(run, tmp_path: Path, replies: list[str], ended: str) -> None:
    done = run("let_you_down", "--script", script(tmp_path, replies), "--format", "json")
    body = json.loads(done.stdout)
    assert (done.returncode, body["kind"], body["seed"], body["ended"]) == (0, "rehearsal", 0, ended)
    assert body["debrief"]["try_next"]


def test_replies_come_through_a_pipe_too(run) -> None:
    piped = run("let_you_down", "--seed", "1", stdin="I'm here.\n/hint\nIt's all right to cry.\n")
    assert piped.returncode == 0
    assert "2 Tom:" in piped.stdout
    assert "4 Tom:" in piped.stdout
    assert DEBRIEF in piped.stdout


def test_bytes_that_are_no_text_do_not_break_a_talk(run) -> None:
    piped = run("let_you_down", "--seed", "1", stdin=b"\xff\xfe\x00 hello\n\x1b[2J\n")
    assert piped.returncode == 0
    assert "Traceback" not in piped.stderr
    assert DEBRIEF in piped.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody",),
        ("let_you_down", "guilty"),
        ("let_you_down", "--script", "missing.txt"),
        ("--resume", "missing.json"),
        ("let_you_down", "--script", "ok.txt", "--export", "talk.pdf"),
        ("let_you_down", "--script", "ok.txt", "--export", "no/such/folder.md"),
        ("--summary", "group.html"),
        ("--summary", "group.txt", "ok.txt"),
        ("--resume", "ok.txt"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "ok.txt").write_text("I'm here.\n", encoding="utf-8")
    done = run(*arguments, stdin="")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("kerchief: ")


def test_a_practice_is_exported_resumed_and_summed_up(run, tmp_path: Path) -> None:
    name = script(tmp_path, good(1)[:3])
    for ending in ("json", "md", "html"):
        assert run("let_you_down", "--script", name, "--export", f"talk.{ending}").returncode == 0
        assert (tmp_path / f"talk.{ending}").stat().st_mode & 0o077 == 0
    resumed = json.loads(run("--resume", "talk.json", "--format", "json").stdout)
    assert len(resumed["turns"]) == 7
    further = json.loads(run("--resume", "talk.json", "--script", name, "--format", "json").stdout)
    assert len(further["turns"]) == 13
    for ending in ("csv", "html"):
        assert run("--summary", f"group.{ending}", "talk.json", "talk.json").returncode == 0
        assert "let_you_down" in (tmp_path / f"group.{ending}").read_text(encoding="utf-8")


def test_at_a_terminal_one_talks_goes_back_saves_and_ends(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "let_you_down", "--seed", "4")
    assert "made up" in terminal.wait("1 you: ")
    terminal.say("You're overreacting.")
    terminal.wait("3 you: ")
    terminal.say("/rewind 1")
    assert "kept for the debrief" in terminal.wait("1 you: ")
    terminal.say("/hint")
    terminal.wait("1 you: ")
    terminal.say("I'm here. Take your time.")
    terminal.wait("3 you: ")
    terminal.say("/pause")
    terminal.wait("Enter to go on")
    terminal.say("")
    terminal.wait("3 you: ")
    terminal.say("/nonsense")
    assert "There is no /nonsense" in terminal.wait("3 you: ")
    terminal.say("/save talk.json")
    assert "Saved" in terminal.wait("3 you: ")
    terminal.say("/end")
    status, rest = terminal.close()
    assert status == 0
    assert DEBRIEF in rest
    assert "Other ways you took" in rest
    assert json.loads((tmp_path / "talk.json").read_text(encoding="utf-8"))["branches"] == [["You're overreacting."]]


@pytest.mark.parametrize("end", ["\x04", "\x03"])
def test_ctrl_d_and_ctrl_c_end_with_the_debrief_and_no_traceback(tmp_path: Path, end: str) -> None:
    terminal = Terminal(tmp_path, "let_you_down", "--seed", "4")
    terminal.wait("1 you: ")
    terminal.say("I'm here. Take your time.")
    terminal.wait("3 you: ")
    if end == "\x03":
        os.killpg(terminal.process.pid, signal.SIGINT)
    else:
        os.write(terminal.leader, end.encode())
    status, rest = terminal.close()
    assert status == 0
    assert DEBRIEF in rest
    assert "Traceback" not in rest


def test_after_the_last_line_one_can_go_back_and_try_again(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "let_you_down", "--seed", "1")
    prompt = "1 you: "
    for reply in ("Man up.", "It's your own fault, I told you so."):
        terminal.wait(prompt)
        terminal.say(reply)
        prompt = "3 you: "
    terminal.wait("The talk is over")
    terminal.say("/rewind 3")
    terminal.wait("3 you: ")
    terminal.say("/end")
    status, rest = terminal.close()
    assert status == 0
    assert "Other ways you took" in rest


def test_danger_in_the_users_words_is_answered_in_the_talk(run) -> None:
    shown = run("let_you_down", "--seed", "1", "--country", "GB", stdin="I want to die.\n").stdout
    assert re.search(r"Outside the practice.*116 123", shown, re.S)
    assert shown.index("Outside the practice") < shown.index("2 Tom:")
