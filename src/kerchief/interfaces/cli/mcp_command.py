"""``kerchief mcp``: tools for an assistant on this machine."""

from __future__ import annotations

import click

from kerchief.interfaces.cli.options import country_of, country_option, needs_extra


@click.command("mcp")
@click.option("--http", is_flag=True, help="Streamable HTTP on this machine alone, instead of standard input.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="With --http; any free one by default.")
@country_option
def command(http: bool, port: int, country: str | None) -> None:
    """Offer read_account, check_reply and suggest_reply to an assistant, by the Model Context Protocol.

    Without --http it talks on standard input and output. With it, one line is printed: the address and its token.
    """
    from kerchief.engine import Kerchief

    with needs_extra("mcp"):
        from kerchief.interfaces.mcp import run_http, run_stdio
    if not http:
        return run_stdio(Kerchief.load(country=country_of(country)))
    import secrets

    from kerchief.interfaces.http.serve import HOST, bind

    with bind(port) as listening:
        token, kerchief = secrets.token_urlsafe(32), Kerchief.load(country=country_of(country))
        click.echo(f"http://{HOST}:{listening.getsockname()[1]}/mcp Authorization: Bearer {token}")
        return run_http(kerchief, listening, token)
