"""Suggestions on the terminal: danger first, then the next minute, what to say and why, and what can wait."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from kerchief.domain.conversation import Conversation
from kerchief.domain.suggestion import Better, Suggestion, Suggestions, Voiced
from kerchief.interfaces.cli.console import bullets, heading, make_console, one_line, paragraph
from kerchief.interfaces.cli.render_reading import print_flags, print_help

_DOES = {
    "question": "asks",
    "restatement": "says it back",
    "reflection_of_feelings": "guesses at the feeling",
    "self_disclosure": "says something of your own",
    "affirmation": "allows and values",
    "suggestion": "offers",
    "information": "makes plain",
    "presence": "stays",
}
_LAST = "Say only what is true of you, in your own words. They know what they need: ask, and believe the answer."


def print_suggestions(found: Suggestions, conversation: Conversation, console: Console | None = None) -> None:
    """Write suggestions for a person, on standard output or another console."""
    console = console or make_console()
    print_flags(console, found.flags, conversation)
    if found.note:
        console.print()
        paragraph(console, Text(found.note, style="italic"), 0)
    if found.first_minute:
        heading(console, "In the next minute")
        bullets(console, found.first_minute)
    if found.suggestions:
        heading(console, "What you could say")
    for number, suggestion in enumerate(found.suggestions, start=1):
        _print_suggestion(console, number, suggestion)
    if found.voice is not None:
        _print_voice(console, found.voice)
    if found.draft is not None:
        _print_draft(console, found.draft)
    if found.can_wait:
        heading(console, "What can wait")
        bullets(console, found.can_wait)
    print_help(console, found.help)
    if found.suggestions:
        console.print()
        paragraph(console, Text(_LAST, style="dim"), 0)
    console.print()


def _print_suggestion(console: Console, number: int, suggestion: Suggestion) -> None:
    text = Text(f"{number}. ", style="bold")
    text.append(suggestion.text, style="bold")
    paragraph(console, text)
    paragraph(console, Text(f"{_DOES[suggestion.strategy]}: {suggestion.why}", style="dim"), 5)
    if suggestion.because:
        quoted = "; ".join(f'"{one_line(span.quote)}"' for span in suggestion.because)
        paragraph(console, Text(f"takes up {quoted}", style="dim"), 5)


def _print_draft(console: Console, draft: Better) -> None:
    heading(console, "Your own words")
    paragraph(console, one_line(draft.text))
    paragraph(console, Text(draft.why, style="dim"), 5)


def _print_voice(console: Console, voice: Voiced) -> None:
    said = f"The model proposed {voice.kept + voice.dropped}; {voice.kept} passed the checks."
    paragraph(console, Text(voice.trouble or said, style="dim"))
