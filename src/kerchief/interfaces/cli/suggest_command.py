"""``kerchief suggest``: the next minute, what to say, and what can wait."""

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

_SPEAKERS = ("partner", "parent", "friend", "colleague", "child")


@click.command("suggest")
@source_argument
@me_option
@click.option("--as", "speaker", type=click.Choice(_SPEAKERS), default="partner", help="What you are to them.")
@click.option("--when", type=click.Choice(["now", "later"]), default="now", help="In the middle of it, or afterwards.")
@click.option("--by", type=click.Choice(["in-person", "text"]), default="in-person", help="How you will say it.")
@click.option("--i-cried", is_flag=True, help="You are the one who cried: words for you to say.")
@click.option("--draft", metavar="FILE", help="What you would say; kept, and offered with the least changed.")
@click.option("--voice", "url", metavar="URL", help="A model that may propose words (OpenAI chat interface).")
@click.option("--model", metavar="NAME", default="default", help="Which model of that server.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@fast_option
@country_option
def command(source: str, draft: str | None, form: str, country: str | None, **others: Any) -> None:  # noqa: ANN401
    """Say what to say: the next minute, three replies that differ, and what can wait.

    FILE is an account or a chat, and --me your name in it, as for read. Every reply carries words of the account and
    has passed check. They are offers: change them until they are yours, and say nothing that is not true of you.

    With --voice the account is sent to that address, and nowhere else; what comes back must pass the same checks.
    KERCHIEF_VOICE_KEY is the server's key, if it wants one.
    """
    from kerchief.domain.suggestion import Moment
    from kerchief.engine import Kerchief
    from kerchief.interfaces.cli.sources import read_conversation, read_text

    conversation = read_conversation(source, others.pop("me"))
    drafted = read_text(draft) if draft else ""
    voice = voice_of(others.pop("url"), others.pop("model"))
    kerchief = Kerchief.load(fast=others.pop("fast"), country=country_of(country))
    found = kerchief.suggest(conversation, Moment(**others), draft=drafted, voice=voice)
    if form == "json":
        from kerchief import wire

        return write_json(wire.from_suggestions(found))
    from kerchief.interfaces.cli.render_suggestion import print_suggestions

    return print_suggestions(found, conversation)
