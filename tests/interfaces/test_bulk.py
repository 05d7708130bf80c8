"""Many rows, from file to file."""

import csv
import json
import os
import signal
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from kerchief.errors import InputError
from kerchief.interfaces.bulk.local import Job
from kerchief.interfaces.bulk.local import run as run_job

from .conftest import COMMAND, Run

ROWS = [
    {"id": "a", "text": "He lost his job, said he's failing us, and cried.", "team": "north"},
    {"id": "b", "text": "My dog died and my daughter won't stop crying.", "team": "south"},
    {"id": 3, "text": "She cried.", "team": None},
]


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_rows_are_read_in_order_and_other_columns_pass_through(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", ROWS)
    assert run("bulk", "read", "in.jsonl", "out.jsonl").returncode == 0
    found = read(tmp_path / "out.jsonl")
    assert [row["id"] for row in found] == ["a", "b", "3"]
    assert [row["team"] for row in found] == ["north", "south", None]
    assert found[1]["causes"][0]["code"] == "grief"
    assert not any("text" in row for row in found)


def test_replies_are_checked_with_their_context(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", [{"id": "x", "context": "He said he wants to die.", "reply": "You'll be fine."}])
    assert run("bulk", "check", "in.jsonl", "out.jsonl").returncode == 0
    assert "Z01" in {item["code"] for item in read(tmp_path / "out.jsonl")[0]["findings"]}


def test_a_bad_row_is_kept_with_its_error_and_the_run_goes_on(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", ["{oops\n", "[1]\n", {"id": "e", "text": "  "}, {"id": "n"}, ROWS[0]])
    result = run("bulk", "read", "in.jsonl", "out.jsonl")
    assert result.returncode == 1
    assert "4 with an error" in result.stderr
    found = read(tmp_path / "out.jsonl")
    assert [row.get("error", {}).get("code") for row in found] == ["bad-row", "bad-row", "empty-text", "bad-row", None]


def test_a_column_that_has_the_name_of_a_result_is_kept_under_another(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", [{**ROWS[0], "kind": "other"}])
    run("bulk", "read", "in.jsonl", "out.jsonl")
    row = read(tmp_path / "out.jsonl")[0]
    assert (row["kind"], row["input_kind"]) == ("reading", "other")


def test_csv_and_parquet_hold_the_same_results_as_jsonl(run: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write(tmp_path / "in.jsonl", ROWS)
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, ["id", "text", "team"])
        writer.writeheader()
        writer.writerows(ROWS)
    assert run("bulk", "read", "in.jsonl", "out.jsonl").returncode == 0
    assert run("bulk", "read", "in.csv", "out.csv").returncode == 0
    assert run("bulk", "read", "in.csv", "out.parquet").returncode == 0
    expected = [row["causes"] for row in read(tmp_path / "out.jsonl")]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert [json.loads(row["result"])["causes"] for row in csv.DictReader(stream)] == expected
    table = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [json.loads(row["result"])["causes"] for row in table] == expected
    assert run("bulk", "read", "out.parquet", "again.jsonl").returncode == 1


def test_a_run_that_was_stopped_goes_on_and_ends_as_if_it_never_was(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [{**ROWS[n % 3], "id": str(n)} for n in range(200)])
    whole = tmp_path / "whole.jsonl"
    run_job(Job(task="check", source=_as_replies(source), target=whole))
    job = Job(task="check", source=_as_replies(source), target=tmp_path / "out.jsonl")

    class Stop(Exception):
        pass

    def stop(done: int) -> None:
        if done >= 128:
            raise Stop

    with pytest.raises(Stop):
        run_job(job, stop)
    assert not job.target.exists()
    with job.partial.open("a") as stream:
        stream.write('{"id": "half a li')
    tally = run_job(Job(task="check", source=job.source, target=job.target, resume=True))
    assert (tally.rows, tally.resumed) == (200, 128)
    assert job.target.read_bytes() == whole.read_bytes()
    assert not job.partial.exists()


def _as_replies(source: Path) -> Path:
    target = source.with_name("replies.jsonl")
    rows = [json.loads(line) for line in source.read_text().splitlines()]
    return write(target, [{"id": row["id"], "reply": row["text"]} for row in rows])


def test_a_partial_of_another_job_is_not_resumed(tmp_path: Path) -> None:
    source = _as_replies(write(tmp_path / "in.jsonl", ROWS))
    job = Job(task="check", source=source, target=tmp_path / "out.jsonl", resume=True)
    job.partial.write_text('{"kind": "partial", "task": "read"}\n')
    with pytest.raises(InputError):
        run_job(job)


def test_several_processes_give_the_same_file_as_one(tmp_path: Path) -> None:
    source = _as_replies(write(tmp_path / "in.jsonl", [{**ROWS[n % 3], "id": str(n)} for n in range(300)]))
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    run_job(Job(task="check", source=source, target=one, workers=1))
    run_job(Job(task="check", source=source, target=two, workers=2))
    assert one.read_bytes() == two.read_bytes()


def test_ctrl_c_keeps_what_was_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    source = _as_replies(write(tmp_path / "in.jsonl", [{**ROWS[n % 3], "id": str(n)} for n in range(60_000)]))
    with subprocess.Popen(
        [COMMAND, "bulk", "check", source, "out.jsonl", "--workers", "1"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        partial, end = tmp_path / "out.jsonl.partial", time.monotonic() + 60
        while time.monotonic() < end and not (partial.exists() and partial.stat().st_size > 10_000):
            os.sched_yield()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "--resume goes on from there" in stderr
    assert "Traceback" not in stderr
    assert partial.exists()
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("gone.jsonl", "out.jsonl"), "There is no file gone.jsonl"),
        ((".", "out.jsonl"), "is a folder"),
        (("in.txt", "out.jsonl"), "ends in '.txt'"),
        (("in.jsonl", "out.txt"), "ends in '.txt'"),
        (("in.jsonl", "nowhere/out.jsonl"), "cannot be written"),
        (("in.csv", "out.jsonl"), 'no column "text" or "reply"'),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, str], sentence: str
) -> None:
    write(tmp_path / "in.jsonl", ROWS)
    write(tmp_path / "in.txt", ROWS)
    (tmp_path / "in.csv").write_text("name,story\nx,y\n")
    result = run("bulk", "read", *arguments)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_an_unwritable_folder_is_refused_before_any_work(run: Run, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    write(tmp_path / "in.jsonl", ROWS)
    locked = tmp_path / "locked"
    locked.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    assert "cannot be written" in run("bulk", "read", "in.jsonl", "locked/out.jsonl").stderr


def test_an_empty_file_gives_an_empty_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").touch()
    assert run("bulk", "read", "in.jsonl", "out.jsonl").returncode == 0
    assert (tmp_path / "out.jsonl").read_text() == ""
