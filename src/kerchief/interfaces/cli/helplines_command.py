"""``kerchief helplines``: whom to call, and which numbers want checking again."""

from __future__ import annotations

import click

from kerchief.interfaces.cli.options import country_option


@click.command("helplines")
@country_option
@click.option("--stale", is_flag=True, help="Only those last checked more than six months ago; status 1 if any.")
def command(country: str | None, stale: bool) -> int:
    """List helplines and emergency numbers, with the day each was last checked."""
    from kerchief.interfaces.cli.render_knowledge import print_helplines
    from kerchief.knowledge.loader import load

    return print_helplines(load(), country.upper() if country else None, stale)
