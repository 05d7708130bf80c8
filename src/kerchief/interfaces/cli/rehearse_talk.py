"""The talk on a terminal: the seeker's lines, the user's replies, and a few commands that begin with a slash."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

from kerchief.errors import KerchiefError
from kerchief.interfaces.cli.console import make_console
from kerchief.interfaces.cli.render_rehearsal import print_care, print_line, print_note, print_opening
from kerchief.rehearsal.session import Session

HELP = (
    "/hint one thing that may help · /rewind N try again from turn N · /pause · /save FILE to go on later · "
    "/end debrief now. An empty line is silence."
)
_OVER = "The talk is over. Enter for the debrief, or /rewind N to try again from a turn."
_TIME = "Your time is up."


class Talk:
    """One practice at a terminal. Whatever ends it, the practice as it stands comes back for its debrief."""

    def __init__(self, session: Session, minutes: float | None = None) -> None:
        self._session = session
        self._until = time.monotonic() + 60 * minutes if minutes else None
        self._console = make_console()
        self._is_terminal = sys.stdin.isatty()
        self._commands: Mapping[str, Callable[[str], None]] = {
            "/hint": lambda _: self._note(self._session.hint()),
            "/rewind": self._rewind,
            "/pause": self._pause,
            "/save": self._save,
            "/help": lambda _: self._note(HELP),
        }

    def play(self) -> Session:
        """Talk until it ends: by the seeker's last line, /end, the time limit, Ctrl-D or Ctrl-C."""
        try:
            if hasattr(sys.stdin, "reconfigure"):
                sys.stdin.reconfigure(errors="replace")
            print_opening(self._console, self._session, HELP)
            self._show()
            while self._answer():
                pass
        except (EOFError, KeyboardInterrupt):
            self._console.print()
        return self._session

    def _answer(self) -> bool:
        """Take one line from the user; False ends the talk."""
        if self._session.ended is not None:
            if not self._is_terminal:
                return False
            self._note(_OVER)
        if self._until is not None and time.monotonic() >= self._until:
            self._note(_TIME)
            return False
        said = self._ask()
        word, _, rest = said.strip().partition(" ")
        if word == "/end" or (self._session.ended is not None and not said.strip()):
            return False
        if word.startswith("/"):
            self._obey(word, rest.strip())
        elif self._session.ended is None:
            self._reply(said)
        return True

    def _reply(self, said: str) -> None:
        self._session = self._session.reply(said)
        print_care(self._console, self._session.transcript[-2])
        self._show()

    def _obey(self, word: str, rest: str) -> None:
        """Do what a command says; what goes wrong is a sentence, and the talk goes on."""
        command = self._commands.get(word)
        if command is None:
            self._note(f"There is no {word}. {HELP}")
            return
        try:
            command(rest)
        except KerchiefError as error:
            self._note(error.sentence)

    def _rewind(self, rest: str) -> None:
        if not rest.isdecimal():
            self._note("Say to which turn: /rewind 3. The numbers stand before the lines.")
            return
        self._session = self._session.rewind(int(rest))
        self._note("Back there. What you said after it is kept for the debrief.")
        self._show()

    def _pause(self, _: str) -> None:
        started = time.monotonic()
        self._note("Paused; nothing runs. Enter to go on.")
        input()
        if self._until is not None:
            self._until += time.monotonic() - started
        self._show()

    def _save(self, rest: str) -> None:
        from kerchief.interfaces.cli.rehearse_files import save

        if not rest:
            self._note("Say where: /save practice.json")
            return
        save(self._session, rest)
        self._note(f"Saved. Go on with: kerchief rehearse --resume {rest}")

    def _ask(self) -> str:
        prompt = f"{len(self._session.transcript)} you: " if self._is_terminal and not self._session.ended else ""
        return input(prompt)

    def _show(self) -> None:
        print_line(self._console, len(self._session.transcript) - 1, self._session)

    def _note(self, sentence: str) -> None:
        print_note(self._console, sentence)
