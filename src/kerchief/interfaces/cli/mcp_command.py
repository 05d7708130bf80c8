"""``kerchief mcp``: tools for an assistant on this machine."""

from __future__ import annotations

import click

from kerchief.interfaces.cli.options import country_of, country_option, fast_option, needs_extra


@click.command("mcp")
@click.option("--http", is_flag=True, help="Streamable HTTP on this machine alone, instead of standard input.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="With --http; any free one by default.")
@fast_option
@country_option
def command(http: bool, port: int, fast: bool, country: str | None) -> None:
    """Offer read_account, check_reply and suggest_reply to an assistant, by the Model Context Protocol.

    Without --http it talks on standard input and output. With it, one line is printed: the address and its token.
    """
    from kerchief.engine import Kerchief

    with needs_extra("mcp"):
        from kerchief.interfaces.mcp import run_http, run_stdio
    kerchief = Kerchief.load(fast=fast, country=country_of(country))
    if not http:
        return run_stdio(kerchief)
    import secrets

    from kerchief.interfaces.http.serve import HOST, bind

    with bind(port) as listening:
        token = secrets.token_urlsafe(32)
        click.echo(f"http://{HOST}:{listening.getsockname()[1]}/mcp Authorization: Bearer {token}")
        return run_http(kerchief, listening, token)
