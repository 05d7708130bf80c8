"""A reading on the terminal: danger first, then who, why, what would decide, and what to do."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from kerchief.domain.conversation import Conversation
from kerchief.domain.reading import Crier, Evidence, Flag, Hypothesis, Reading, Resource
from kerchief.interfaces.cli.console import bar, bullets, heading, make_console, marked, one_line, paragraph

_SHOWN = 4  # causes that are shown to a person; JSON holds them all
_WORDS = 2  # places shown for a cause; JSON holds them all
_WHO = {"m": "he", "f": "she", "u": "they"}


def print_reading(reading: Reading, conversation: Conversation, console: Console | None = None) -> None:
    """Write a reading for a person, on standard output or another console."""
    console = console or make_console()
    print_flags(console, reading.flags, conversation)
    if reading.crier is not None:
        _print_crier(console, reading.crier, conversation)
    _print_causes(console, reading, conversation)
    for title, lines in (
        ("In the next minute", reading.guidance.first_minute),
        ("What helps", reading.guidance.helps),
        ("What hurts", reading.guidance.hurts),
        ("What to notice", reading.guidance.notice),
    ):
        if lines:
            heading(console, title)
            bullets(console, lines)
    print_help(console, reading.help)
    console.print()


def print_help(console: Console, resources: tuple[Resource, ...]) -> None:
    """Whom to call, with country, hours and the day the number was checked."""
    if not resources:
        return
    heading(console, "Whom to call")
    for item in resources:
        checked = f"checked {item.checked}" + (" – more than six months ago, so check it first" if item.stale else "")
        bullets(console, [f"{item.name} ({item.country}): {item.contact}. {item.hours}. ({checked})"])


def print_flags(console: Console, flags: tuple[Flag, ...], conversation: Conversation) -> None:
    """Danger first, then what is worth a gentle question."""
    hard = [flag for flag in flags if flag.tier == "hard"]
    if hard:
        heading(console, "First: this may be about safety", "bold red")
    for flag in hard:
        _print_flag(console, flag, conversation, "red")
    soft = [flag for flag in flags if flag.tier == "soft"]
    if soft:
        heading(console, "Worth a gentle question", "bold yellow")
    for flag in soft:
        _print_flag(console, flag, conversation, "yellow")


def _print_flag(console: Console, flag: Flag, conversation: Conversation, style: str) -> None:
    paragraph(console, Text(flag.name, style=style))
    for item in flag.evidence[:2]:
        _print_evidence(console, item, conversation)


def _print_crier(console: Console, crier: Crier, conversation: Conversation) -> None:
    heading(console, "Who cries")
    who = f"{crier.relation} ({_WHO[crier.gender]})"
    if crier.relation == "narrator":
        who = conversation.seeker or "you"
    said = f' – "{one_line(crier.span.quote)}"' if crier.span else ""
    paragraph(console, f"{who}{said}")


def _print_causes(console: Console, reading: Reading, conversation: Conversation) -> None:
    heading(console, "What the tears may mean" if reading.crier else "What may weigh here")
    if reading.abstained:
        paragraph(console, reading.abstained)
    for cause in reading.causes[:_SHOWN]:
        _print_hypothesis(console, cause, conversation, "dim" if reading.abstained else "cyan")
    if reading.bond:
        heading(console, "What they may say about the two of you (the weaker line)")
        for bond in reading.bond:
            _print_hypothesis(console, bond, conversation, "magenta")
    if reading.question:
        heading(console, "The one question that would decide" if reading.question.between else "What to ask")
        paragraph(console, Text(reading.question.text, style="italic"))


def _print_hypothesis(console: Console, cause: Hypothesis, conversation: Conversation, style: str) -> None:
    line = bar(cause.probability, style)
    line.append(f"  {cause.name}", style="bold")
    paragraph(console, line)
    speaking_for = [item for item in cause.evidence if item.weight > 0][:_WORDS]
    against = [item for item in cause.evidence if item.weight < 0][:1]
    for item in (*speaking_for, *against):
        _print_evidence(console, item, conversation)


def _print_evidence(console: Console, item: Evidence, conversation: Conversation) -> None:
    source = conversation.utterances[item.utterance].text
    text = Text("+ " if item.weight > 0 else "– against: ", style="green" if item.weight > 0 else "red")
    text.append_text(marked(console, source, item))
    paragraph(console, text, 6)
    paragraph(console, Text(item.why, style="dim"), 8)
