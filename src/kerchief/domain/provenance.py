"""What made a result: enough to reproduce it."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A model that was to read, too: its name, its host, how much of it was used, and what went wrong, or nothing."""

    model: str
    host: str
    kept: int = 0
    dropped: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Package version, digest of the knowledge files, and the encoder's id (``none`` where it was not used).

    ``voice`` is the user's own model that was to read, too; None where none was named.
    """

    version: str
    knowledge: str
    encoder: str
    voice: Asked | None = None
