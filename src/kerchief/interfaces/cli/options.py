"""Options that several commands share."""

from __future__ import annotations

import json
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from kerchief.errors import InputError

if TYPE_CHECKING:
    from kerchief.voice import Voice

source_argument = click.argument("source", metavar="[FILE|-]", default="-")
me_option = click.option("--me", metavar="NAME", help="Your own name, where FILE is a chat.")
fast_option = click.option("--fast", is_flag=True, help="The small reader: in half the time, less often right.")
country_option = click.option(
    "--country", metavar="XX", help="Helplines of this country (two letters); else by your system's language."
)


def country_of(given: str | None) -> str | None:
    """The country asked for, in capitals, or the one of the system's locale (en_GB: GB), or None."""
    if given:
        return given.upper()
    language = locale.getlocale()[0] or ""
    return language.partition("_")[2].partition(".")[0].upper()[:2] or None


def voice_of(url: str | None, model: str) -> Voice | None:
    """The model at an address, after saying what is sent where."""
    if url is None:
        return None
    from kerchief.voice import Voice

    voice = Voice(url, model, os.environ.get("KERCHIEF_VOICE_KEY") or "none")
    where = "on this machine" if voice.is_local else "on another machine: the account leaves this one"
    click.echo(f"kerchief: Asking the model at {voice.host}, {where}.", err=True)
    return voice


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
