"""A practice on the terminal: the list of scenarios, the lines of the talk, and the debrief."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from kerchief.domain.conversation import Role
from kerchief.domain.rehearsal import Scenario, Turn
from kerchief.interfaces.cli.console import bullets, heading, make_console, one_line, paragraph
from kerchief.rehearsal.export import ARC, call, sections
from kerchief.rehearsal.picture import NAMES, blocks
from kerchief.rehearsal.session import Session

_COLOURS = {"distress": "red", "trust": "blue", "openness": "yellow"}
_WIDEST = 44  # columns of blocks


def print_scenarios(scenarios: Mapping[str, Scenario]) -> None:
    """Every scenario: its code, its title and what it is about."""
    console = make_console()
    heading(console, "What can be practised")
    for scenario in scenarios.values():
        title = Text(scenario.code, style="bold cyan")
        title.append(f"  {scenario.title}", style="bold")
        paragraph(console, title)
        paragraph(console, scenario.about, 4)
    console.print()
    paragraph(console, Text("Begin with: kerchief rehearse NAME", style="dim"), 0)


def print_opening(console: Console, session: Session, commands: str = "") -> None:
    """That it is simulated, then where you are and what you know."""
    scenario = session.scenario
    heading(console, scenario.title)
    paragraph(console, Text(session.simulated, style="bold"))
    console.print()
    paragraph(console, scenario.setting)
    paragraph(console, scenario.you)
    bullets(console, scenario.account)
    console.print()
    if commands:
        paragraph(console, Text(f"{commands} (seed {session.seed})", style="dim"))
        console.print()


def print_line(console: Console, number: int, session: Session) -> None:
    """The seeker's line, with the number of its turn."""
    said = one_line(session.transcript[number].text)
    line = Text(f"{number} {session.scenario.name}: ", style="bold magenta")
    line.append(said, style="italic" if said.startswith("(") else "not bold default")
    paragraph(console, line, 0)


def print_talk(session: Session) -> None:
    """A whole practice, as it was said."""
    console = make_console()
    print_opening(console, session)
    for number, turn in enumerate(session.transcript):
        if turn.role is Role.SEEKER:
            print_line(console, number, session)
        else:
            paragraph(console, f"{number} you: {one_line(turn.text).strip() or '(silence)'}", 0)
            print_care(console, turn)


def print_care(console: Console, turn: Turn) -> None:
    """What is said to the user themselves, outside the play, where their own words show danger."""
    if not turn.care and not turn.help:
        return
    heading(console, "Outside the practice, for you", "bold red")
    bullets(console, [*turn.care, *map(call, turn.help)])
    paragraph(console, Text("The practice waits. /end stops it; you can also just go on.", style="dim"))
    console.print()


def print_note(console: Console, sentence: str) -> None:
    """A word from kerchief, not from the seeker."""
    paragraph(console, Text(sentence, style="dim"))


def print_debrief(session: Session) -> None:
    """The debrief for a person."""
    console, debrief = make_console(), session.debrief()
    for title, rows in sections(debrief, session.scenario.name):
        heading(console, title)
        if title == ARC:
            _print_arc(console, session)
        elif len(rows) == 1:
            paragraph(console, one_line(rows[0]))
        else:
            bullets(console, map(one_line, rows))
    console.print()
    again = f"{session.scenario.name} was simulated. The same seeker again: --seed {session.seed}"
    paragraph(console, Text(again, style="dim"), 0)


def _print_arc(console: Console, session: Session) -> None:
    arc = session.debrief().arc
    width = max(1, min(3, _WIDEST // len(arc)))
    for name in NAMES:
        line = Text(f"{name:<9}")
        line.append(blocks(arc, name, width), style=_COLOURS[name])
        line.append(f" {getattr(arc[0], name):.0%} to {getattr(arc[-1], name):.0%}", style="dim")
        paragraph(console, line)
