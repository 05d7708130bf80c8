"""``kerchief lsp``: a language server for editors."""

from __future__ import annotations

import click

from kerchief.interfaces.cli.options import country_of, country_option, needs_extra


@click.command("lsp")
@click.option("--fast", is_flag=True, help="Rules alone, without the encoder.")
@country_option
def command(fast: bool, country: str | None) -> None:
    """Check replies in your editor as you type, by the Language Server Protocol on standard input and output.

    Each paragraph of a text or Markdown file is one reply; a quoted block (> ...) before it is what it answers.
    """
    from kerchief.engine import Kerchief

    with needs_extra("lsp"):
        from kerchief.interfaces.lsp import run_stdio
    run_stdio(lambda: Kerchief.load(use_encoder=not fast, country=country_of(country)))
