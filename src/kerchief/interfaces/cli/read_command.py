"""``kerchief read``: what the tears in an account or a chat may mean."""

from __future__ import annotations

from typing import Any

import click

from kerchief.interfaces.cli.options import (
    country_of,
    country_option,
    fast_option,
    me_option,
    source_argument,
    voice_of,
    write_json,
)


@click.command("read")
@source_argument
@me_option
@click.option("--voice", "url", metavar="URL", help="A model of yours that reads, too (OpenAI chat interface).")
@click.option("--model", metavar="NAME", default="default", help="Which model of that server.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@fast_option
@country_option
def command(source: str, form: str, fast: bool, country: str | None, **asked: Any) -> None:  # noqa: ANN401
    """Read an account: who cries, what the tears may mean and why, and what to do.

    FILE is plain text in UTF-8, a chat export (WhatsApp, Telegram, Signal, CSV, JSONL), or JSON with "text" or
    "utterances"; without it, standard input is read. In a chat --me says which speaker you are.

    With --voice the account is sent to that address, and nowhere else, unless it tells of danger; what comes back
    counts only where it quotes the account. KERCHIEF_VOICE_KEY is the server's key, if it wants one.
    """
    from kerchief.engine import Kerchief
    from kerchief.interfaces.cli.sources import read_conversation

    conversation = read_conversation(source, asked["me"])
    voice = voice_of(asked["url"], asked["model"])
    reading = Kerchief.load(fast=fast, country=country_of(country)).read(conversation, voice=voice)
    used = reading.provenance.voice
    if used is not None and used.trouble:
        click.echo(f"kerchief: {used.trouble} This is the built-in reading.", err=True)
    if form == "json":
        from kerchief import wire

        return write_json(wire.from_reading(reading))
    from kerchief.interfaces.cli.render_reading import print_reading

    return print_reading(reading, conversation)
