"""The arc of a practice as a picture: SVG for pages, blocks for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kerchief.domain.rehearsal import PartnerState

BLOCKS = " ▁▂▃▄▅▆▇█"
NAMES = ("distress", "trust", "openness")
_COLOURS = {"distress": "#b4533c", "trust": "#2f6f8f", "openness": "#8a7a1f"}
_DASHES = {"distress": "", "trust": "", "openness": "6 4"}
_WIDTH, _HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 108, 18, 40
_APART = 15  # pixels that two names at the right need between them


def blocks(arc: Sequence[PartnerState], name: str, width: int = 2) -> str:
    """One line of blocks, ``width`` for each line of the seeker: the higher, the more."""
    return "".join(BLOCKS[1 + round(getattr(state, name) * (len(BLOCKS) - 2))] * width for state in arc)


def to_svg(arc: Sequence[PartnerState], name: str, marks: Sequence[int] = ()) -> str:
    """The arc of ``name`` as an SVG picture; ``marks`` are the user's turns (numbers of the transcript) that moved it.

    It needs no style sheet, says in words what it shows, and is told apart without colour.
    """
    parts = [*_grid(len(arc), is_marked=bool(marks)), *(_mark(mark, len(arc)) for mark in marks)]
    parts += [_line(arc, part) for part in NAMES]
    parts += _labels(arc)
    title = f"How {name} was, from the first line to the last"
    told = "; ".join(f"{part} from {getattr(arc[0], part):.0%} to {getattr(arc[-1], part):.0%}" for part in NAMES)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="12">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fffdf9"/>'
    )
    return "".join([head, *parts, "</svg>"])


def _x(number: float, count: int) -> float:
    return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * number / max(1, count - 1), 1)


def _y(value: float) -> float:
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value), 1)


def _grid(count: int, *, is_marked: bool) -> list[str]:
    rows = [
        f'<line x1="{_LEFT}" x2="{_x(count - 1, count)}" y1="{_y(value)}" y2="{_y(value)}" stroke="#ddd6c8"/>'
        f'<text x="{_LEFT - 8}" y="{_y(value) + 4}" text-anchor="end" fill="#5b5548">{word}</text>'
        for value, word in ((0.0, "none"), (0.5, "half"), (1.0, "all"))
    ]
    step = 1 + (count - 1) // 12
    ticks = [
        f'<text x="{_x(number, count)}" y="{_HEIGHT - 22}" text-anchor="middle" fill="#5b5548">{2 * number}</text>'
        for number in range(0, count, step)
    ]
    middle = (_LEFT + _x(count - 1, count)) / 2
    dotted = "; dotted: turning points of yours" if is_marked else ""
    caption = (
        f'<text x="{middle:.0f}" y="{_HEIGHT - 6}" text-anchor="middle" fill="#5b5548">line of the talk{dotted}</text>'
    )
    return [*rows, *ticks, caption]


def _mark(turn: int, count: int) -> str:
    """A dotted line, with its number, where the user said something that moved the talk."""
    x = _x(turn / 2, count)
    number = f'<text x="{x}" y="{_TOP - 5}" text-anchor="middle" fill="#5b5548">{turn}</text>'
    return f'<line x1="{x}" x2="{x}" y1="{_TOP}" y2="{_y(0)}" stroke="#a89f8c" stroke-dasharray="2 3"/>{number}'


def _line(arc: Sequence[PartnerState], part: str) -> str:
    points = " ".join(f"{_x(number, len(arc))},{_y(getattr(state, part))}" for number, state in enumerate(arc))
    dash = f' stroke-dasharray="{_DASHES[part]}"' if _DASHES[part] else ""
    wide = 3 if part == "trust" else 2
    dots = "".join(
        f'<circle cx="{_x(number, len(arc))}" cy="{_y(getattr(state, part))}" r="{wide}" fill="{_COLOURS[part]}"/>'
        for number, state in enumerate(arc)
    )
    return f'<polyline points="{points}" fill="none" stroke="{_COLOURS[part]}" stroke-width="{wide}"{dash}/>{dots}'


def _labels(arc: Sequence[PartnerState]) -> list[str]:
    """The names at the right end of their lines, moved apart where lines end together."""
    ends = sorted((_y(getattr(arc[-1], part)), part) for part in NAMES)
    found: list[str] = []
    lowest = 0.0
    for y, part in ends:
        lowest = max(y, lowest + _APART if found else y)
        x = _x(len(arc) - 1, len(arc)) + 10
        found.append(f'<text x="{x}" y="{lowest + 4:.1f}" fill="{_COLOURS[part]}" font-weight="600">{part}</text>')
    return found
