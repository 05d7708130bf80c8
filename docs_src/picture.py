"""The picture of the terminal in the README: ``python -m docs_src.picture``. A real reading, drawn by rich."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console

from kerchief.domain.conversation import Conversation
from kerchief.engine import Kerchief
from kerchief.interfaces.cli import console, render_reading

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images" / "read.svg"


def main() -> None:
    """Read the example as the command does, and keep what it prints."""
    recorder = Console(
        file=StringIO(), record=True, force_terminal=True, color_system="truecolor", width=console.WIDTH,
        highlight=False, markup=False, emoji=False,
    )  # fmt: skip
    conversation = Conversation.of((ROOT / "examples" / "kitchen-table.txt").read_text(encoding="utf-8"))
    reading = Kerchief.load(country="US").read(conversation)
    render_reading.print_reading(reading, conversation, recorder)
    svg = recorder.export_svg(title="kerchief read examples/kitchen-table.txt", unique_id="read")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S)  # fonts of the reader's own machine, none fetched
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(svg, encoding="utf-8")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
