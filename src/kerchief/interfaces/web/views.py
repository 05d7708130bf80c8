"""What the templates need: their environment, its filters, and the files of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, PackageLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from kerchief.checking.linter import shown
from kerchief.checking.skills import LADDER
from kerchief.knowledge.catalogue import Catalogue
from kerchief.reading.calibration import UNKNOWN
from kerchief.reading.guidance import ASK_THEM

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
_PARTS = ("Hands", "Mouth", "Phone")
_CALL = re.compile(r"(?:call or text )?(\d[\d -]*\d)(?![\w@])")  # helplines.toml names the number to call first
_DO = re.compile(r"^(?:call|text|chat)\b")
_CODES = re.compile(r" ?\(([HGZ]\d\d(?:, [HGZ]\d\d)*)\)(\.?)")


def static_files(folder: Traversable) -> Mapping[str, tuple[bytes, str]]:
    """Content and media type of each file that the page may ask for."""
    return {
        item.name: (item.read_bytes(), KINDS[item.name.rpartition(".")[2]])
        for item in folder.iterdir()
        if item.name.rpartition(".")[2] in KINDS
    }


def render(template: str, catalogue: Catalogue, **shown: Any) -> str:  # noqa: ANN401 - a template's
    """A template as HTML; whatever it is given is escaped."""
    first_minute = catalogue.meanings[UNKNOWN].first_minute
    return _environment().get_template(template).render(catalogue=catalogue, first_minute=first_minute, **shown)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kerchief.interfaces.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        words=_words,
        linked=_linked,
        curly=_curly,
        dialled=dialled,
        quoted=_quoted,
        named=_named,
        unnamed=_unnamed,
        day=_day,
        utf16=_utf16,
        shown=shown,
    )
    environment.globals.update(ask_them=ASK_THEM, ladder=LADDER, countries=COUNTRIES)
    return environment


def _words(name: str) -> str:
    """The name of a rule as words: ``at-least`` is "At least"."""
    return name.replace("-", " ").capitalize()


def dialled(contact: str) -> Markup:
    """How to reach a service, its number as one that a phone dials when touched."""
    found, said = _CALL.match(contact), _DO.sub(lambda first: first[0].capitalize(), contact)
    if found is None:
        return escape(said)
    before, number, after = said[: found.start(1)], found[1], said[found.end(1) :]
    return Markup('{}<a href="tel:{}">{}</a>{}').format(before, re.sub(r"\D", "", number), number, after)


def _curly(text: str) -> str:
    """Text with the quotation marks of print."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", re.sub(r'"([^"]*)"', r"“\1”", text))


def _quoted(words: str) -> str:
    """Words of a person, fit to stand between quotation marks."""
    return words.strip(' \n,.;:"“”').replace('"', "‘" if words.count('"') == 1 else "")


@pass_context
def _linked(context: Context, line: str) -> Markup:
    """A line of guidance whose codes, "(H12)", are links to what they stand for."""
    told = _CODES.sub(r"\2", line)
    codes = [code for found in _CODES.finditer(line) for code in found[1].split(", ")]
    catalogue: Catalogue = context["catalogue"]
    return Markup("").join((escape(_curly(told)), *(_link(code, catalogue) for code in codes)))


def _link(code: str, catalogue: Catalogue) -> Markup:
    rule = catalogue.rules.get(code) or catalogue.strengths[code]
    link = Markup(' <a class="why" href="/learn/{0}" hx-get="/learn/{0}" hx-target="#entry">{1}</a>')
    return link.format(code, _words(rule.name))


def _named(lines: Iterable[str]) -> list[tuple[str, str]]:
    """The lines of a first minute that say what it is about (hands, mouth, phone), apart from what they say."""
    parts = [line.partition(": ") for line in lines]
    return [(name, said[:1].upper() + said[1:]) for name, _, said in parts if name in _PARTS]


def _unnamed(lines: Iterable[str]) -> list[str]:
    """The other lines of a first minute."""
    return [line for line in lines if line.partition(": ")[0] not in _PARTS]


def _day(date_: str) -> str:
    """An ISO date as people write it."""
    return date.fromisoformat(date_).strftime("%d %B %Y").lstrip("0")


def _utf16(place: int, text: str) -> int:
    """A place counted in code points as browsers count it."""
    return len(text[:place].encode("utf-16-le")) // 2
