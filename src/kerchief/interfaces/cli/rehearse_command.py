"""``kerchief rehearse``: practise with a simulated seeker, and read the debrief."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from kerchief.interfaces.cli.options import country_of, country_option, write_json

if TYPE_CHECKING:
    from kerchief.engine import Kerchief
    from kerchief.rehearsal.session import Session

_SEEDS = 10_000


@click.command("rehearse")
@click.argument("names", metavar="[SCENARIO]", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="What can be practised.")
@click.option("--seed", type=int, help="Another number, another talk; the same number, the same seeker.")
@click.option("--script", metavar="FILE", help="Replies from a file, one a line; an empty line is silence.")
@click.option("--resume", metavar="FILE", help="Go on with a practice that was saved.")
@click.option("--export", metavar="FILE", help="Write transcript and debrief: .json, .md or .html.")
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), help="End after so long; without it, no limit.")
@click.option("--summary", metavar="OUT", help="For trainers: saved practices (named as SCENARIO) as .csv or .html.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@country_option
def command(  # noqa: PLR0913 - one parameter for each option of the command
    names: tuple[str, ...],
    *,
    listed: bool,
    seed: int | None,
    script: str | None,
    resume: str | None,
    export: str | None,
    minutes: float | None,
    summary: str | None,
    form: str,
    country: str | None,
) -> None:
    r"""Practise what to say. The seeker is made up; a debrief always follows.

    \b
    kerchief rehearse --list
    kerchief rehearse let_you_down
    kerchief rehearse let_you_down --script replies.txt --format json
    kerchief rehearse --resume saved.json
    kerchief rehearse --summary group.html saved/*.json

    In the talk: /hint /rewind N /pause /save FILE /end /help. Ctrl-C or Ctrl-D ends it with the debrief.
    """
    from kerchief.engine import Kerchief
    from kerchief.interfaces.cli.rehearse_files import summarise_files, write_export
    from kerchief.interfaces.cli.render_rehearsal import print_talk

    kerchief = Kerchief.load(use_encoder=False, country=country_of(country))
    if summary:
        return summarise_files(kerchief, summary, names)
    if listed or not (names or resume):
        return _list(kerchief, form)
    session = _begin(kerchief, names, resume, _seed(seed, bool(script) or form == "json"))
    is_scripted = script is not None or form == "json"
    if is_scripted:
        session = session.replay(_lines(script) if script or not resume else ())
    else:
        from kerchief.interfaces.cli.rehearse_talk import Talk

        session = Talk(session, minutes).play()
    if export:
        write_export(session, export)
    if is_scripted and form == "text":
        print_talk(session)
    return _close(session, form)


def _seed(given: int | None, is_scripted: bool) -> int:
    """The seed asked for; a script begins at 0 every time, a person meets somebody new."""
    if given is not None:
        return given
    return 0 if is_scripted else secrets.randbelow(_SEEDS)


def _begin(kerchief: Kerchief, names: tuple[str, ...], resume: str | None, seed: int) -> Session:
    from kerchief.interfaces.cli.rehearse_files import read_session

    if len(names) + bool(resume) != 1:
        raise click.UsageError("Name one scenario, or one file after --resume")
    return read_session(kerchief, resume) if resume else kerchief.rehearse(names[0], seed)


def _lines(script: str | None) -> list[str]:
    """Replies, one a line: from a file, or from standard input."""
    from kerchief.interfaces.cli.sources import read_text

    return read_text(script or "-").splitlines()


def _list(kerchief: Kerchief, form: str) -> None:
    if form == "json":
        from kerchief import wire

        return write_json(wire.from_scenarios(kerchief.scenarios))
    from kerchief.interfaces.cli.render_rehearsal import print_scenarios

    return print_scenarios(kerchief.scenarios)


def _close(session: Session, form: str) -> None:
    """The debrief, in the form asked for."""
    if form == "json":
        from kerchief import wire

        return write_json(wire.from_rehearsal(session))
    from kerchief.interfaces.cli.render_rehearsal import print_debrief

    return print_debrief(session)
