"""``kerchief check``: what a draft reply may do to the one who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kerchief.interfaces.cli.options import country_of, country_option, write_json

if TYPE_CHECKING:
    from kerchief.domain.conversation import DraftSpeaker
    from kerchief.interfaces.documents.checking import Checked, Checker, Document
    from kerchief.interfaces.documents.pieces import Each
    from kerchief.interfaces.documents.settings import Settings

_FORMS = click.Choice(["text", "json", "sarif"])


@click.command("check")
@click.argument("sources", metavar="[FILE|-]...", nargs=-1)
@click.option("--to", metavar="FILE", help="What the replies answer: the account, or the last messages.")
@click.option("--each", type=click.Choice(["file", "paragraph", "line"]), default="file", help="What is one reply.")
@click.option("--select", metavar="CODES", help="Report these alone, and danger: H05,H1 (H10 to H19).")
@click.option("--ignore", metavar="CODES", help="Do not report these. Danger (Z) always is.")
@click.option("--speaker", type=click.Choice(["person", "bot"]), help="A bot may not promise what a person may.")
@click.option("--fast", is_flag=True, help="Rules alone, without the encoder.")
@click.option("--all", "everything", is_flag=True, help="Show every finding, not only the three most severe.")
@click.option("--format", "form", type=_FORMS, default="text", help="For people or programs.")
@country_option
def command(  # noqa: PLR0913 - one parameter for each option of the command
    sources: tuple[str, ...],
    *,
    to: str | None,
    each: Each,
    select: str | None,
    ignore: str | None,
    speaker: DraftSpeaker | None,
    fast: bool,
    everything: bool,
    form: str,
    country: str | None,
) -> int:
    r"""Check draft replies: what may hurt and why, what to say instead, and what works already.

    FILE is plain text in UTF-8; without it, standard input is read. Exit status 1 means that something was found.

    \b
    kerchief check reply.txt --to story.txt
    kerchief check --each paragraph replies/*.md

    A comment lets a rule stand on its line: <!-- kerchief: allow H05 --> or # kerchief: allow at-least. Settings may
    lie in .kerchief.toml, here or in a folder above.
    """
    from kerchief.engine import Kerchief
    from kerchief.interfaces.documents.checking import Checker

    names = sources or ("-",)
    settings = _settings(select, ignore, speaker)
    documents = _documents(names, to, each)
    checker = Checker(Kerchief.load(use_encoder=not fast, country=country_of(country)), settings)
    _say_refused(checker, documents)
    checked = checker.check(documents, each)
    is_one = len(names) == 1 and each == "file"
    _write(checked, form, everything=everything, is_one=is_one)
    return 1 if any(item.report.findings for item in checked) else 0


def _settings(select: str | None, ignore: str | None, speaker: DraftSpeaker | None) -> Settings:
    """Those of the nearest file, and over them what the command says."""
    from dataclasses import replace

    from kerchief.interfaces.documents.settings import codes_of, find_settings

    found = find_settings(Path.cwd())
    return replace(
        found,
        select=found.select if select is None else codes_of(select),
        ignore=found.ignore if ignore is None else codes_of(ignore),
        speaker=speaker or found.speaker,
    )


def _documents(names: Sequence[str], to: str | None, each: Each) -> list[Document]:
    """The texts; an empty file of many replies has none, and is no error."""
    from kerchief.errors import EmptyTextError
    from kerchief.interfaces.cli.sources import read_context, read_text
    from kerchief.interfaces.documents.checking import Document

    answered = read_context(to) if to else ""
    documents = []
    for name in names:
        try:
            documents.append(Document("stdin" if name == "-" else name, read_text(name), answered))
        except EmptyTextError:
            if each == "file":
                raise
    return documents


def _say_refused(checker: Checker, documents: Sequence[Document]) -> None:
    for document in documents:
        for refused in checker.comments(document).refused:
            line = document.lines.place(refused.start)[0] + 1
            click.echo(f"kerchief: {document.name}, line {line}: {refused.sentence}", err=True)


def _write(checked: Sequence[Checked], form: str, *, everything: bool, is_one: bool) -> None:
    """One object, or one a line where there may be many; one SARIF log in any case."""
    if form == "sarif":
        from kerchief.interfaces.cli.sarif import to_sarif

        write_json(to_sarif(checked))
    elif form == "json":
        from kerchief import wire

        for item in checked:
            report = wire.from_report(item.report)
            write_json({**report, "id": None} if is_one else report, is_line=not is_one)
    else:
        from kerchief.interfaces.cli.render_report import print_report, print_reports

        if is_one:
            print_report(checked[0].report, checked[0].draft, everything)
        else:
            print_reports(checked, everything)
