"""What the templates need: their environment, its filters, and the files of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from kerchief.checking.linter import shown
from kerchief.checking.skills import LADDER
from kerchief.knowledge.catalogue import Catalogue
from kerchief.reading.calibration import UNKNOWN

KINDS: Mapping[str, str] = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
COUNTRIES: Mapping[str, str] = {
    "AU": "Australia",
    "AT": "Austria",
    "BE": "Belgium",
    "BR": "Brazil",
    "CA": "Canada",
    "FR": "France",
    "DE": "Germany",
    "IN": "India",
    "IE": "Ireland",
    "IT": "Italy",
    "NL": "Netherlands",
    "NZ": "New Zealand",
    "ZA": "South Africa",
    "ES": "Spain",
    "CH": "Switzerland",
    "GB": "United Kingdom",
    "US": "United States",
}
_CODES = re.compile(r" ?\(([HGZ]\d\d(?:, [HGZ]\d\d)*)\)")


def static_files(folder: Traversable) -> Mapping[str, tuple[bytes, str]]:
    """Content and media type of each file that the page may ask for."""
    return {
        item.name: (item.read_bytes(), KINDS[item.name.rpartition(".")[2]])
        for item in folder.iterdir()
        if item.name.rpartition(".")[2] in KINDS
    }


def render(template: str, catalogue: Catalogue, **shown: Any) -> str:
    """A template as HTML; whatever it is given is escaped."""
    first_minute = catalogue.meanings[UNKNOWN].first_minute
    return _environment().get_template(template).render(catalogue=catalogue, first_minute=first_minute, **shown)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kerchief.interfaces.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(words=_words, linked=_linked, part=_part, utf16=_utf16, shown=shown)
    environment.globals.update(ladder=LADDER, countries=COUNTRIES)
    return environment


def _words(name: str) -> str:
    """The name of a rule as words: ``at-least`` is "At least"."""
    return name.replace("-", " ").capitalize()


def _linked(line: str) -> Markup:
    """A line of guidance whose codes, "(H12)", are links to what they stand for."""
    pieces = _CODES.split(line)
    return Markup("").join(_links(piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces))


def _links(codes: str) -> Markup:
    link = Markup(' <a class="why" href="/learn/{0}" hx-get="/learn/{0}" hx-target="#entry">{1}</a>')
    return Markup("").join(
        link.format(code, "how" if code.startswith("G") else "why") for code in codes.split(", ")
    )


def _part(line: str) -> tuple[str, str]:
    """The part of the first minute that a line is about (Hands, Mouth, Phone), and the rest."""
    name, colon, rest = line.partition(": ")
    return (name, rest) if colon and name in ("Hands", "Mouth", "Phone") else ("", line)


def _utf16(place: int, text: str) -> int:
    """A place counted in code points as browsers count it."""
    return len(text[:place].encode("utf-16-le")) // 2
