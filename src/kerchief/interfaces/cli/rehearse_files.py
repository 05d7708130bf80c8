"""Practices in files: saved, taken up again, exported, summed up. Nothing is written unless it was asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import click

from kerchief import wire
from kerchief.engine import Kerchief
from kerchief.errors import BadRowError, InputError, OutputError
from kerchief.interfaces.cli.sources import read_text
from kerchief.rehearsal import export, summary
from kerchief.rehearsal.session import Session
from kerchief.rehearsal.summary import Row

T = TypeVar("T")


def read_session(kerchief: Kerchief, name: str) -> Session:
    """A practice as it was saved. Raises InputError."""
    text = read_text(name)
    try:
        row = json.loads(text)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise BadRowError(f"{name} holds no practice.", "Give a file that /save or --export wrote, ending in .json.")
    script = wire.to_rehearsal(row)
    return kerchief.resume(script.scenario, script.seed, script.replies, script.branches)


def save(session: Session, name: str) -> None:
    """The practice as JSON, to go on with later. Raises OutputError."""
    _write(Path(name), _as_json(session))


def write_export(session: Session, name: str) -> None:
    """Transcript and debrief, in the form that the name ends with. Raises OutputError."""
    _write(Path(name), _form(name, _EXPORTS)(session))


def summarise_files(kerchief: Kerchief, target: str, names: Sequence[str]) -> None:
    """Many saved practices in one table. Raises InputError or OutputError."""
    form = _form(target, _SUMMARIES)
    if not names:
        raise InputError("No practice was named.", "Name the saved files: --summary group.html saved/*.json")
    sessions = [(Path(name).stem, read_session(kerchief, name)) for name in names]
    _write(Path(target), form(summary.summarise(sessions)))
    click.echo(f"{len(sessions)} practices in {target}.", err=True)


def _as_json(session: Session) -> str:
    return json.dumps(wire.from_rehearsal(session), ensure_ascii=False, indent=2) + "\n"


_EXPORTS: Mapping[str, Callable[[Session], str]] = {
    ".json": _as_json,
    ".md": export.to_markdown,
    ".html": export.to_html,
}
_SUMMARIES: Mapping[str, Callable[[Sequence[Row]], str]] = {".csv": summary.to_csv, ".html": summary.to_html}


def _form(name: str, forms: Mapping[str, T]) -> T:
    form = forms.get(Path(name).suffix.lower())
    if form is None:
        raise OutputError(f"{name} does not end in {' or '.join(forms)}.", "The ending says which form to write.")
    return form


def _write(path: Path, text: str) -> None:
    """Readable by its owner only: it holds what somebody typed."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from None
