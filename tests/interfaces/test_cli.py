"""The command as a person meets it."""

import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import COMMAND, Run

ACCOUNT = (
    "My husband sat down at the table. He kept saying he's failing us and that he should be able to pay, and he cried."
)


def said(result: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence on standard error."""
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("kerchief: ")
    return lines[0]


def test_read_shows_who_why_and_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(ACCOUNT, encoding="utf-8")
    result = run("read", "story.txt")
    assert result.returncode == 0
    for part in ("Who cries", "partner", "They feel they let you down", "failing us", "In the next minute", "ask them"):
        assert part in result.stdout
    assert "\x1b[" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_terminal_gets_colour_and_underlines(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(ACCOUNT, encoding="utf-8")
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen([COMMAND, "read", "story.txt"], cwd=tmp_path, stdout=follower, env=environment) as process:
        os.close(follower)
        output = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            output += part
        process.wait(timeout=60)
    os.close(leader)
    assert b"\x1b[4" in output or b";4m" in output


def test_read_takes_standard_input(run: Run) -> None:
    assert "failing us" in run("read", stdin=ACCOUNT).stdout
    assert "failing us" in run("read", "-", stdin=ACCOUNT).stdout


def test_read_as_json_is_wire_format_1(run: Run) -> None:
    reading = json.loads(run("read", "--format", "json", stdin=ACCOUNT).stdout)
    assert (reading["kerchief"], reading["kind"]) == (1, "reading")
    item = reading["causes"][0]["evidence"][0]
    assert ACCOUNT[item["start"] : item["end"]] == item["quote"]


def test_read_takes_a_conversation_as_json(run: Run) -> None:
    row = {"utterances": [{"speaker": "seeker", "text": "i can't stop crying, my nan died on sunday"}]}
    reading = json.loads(run("read", "--format", "json", stdin=json.dumps(row)).stdout)
    assert reading["causes"][0]["code"] == "grief"


def test_check_finds_says_why_and_rewrites(run: Run) -> None:
    result = run("check", stdin="At least you still have your job.")
    assert result.returncode == 1
    assert "H05" in result.stdout
    assert "instead:" in result.stdout


def test_check_is_silent_on_kindness(run: Run) -> None:
    result = run("check", stdin="I'm so sorry. I'm here, take your time.")
    assert result.returncode == 0
    assert "Send it as it is" in result.stdout or "Worth an edit" not in result.stdout


def test_check_shows_three_findings_and_all_with_all(run: Run) -> None:
    draft = "Calm down. Man up. It's just a job. Everything happens for a reason. You'll be fine."
    short, whole = run("check", stdin=draft).stdout, run("check", "--all", stdin=draft).stdout
    assert short.count("instead:") + short.count("ask yourself:") <= 3
    assert "more; --all" in short
    assert len(whole) > len(short)


def test_a_safety_finding_replaces_style_findings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("He cried and said he wants to kill himself.", encoding="utf-8")
    shown = run("check", "--to", "story.txt", stdin="Calm down, you'll be fine.").stdout
    assert "Z01" in shown
    assert "H01" not in shown


def test_check_as_sarif_points_at_the_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "reply.txt").write_text("Hey.\nAt least you still have your job.", encoding="utf-8")
    sarif = json.loads(run("check", "--format", "sarif", "reply.txt").stdout)
    result = sarif["runs"][0]["results"][0]
    assert sarif["version"] == "2.1.0"
    assert result["ruleId"] == "H05"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 2


@pytest.mark.parametrize("command", ["read", "check"])
class TestBadInput:
    def test_a_missing_file(self, run: Run, command: str) -> None:
        assert "There is no file gone.txt" in said(run(command, "gone.txt"))

    def test_a_folder(self, run: Run, command: str) -> None:
        assert "is a folder" in said(run(command, "."))

    def test_a_binary_file(self, run: Run, command: str, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        assert "is not text" in said(run(command, "a.png"))

    def test_a_wrong_encoding(self, run: Run, command: str, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes("café, and he cried".encode("latin-1"))
        assert "is not UTF-8" in said(run(command, "a.txt"))

    def test_an_empty_file(self, run: Run, command: str, tmp_path: Path) -> None:
        (tmp_path / "a.txt").touch()
        assert "is empty" in said(run(command, "a.txt"))

    def test_a_blank_file(self, run: Run, command: str, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(" \n\n\t \u00a0\n", encoding="utf-8")
        assert "is empty" in said(run(command, "a.txt"))

    def test_five_megabytes(self, run: Run, command: str, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("and then he cried. " * 275_000, encoding="utf-8")
        assert "million characters" in said(run(command, "a.txt"))

    def test_an_unknown_option(self, run: Run, command: str) -> None:
        assert "--colour" in said(run(command, "--colour"))


def test_an_unknown_command_is_one_sentence(run: Run) -> None:
    assert "No such command 'raed'" in said(run("raed"))


def test_an_unknown_meaning_or_rule_says_where_the_list_is(run: Run) -> None:
    assert "'kerchief meanings' lists them" in said(run("meanings", "sadness"))
    assert "'kerchief rules' lists them" in said(run("rules", "H99"))


def test_meanings_lists_them_all_and_tells_of_one(run: Run) -> None:
    assert "let_you_down" in run("meanings").stdout
    one = run("meanings", "let_you_down").stdout
    assert "What helps" in one
    assert "Easily taken for" in one


def test_rules_lists_them_all_and_tells_of_one(run: Run) -> None:
    listed = run("rules").stdout
    assert all(code in listed for code in ("H01", "H32", "Z10", "G20"))
    assert "Why it lands badly" in run("rules", "h05").stdout


def test_helplines_show_when_they_were_checked(run: Run) -> None:
    assert "checked 2026-11-22" in run("helplines", "--country", "GB").stdout


def test_ctrl_c_is_one_sentence_and_status_130() -> None:
    with subprocess.Popen(
        [COMMAND, "read"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        _wait_until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr.strip() == "kerchief: Stopped. Nothing was kept."


def _wait_until_it_reads(pid: int) -> None:
    """Until the process waits on its standard input, or half a minute has gone."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        wchan = Path(f"/proc/{pid}/wchan").read_text() if Path(f"/proc/{pid}/wchan").exists() else ""
        if "pipe" in wchan:
            return
        os.sched_yield()


def test_a_closed_pipe_is_no_error() -> None:
    command = f"'{COMMAND}' rules | head -n 1"
    result = subprocess.run(
        ["bash", "-c", command + "; echo ${PIPESTATUS[0]}"], capture_output=True, encoding="utf-8", check=False
    )
    assert result.stderr == ""
    assert result.stdout.strip().endswith("0")


def test_a_full_disk_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(ACCOUNT, encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [COMMAND, "read", tmp_path / "story.txt"],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert result.returncode == 2
    assert "No space left" in result.stderr
    assert "Traceback" not in result.stderr


def test_no_word_of_the_text_reaches_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"CANARY he cried \xff CANARY")
    result = run("read", "a.txt")
    assert "CANARY" not in result.stderr + result.stdout
