"""A report on the terminal: what works, what may hurt and why, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from kerchief.checking.linter import shown
from kerchief.checking.skills import LADDER
from kerchief.domain.conversation import Draft
from kerchief.domain.report import Finding, Report
from kerchief.interfaces.cli.console import bullets, heading, make_console, marked, one_line, paragraph
from kerchief.interfaces.cli.render_reading import print_help
from kerchief.interfaces.documents.checking import Checked

_SEND = {
    "yes": ("Send it as it is.", "bold green"),
    "edit": ("Worth an edit before you send it.", "bold yellow"),
    "no": ("Better not send this as it is.", "bold red"),
}
_STYLE = {3: "red", 2: "yellow", 1: "cyan"}


def print_report(report: Report, draft: Draft, everything: bool) -> None:
    """Write a report for a person."""
    console = make_console()
    _print_strengths(console, report)
    chosen = shown(report.findings, everything)
    if chosen:
        heading(console, "What may hurt" if not chosen[0].code.startswith("Z") else "Safety first", "bold")
    for finding in chosen:
        _print_finding(console, finding, draft)
    hidden = len(report.findings) - len(chosen)
    if hidden:
        paragraph(console, Text(f"({hidden} more; --all shows every finding)", style="dim"))
    if report.rewritten and report.findings:
        heading(console, "The whole, rewritten")
        paragraph(console, report.rewritten)
    print_help(console, report.help)
    _print_verdict(console, report)


def print_reports(checked: Sequence[Checked], everything: bool) -> None:
    """Write what was found in many drafts, with the line and column of each; the clean ones are only counted."""
    console = make_console()
    found = [item for item in checked if item.report.findings]
    for item in found:
        chosen = shown(item.report.findings, everything)
        for finding in sorted(chosen, key=lambda finding: finding.span.start):
            line, column = item.place(finding.span.start)
            paragraph(console, Text(f"{item.document.name}:{line}:{column}", style="bold"), 0)
            _print_finding(console, finding, item.draft, with_why=False)
        if len(chosen) < len(item.report.findings):
            hidden = len(item.report.findings) - len(chosen)
            paragraph(console, Text(f"({hidden} more in this reply; --all shows every finding)", style="dim"))
    print_help(console, tuple(dict.fromkeys(line for item in found for line in item.report.help)))
    replies = "1 reply" if len(checked) == 1 else f"{len(checked):,} replies"
    heading(console, f"{replies}, {len(found):,} with findings." if found else f"{replies}, nothing found.")
    if found:
        paragraph(console, Text("kerchief rules CODE says why a rule is there.", style="dim"), 0)


def _print_strengths(console: Console, report: Report) -> None:
    if report.strengths:
        heading(console, "What works already: keep it", "bold green")
        bullets(
            console, [f'{item.name} ({item.code}): "{one_line(item.span.quote)}"' for item in report.strengths], "+"
        )


def _print_finding(console: Console, finding: Finding, draft: Draft, *, with_why: bool = True) -> None:
    title = Text(f"{finding.code} {finding.name}", style=f"bold {_STYLE[finding.severity]}")
    title.append(f"  {finding.message}")
    paragraph(console, title)
    paragraph(console, marked(console, draft.reply, finding.span), 6)
    if finding.rewrite is not None:
        asked = finding.rewrite.applicability == "ask"
        offer = Text("ask yourself: " if asked else "instead: ", style="green")
        offer.append(one_line(finding.rewrite.text))
        paragraph(console, offer, 6)
    if with_why:
        paragraph(console, Text(finding.why, style="dim"), 6)


def _print_verdict(console: Console, report: Report) -> None:
    sentence, style = _SEND[report.send]
    heading(console, sentence, style)
    skills = report.skills
    paragraph(
        console,
        f"Listening, step {skills.ladder} of 5: {LADDER[skills.ladder]}. "
        f"Warmth {skills.emotional_reaction}/2, understanding {skills.interpretation}/2, "
        f"room to go on {skills.exploration}/2.",
    )
    console.print()
