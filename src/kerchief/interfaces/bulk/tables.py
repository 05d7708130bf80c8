"""Rows of JSONL, CSV and Parquet files, in and out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kerchief.errors import InputError, OutputError
from kerchief.interfaces.bulk.schema import BAD, Row, result_of

_FLAT = ("id", "result", "error")


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file, by its ending. A line that is no object comes as a row with the key ``BAD``.

    Raises InputError: no such file, a folder, an unknown ending, or no header.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder.", "Name one .jsonl, .csv or .parquet file.")
    if not path.exists():
        raise InputError(f"There is no file {path}.", "Check the name.")
    rows: Iterator[Row] = _by_ending(_READERS, path)(path)
    return rows


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write rows into a new file, in the format of ``path``'s ending; flat formats hold the result as JSON."""
    _by_ending(_WRITERS, path)(path, rows)


def check_ending(path: Path) -> None:
    """Raise OutputError for an ending that cannot be written, before any work is done."""
    if path.suffix not in _WRITERS:
        raise OutputError(f"{path} ends in {path.suffix or 'nothing'!r}.", "Use .jsonl, .csv or .parquet.")
    if path.suffix == ".parquet":
        _parquet()


def _by_ending(table: Mapping[str, Callable[..., Any]], path: Path) -> Callable[..., Any]:
    if path.suffix not in table:
        raise InputError(f"{path} ends in {path.suffix or 'nothing'!r}.", "Use .jsonl, .csv or .parquet.")
    return table[path.suffix]


def _read_jsonl(path: Path) -> Iterator[Row]:
    with path.open("rb") as stream:
        for line in stream:
            if line.strip():
                yield _parsed(line)


def _parsed(line: bytes) -> Row:
    try:
        row = json.loads(line)
    except UnicodeDecodeError:
        return {BAD: "The line is not UTF-8."}
    except ValueError as error:
        return {BAD: f"The line is not JSON ({str(error).split(':')[0]})."}
    return row if isinstance(row, dict) else {BAD: "The line is not an object in braces."}


def _read_csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(8_000_000)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        try:
            if not {"text", "reply"}.intersection(reader.fieldnames or ()):
                raise InputError(f'{path} has no column "text" or "reply".', "Name the column in the first line.")
            for row in reader:
                row.pop(None, None)
                yield dict(row)
        except UnicodeDecodeError as error:
            raise InputError(f"{path} is not UTF-8.", "Save it as UTF-8.") from error
        except csv.Error as error:
            raise InputError(f"{path}, line {reader.line_num}: {error}.", "Check the quotation marks.") from error


def _read_parquet(path: Path) -> Iterator[Row]:
    parquet = _parquet()
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1024):
                yield from batch.to_pylist()
    except (OSError, ValueError) as error:
        raise InputError(f"{path} is no Parquet file.", "Check the name.") from error


def _write_jsonl(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_csv(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer: csv.DictWriter[str] | None = None
        for row in map(_flat, rows):
            if writer is None:
                writer = csv.DictWriter(stream, fieldnames=list(row), extrasaction="ignore", restval="")
                writer.writeheader()
            writer.writerow(row)


def _write_parquet(path: Path, rows: Iterable[Row]) -> None:
    parquet = _parquet()
    import pyarrow

    flat = [_flat(row) for row in rows]
    table = pyarrow.Table.from_pylist(flat)
    parquet.write_table(table, path)


def _flat(row: Row) -> Row:
    """A row of a flat format: the passed-through columns, ``id``, the result as JSON text, and the error."""
    result = result_of(row)
    error = row.get("error")
    others = {key: value for key, value in row.items() if key not in result and key not in _FLAT}
    return {
        "id": row.get("id"),
        **{
            key: value if isinstance(value, str | int | float | None) else json.dumps(value)
            for key, value in others.items()
        },
        "result": json.dumps(result, ensure_ascii=False) if result else "",
        "error": json.dumps(error, ensure_ascii=False) if error else "",
    }


def _parquet() -> Any:  # noqa: ANN401 - pyarrow is untyped
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise InputError("Parquet needs an extra.", "Install it: pip install 'kerchief[parquet]'") from error
    return pyarrow.parquet


_READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}
_WRITERS: dict[str, Callable[[Path, Iterable[Row]], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
