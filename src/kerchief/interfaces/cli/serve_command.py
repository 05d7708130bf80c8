"""``kerchief serve``: the page and the API, on this machine alone."""

from __future__ import annotations

import os
import sys
import threading

import click

from kerchief.interfaces.cli.options import country_of, country_option, fast_option, needs_extra


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Any free one by default.")
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
@fast_option
@country_option
def command(port: int, no_open: bool, fast: bool, country: str | None) -> None:
    """Serve the page and the API to this machine alone, until Ctrl-C.

    One line is printed: the address, with a token that opens it. The token is made anew each time.
    """
    import secrets

    from kerchief.engine import Kerchief

    with needs_extra("web"):
        from kerchief.interfaces.http.app import create_app
        from kerchief.interfaces.http.serve import HOST, bind, run

    with bind(port) as listening:
        port = listening.getsockname()[1]
        token = secrets.token_urlsafe(32)
        app = create_app(Kerchief.load(fast=fast, country=country_of(country)), token=token, port=port)
        click.echo(f"http://{HOST}:{port}/?token={token}")
        if not no_open and _has_screen():
            _open(f"http://{HOST}:{port}/?token={app.state.keys.new_ticket()}")
        run(app, listening)


def _has_screen() -> bool:
    """Whether there is a browser with a window; one for the terminal would take the terminal."""
    return sys.stdout.isatty() and (sys.platform != "linux" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)))


def _open(address: str) -> None:
    """Other users see what programs are called with: hence a ticket that opens once, not the token."""
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
