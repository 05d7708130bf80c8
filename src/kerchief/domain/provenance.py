"""What made a result: enough to reproduce it."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Package version, digest of the knowledge files, and the encoder's id (``none`` where it was not used)."""

    version: str
    knowledge: str
    encoder: str
