"""A model that may propose words: any server that speaks the OpenAI chat interface, by the official client.

It proposes and never decides: whoever uses it checks every word. It is asked only where a person named its address,
and it is given a deadline for the whole answer, since a server can be slow one byte at a time.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kerchief.errors import InputError, VoiceError

if TYPE_CHECKING:
    from openai import OpenAI

SECONDS = 20.0  # for a whole answer
LIVELY, STEADY = 0.7, 0.0  # temperatures: for words that should differ, and for a reading that should not
_MOST_CHARACTERS = 20_000  # of an answer; a longer one is none
_ANY_MODEL = "default"  # for servers that hold one model and take any name


@dataclass(frozen=True)
class Voice:
    """A chat server by its address (``http://localhost:8080/v1``). Raises InputError for what is no address."""

    url: str
    model: str = _ANY_MODEL
    key: str = "none"  # servers of one's own take any key
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        """Refuse what is no address before anything is sent."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"{self.url!r} is no address of a model.", "Give one like http://localhost:8080/v1.")

    @property
    def is_local(self) -> bool:
        """Whether what is sent stays on this machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def host(self) -> str:
        """The machine's name in the address."""
        return urlsplit(self.url).hostname or ""

    def ask(self, instructions: str, told: str, temperature: float = LIVELY) -> Mapping[str, Any]:
        """The JSON object that the model answers with. Raises VoiceError: slow, away, refusing, or no JSON object."""
        content = self._within(lambda: self._answer(instructions, told, temperature))
        found = _object(content)
        if found is None:
            raise VoiceError("The model did not answer in the form it was asked for.")
        return found

    @cached_property
    def _client(self) -> OpenAI:
        try:
            from openai import OpenAI
        except ModuleNotFoundError as error:
            raise InputError("Asking a model needs the extra 'llm'.", "pip install 'kerchief[llm]'") from error
        return OpenAI(base_url=self.url, api_key=self.key, timeout=self.seconds, max_retries=0)

    def _answer(self, instructions: str, told: str, temperature: float) -> str:
        import openai

        try:
            made = self._client.chat.completions.create(
                model=self.model,
                messages=[{"role": "system", "content": instructions}, {"role": "user", "content": told}],
                temperature=temperature,
                response_format={"type": "json_object"},
            )
            message = made.choices[0].message
        except openai.APITimeoutError as error:
            raise VoiceError("The model did not answer in time.") from error
        except openai.APIConnectionError as error:
            raise VoiceError("The model cannot be reached.") from error
        except openai.APIStatusError as error:
            raise VoiceError(f"The model's server answered with an error ({error.status_code}).") from error
        except (openai.OpenAIError, ValueError, IndexError, TypeError, AttributeError, KeyError) as error:
            raise VoiceError("The model's server does not speak the chat interface.") from error
        if getattr(message, "refusal", None) or not isinstance(message.content, str):
            raise VoiceError("The model declined.")
        return message.content

    def _within(self, call: Callable[[], str]) -> str:
        """The answer, or VoiceError when the deadline has passed; a server that drips is left to itself."""
        done: queue.Queue[str | Exception] = queue.Queue()

        def run() -> None:
            try:
                done.put(call())
            except (VoiceError, InputError) as error:
                done.put(error)

        threading.Thread(target=run, daemon=True).start()
        try:
            found = done.get(timeout=self.seconds)
        except queue.Empty:
            raise VoiceError("The model did not answer in time.") from None
        if isinstance(found, Exception):
            raise found
        return found


def _object(content: str) -> Mapping[str, Any] | None:
    """The JSON object in an answer, fenced or bare; None where there is none."""
    if len(content) > _MOST_CHARACTERS:
        return None
    start, end = content.find("{"), content.rfind("}")
    try:
        found = json.loads(content[start : end + 1]) if 0 <= start < end else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
