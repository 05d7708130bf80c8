"""``kerchief rules``: what the checker looks for, rule by rule."""

from __future__ import annotations

import click


@click.command("rules")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """List the rules of the checker, or tell of one: what it catches, why it hurts, what to say instead.

    CODE is a code of the list: H05 (may hurt), Z01 (danger), G02 (helps).
    """
    from kerchief.interfaces.cli.render_knowledge import print_rule, print_rules
    from kerchief.knowledge.loader import load

    catalogue = load()
    if code is None:
        print_rules(catalogue)
    else:
        print_rule(catalogue, code.upper())
