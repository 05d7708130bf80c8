"""A bulk run on this machine: batches over processes, a file to resume, and a result that is whole or absent."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kerchief.errors import InputError, OutputError
from kerchief.interfaces.bulk.kernel import Task, run_batch
from kerchief.interfaces.bulk.schema import Row
from kerchief.interfaces.bulk.tables import check_ending, read_rows, write_rows

BATCH = 64
_SMALL = 2048  # rows up to which one process is faster than starting several
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to do: read or check the rows of ``source`` into ``target``."""

    task: Task
    source: Path
    target: Path
    country: str | None = None
    resume: bool = False
    workers: int = 0  # processes; 0: as many as cores where there are many rows

    @property
    def partial(self) -> Path:
        """Where finished rows lie until the run is whole: JSONL, its first line naming the job."""
        return self.target.with_name(self.target.name + ".partial")

    @property
    def header(self) -> Row:
        """What a partial file must say to be resumed by this job."""
        return {"kind": "partial", "task": self.task, "source": self.source.name, "size": self.source.stat().st_size}


@dataclass(frozen=True, slots=True)
class Tally:
    """How a run went: rows written in all, rows with an error, rows that an earlier run had done."""

    rows: int
    errors: int
    resumed: int


def run(job: Job, progress: Progress = lambda done: None) -> Tally:
    """Run a job. The target appears only when every row is done; ``progress`` is told how many rows are.

    Raises InputError and OutputError. When it is interrupted, the finished rows stay in ``job.partial`` and a job
    with ``resume`` goes on from there.
    """
    check_ending(job.target)
    rows = read_rows(job.source)
    done = _prepare(job)
    progress(done)
    skipped = sum(1 for _ in islice(rows, done))
    if skipped < done:
        raise InputError(f"{job.partial} holds more rows than {job.source}.", "Start again without --resume.")
    count = done
    with job.partial.open("a", encoding="utf-8") as stream:
        for results in _batches(job, rows):
            stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in results)
            stream.flush()
            count += len(results)
            progress(count)
    return _finish(job, done)


def _prepare(job: Job) -> int:
    """Open or resume the partial file; how many rows it holds already."""
    try:
        if job.resume and job.partial.exists():
            return _mend(job)
        job.partial.write_text(json.dumps(job.header) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{job.target} cannot be written: {error.strerror}.", "Choose another place.") from error
    return 0


def _mend(job: Job) -> int:
    """Cut a line that was not finished, and count the rows that were."""
    with job.partial.open("r+b") as stream:
        if stream.readline().strip() != json.dumps(job.header).encode():
            raise InputError(f"{job.partial} was begun with another file or command.", "Start again without --resume.")
        count, end = 0, stream.tell()
        for line in stream:
            if not line.endswith(b"\n"):
                break
            count, end = count + 1, end + len(line)
        stream.truncate(end)
    return count


def _finish(job: Job, resumed: int) -> Tally:
    """Turn the partial file into the target, at one stroke."""
    tally = {"rows": 0, "errors": 0}

    def finished() -> Iterator[Row]:
        """The rows of the partial file, counted as they pass."""
        with job.partial.open(encoding="utf-8") as stream:
            next(stream)
            for line in stream:
                row: Row = json.loads(line)
                tally["rows"] += 1
                tally["errors"] += "error" in row
                yield row

    whole = job.target.with_name(f".{job.target.name}.whole{job.target.suffix}")
    try:
        write_rows(whole, finished())
        os.replace(whole, job.target)
    except OSError as error:
        whole.unlink(missing_ok=True)
        raise OutputError(
            f"{job.target} cannot be written: {error.strerror}.", f"What was done is in {job.partial}; use --resume."
        ) from error
    job.partial.unlink()
    return Tally(tally["rows"], tally["errors"], resumed)


def _batches(job: Job, rows: Iterator[Row]) -> Iterator[list[Row]]:
    first = list(islice(rows, _SMALL))
    cores = os.cpu_count() or 1
    workers = job.workers or (cores if len(first) == _SMALL else 1)
    rest = _chunks(iter([*first]), rows)
    if workers == 1:
        for chunk in rest:
            yield run_batch(job.task, job.country, chunk, threads=cores)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts_to_the_parent)
    try:
        yield from _in_order(pool, job, rest, 3 * workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _in_order(pool: ProcessPoolExecutor, job: Job, chunks: Iterator[list[Row]], ahead: int) -> Iterator[list[Row]]:
    """Results in the order of the rows, with only so many batches in memory."""
    waiting: deque[Future[list[Row]]] = deque()
    for chunk in chunks:
        waiting.append(pool.submit(run_batch, job.task, job.country, chunk))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _chunks(*parts: Iterator[Row]) -> Iterator[list[Row]]:
    for part in parts:
        while chunk := list(islice(part, BATCH)):
            yield chunk
