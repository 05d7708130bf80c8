"""``kerchief meanings``: what tears may mean, one by one."""

from __future__ import annotations

import click


@click.command("meanings")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """List what tears may mean, or tell of one: what it is, what helps, what hurts.

    CODE is a code of the list, for example let_you_down.
    """
    from kerchief.interfaces.cli.render_knowledge import print_meaning, print_meanings
    from kerchief.knowledge.loader import load

    catalogue = load()
    if code is None:
        print_meanings(catalogue)
    else:
        print_meaning(catalogue, code)
