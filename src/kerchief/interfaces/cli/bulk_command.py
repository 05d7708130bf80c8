"""``kerchief bulk``: many texts at once, from file to file."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kerchief.interfaces.cli.options import country_of, country_option

if TYPE_CHECKING:
    from kerchief.interfaces.bulk.kernel import Task
    from kerchief.interfaces.bulk.local import Job, Tally


@click.group("bulk")
def command() -> None:
    r"""Read, check or answer many rows: JSONL, CSV or Parquet in, the same out.

    \b
    read    needs a column "text" (or "utterances")
    check   needs a column "reply", and "context" where it is known
    suggest needs a column "text" (or "utterances")

    "id" and all other columns are passed through. A row that cannot be used is kept, with its error; exit status 1
    says that there were some. Finished rows lie in OUT.partial until the run is whole.
    """


def _task(name: Task, summary: str) -> click.Command:
    @click.command(name, help=summary)
    @click.argument("source", metavar="IN", type=click.Path(path_type=Path))
    @click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
    @click.option("--resume", is_flag=True, help="Go on from OUT.partial of a run that was stopped.")
    @click.option("--workers", type=click.IntRange(min=1), help="Processes; as many as cores by default.")
    @click.option("--engine", type=click.Choice(["local"]), default="local", help="Where to run.")
    @country_option
    def run(source: Path, target: Path, resume: bool, workers: int | None, engine: str, country: str | None) -> int:
        del engine
        from kerchief.interfaces.bulk.local import Job

        return _run(
            Job(
                task=name,
                source=source,
                target=target,
                country=country_of(country),
                resume=resume,
                workers=workers or 0,
            )
        )

    return run


command.add_command(_task("read", "Read the account in every row."))
command.add_command(_task("check", "Check the reply in every row."))
command.add_command(_task("suggest", "Suggest replies to the account in every row."))


def _run(job: Job) -> int:
    from kerchief.interfaces.bulk.local import run

    began = time.monotonic()
    try:
        tally = _with_bar(job) if sys.stderr.isatty() else run(job)
    except KeyboardInterrupt:
        click.echo(f"kerchief: Stopped. What was done is in {job.partial}; --resume goes on from there.", err=True)
        return 130
    said = f"{tally.rows:,} rows" + (f", {tally.resumed:,} of them from before" if tally.resumed else "")
    errors = f", {tally.errors:,} with an error" if tally.errors else ""
    click.echo(f"kerchief: {said}{errors}, in {time.monotonic() - began:.1f} s: {job.target}", err=True)
    return 1 if tally.errors else 0


def _with_bar(job: Job) -> Tally:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from kerchief.interfaces.bulk.local import run

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(job.task, total=_rows_of(job.source))
        return run(job, lambda done: progress.update(task, completed=done))


def _rows_of(path: Path) -> int | None:
    """How many rows a JSONL file has, for the bar; unknown for other formats."""
    if path.suffix != ".jsonl" or not path.is_file():
        return None
    with path.open("rb") as stream:
        return sum(1 for line in stream if line.strip())
