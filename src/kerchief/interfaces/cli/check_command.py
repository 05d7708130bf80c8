"""``kerchief check``: what a draft reply may do to the one who reads it."""

from __future__ import annotations

import click

from kerchief.interfaces.cli.options import country_of, country_option, source_argument, write_json


@click.command("check")
@source_argument
@click.option("--to", metavar="FILE", help="What the reply answers: the account, or the last messages.")
@click.option("--all", "everything", is_flag=True, help="Show every finding, not only the three most severe.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", help="For people or programs."
)
@country_option
def command(source: str, to: str | None, everything: bool, form: str, country: str | None) -> int:
    """Check a draft reply: what may hurt and why, what to say instead, and what works already.

    FILE is plain text in UTF-8; without it, standard input is read. Exit status 1 means that something was found.
    """
    from kerchief.domain.conversation import Draft
    from kerchief.engine import Kerchief
    from kerchief.interfaces.cli.sources import read_text

    draft = Draft(reply=read_text(source), context=read_text(to) if to else "")
    report = Kerchief.load(use_encoder=False, country=country_of(country)).check(draft)
    if form == "json":
        from kerchief import wire

        write_json(wire.from_report(report))
    elif form == "sarif":
        from kerchief.interfaces.cli.sarif import to_sarif

        write_json(to_sarif(report, draft, "stdin" if source == "-" else source))
    else:
        from kerchief.interfaces.cli.render_report import print_report

        print_report(report, draft, everything)
    return 1 if report.findings else 0
