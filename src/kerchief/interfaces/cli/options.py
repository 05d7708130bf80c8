"""Options that several commands share."""

from __future__ import annotations

import json
import locale
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from kerchief.errors import InputError

source_argument = click.argument("source", metavar="[FILE|-]", default="-")
country_option = click.option(
    "--country", metavar="XX", help="Helplines of this country (two letters); else by your system's language."
)


def country_of(given: str | None) -> str | None:
    """The country asked for, in capitals, or the one of the system's locale (en_GB: GB), or None."""
    if given:
        return given.upper()
    language = locale.getlocale()[0] or ""
    return language.partition("_")[2].partition(".")[0].upper()[:2] or None


def write_json(result: dict[str, Any], *, is_line: bool = False) -> None:
    """Print one result as JSON, indented or as one line; other scripts and emoji stay readable."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=None if is_line else 2))


@contextmanager
def needs_extra(name: str) -> Iterator[None]:
    """Imports that an extra brings. Raises InputError, saying how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise InputError(f"This needs the extra {name!r}.", f"Install it: pip install 'kerchief[{name}]'") from error
