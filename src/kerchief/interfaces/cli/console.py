"""One way of writing for people: 80 columns, colour on a terminal, plain text where the output is piped."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kerchief.domain.conversation import Span
from kerchief.text import normalise

WIDTH = 80
BAR = 16
CONTEXT = 60  # characters of a sentence kept on each side of a marked span


class _PlainConsole(Console):
    """A console that leaves a closed pipe to the command's edge, as everything else that goes wrong."""

    def on_broken_pipe(self) -> None:
        """Let the error rise; rich would end the process with status 1."""
        raise BrokenPipeError


def make_console() -> Console:
    """A console of at most 80 columns; rich takes the colour away when standard output is no terminal."""
    console = _PlainConsole(highlight=False, soft_wrap=False, emoji=False, markup=False)
    console.width = min(WIDTH, console.width) if console.is_terminal else WIDTH
    return console


def heading(console: Console, title: str, style: str = "bold") -> None:
    """A blank line and a title."""
    console.print()
    console.print(Text(title, style=style))


def paragraph(console: Console, text: Text | str, indent: int = 2) -> None:
    """A wrapped paragraph, indented."""
    console.print(Padding(text if isinstance(text, Text) else Text(text), (0, 0, 0, indent), expand=False))


def bullets(console: Console, lines: Iterable[str], mark: str = "•") -> None:
    """A list, each line wrapped under its own mark."""
    for line in lines:
        text = Text(f"{mark} {line}")
        wrapped = text.wrap(console, console.width - 4)
        for place, part in enumerate(wrapped):
            paragraph(console, part, 2 if place == 0 else 4)


def bar(probability: float, style: str = "cyan") -> Text:
    """A bar as long as the probability is high, with its percentage."""
    filled = round(probability * BAR)
    text = Text("█" * filled, style=style)
    text.append("░" * (BAR - filled), style="dim")
    text.append(f" {probability:4.0%}")
    return text


def marked(console: Console, source: str, span: Span) -> Text:
    """A span underlined in its sentence; in brackets where nothing can be underlined."""
    start, end = _sentence(source, span)
    left, right = ("", "") if console.is_terminal else ("[", "]")
    text = Text(_cut(one_line(source[start : span.start]), from_left=True))
    text.append(left + one_line(span.quote) + right, style="underline")
    text.append(_cut(one_line(source[span.end : end]), from_left=False))
    return text


def _sentence(source: str, span: Span) -> tuple[int, int]:
    """Start and end in the source of the sentence that holds the span."""
    text = normalise(source)
    spans = (text.span(*place) for place in text.sentences)
    holding = next((sentence for sentence in spans if sentence.start <= span.start < sentence.end), span)
    return holding.start, max(holding.end, span.end)


def _cut(text: str, from_left: bool) -> str:
    """The words next to a span, as many as help to place it."""
    if len(text) <= CONTEXT:
        return text
    return f"…{text[-CONTEXT:].partition(' ')[2]}" if from_left else f"{text[:CONTEXT].rpartition(' ')[0]} …"


def one_line(text: str) -> str:
    """Line breaks and control characters as spaces, so that no text can move the cursor."""
    return "".join(char if char.isprintable() else " " for char in text)
