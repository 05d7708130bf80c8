"""Everything that can go wrong, as one family.

KerchiefError                 whatever kerchief raises on purpose
├── InputError                the text or file that was given cannot be used
│   ├── EmptyTextError        there is nothing in it to read
│   ├── TextTooLongError      it is longer than one reading can take
│   ├── NotTextError          it is binary, or not UTF-8
│   ├── BadRowError           a line of a bulk file is not an object with a text
│   ├── SpeakerError          a chat does not tell which of its speakers is the user
│   └── RehearsalEndedError   a reply was given after the last line of a practice
├── VoiceError             a model that was asked did not answer as it should
├── OutputError               the result cannot be written where it was asked for
├── UnknownCodeError          no meaning, rule or country has that code
└── KnowledgeError            a knowledge file is wrong; the message names file and line

Each error has a stable ``code`` for programs, a sentence for people, and a ``hint``: what to do next.
Messages never repeat the text of a person; only a SpeakerError repeats names.
"""

from __future__ import annotations


class KerchiefError(Exception):
    """Base of the family; catch this to catch everything kerchief raises on purpose."""

    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the sentence and what to do about it."""
        super().__init__(message)
        self.hint = hint

    @property
    def sentence(self) -> str:
        """The message followed by the hint, for a person to read."""
        return f"{self} {self.hint}".strip()


class InputError(KerchiefError):
    """The text or file that was given cannot be used."""

    code = "bad-input"


class EmptyTextError(InputError):
    """There is nothing in the text to read."""

    code = "empty-text"


class TextTooLongError(InputError):
    """The text is longer than one reading can take."""

    code = "text-too-long"


class NotTextError(InputError):
    """The file is binary, or not UTF-8."""

    code = "not-text"


class BadRowError(InputError):
    """A line of a bulk file is not an object with the fields that are needed."""

    code = "bad-row"


class SpeakerError(InputError):
    """A chat does not tell which of its speakers is the user; the sentence and ``speakers`` name them."""

    code = "who-are-you"

    def __init__(self, message: str, hint: str = "", *, speakers: tuple[str, ...] = ()) -> None:
        """Keep the names, for a door that lets the user choose."""
        super().__init__(message, hint)
        self.speakers = speakers


class RehearsalEndedError(InputError):
    """A reply was given after the last line of a practice."""

    code = "rehearsal-ended"


class VoiceError(KerchiefError):
    """A model that was asked did not answer as it should."""

    code = "no-voice"


class OutputError(KerchiefError):
    """The result cannot be written where it was asked for."""

    code = "bad-output"


class UnknownCodeError(KerchiefError):
    """No meaning, rule or country has that code."""

    code = "unknown-code"


class KnowledgeError(KerchiefError):
    """A knowledge file is wrong; the message names the file and the line."""

    code = "bad-knowledge"
