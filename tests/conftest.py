"""Real parts, loaded once: the shipped knowledge and the shipped encoder."""

from __future__ import annotations

import signal

import pytest

from kerchief.engine import Kerchief
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import load

# A run in the background is deaf to Ctrl-C, and so would be every command that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def reader() -> Kerchief:
    """With the large reader and the encoder, as every door but bulk reads and checks."""
    return Kerchief.load(country="GB")


@pytest.fixture(scope="session")
def quick() -> Kerchief:
    """With the small reader, as bulk and ``--fast`` read."""
    return Kerchief.load(fast=True, country="GB")


@pytest.fixture(scope="session")
def checker() -> Kerchief:
    """Without the encoder: cues and rules alone."""
    return Kerchief.load(use_encoder=False, country="GB")
