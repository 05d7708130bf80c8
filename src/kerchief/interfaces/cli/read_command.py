"""``kerchief read``: what the tears in an account or a chat may mean."""

from __future__ import annotations

import click

from kerchief.interfaces.cli.options import country_of, country_option, source_argument, write_json


@click.command("read")
@source_argument
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@country_option
def command(source: str, form: str, country: str | None) -> None:
    """Read an account: who cries, what the tears may mean and why, and what to do.

    FILE is plain text in UTF-8, or JSON with "text" or "utterances"; without it, standard input is read.
    """
    from kerchief.engine import Kerchief
    from kerchief.interfaces.cli.sources import read_conversation

    conversation = read_conversation(source)
    reading = Kerchief.load(country=country_of(country)).read(conversation)
    if form == "json":
        from kerchief import wire

        return write_json(wire.from_reading(reading))
    from kerchief.interfaces.cli.render_reading import print_reading

    return print_reading(reading, conversation)
