"""Meanings, rules and helplines on the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from kerchief.errors import UnknownCodeError
from kerchief.interfaces.cli.console import bullets, heading, make_console, paragraph
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.rulebook import Rule, StrengthRule
from kerchief.safety import is_stale


def print_meanings(catalogue: Catalogue) -> None:
    """Every meaning in a line."""
    console = make_console()
    for layer, title in (("cause", "What may set tears off"), ("bond", "What they may say about the bond")):
        heading(console, title)
        for meaning in catalogue.meanings.values():
            if meaning.layer == layer:
                paragraph(console, _entry(meaning.code, 20, f"{meaning.name}."))
    console.print()


def print_meaning(catalogue: Catalogue, code: str) -> None:
    """One meaning, whole. Raises UnknownCodeError."""
    meaning = catalogue.meanings.get(code.lower())
    if meaning is None:
        raise UnknownCodeError(f"There is no meaning {code!r}.", "'kerchief meanings' lists them.")
    console = make_console()
    heading(console, f"{meaning.name} ({meaning.code}, {meaning.dossier})")
    paragraph(console, Text(f'The tears say: "{meaning.says}"', style="italic"))
    paragraph(console, meaning.definition)
    for title, lines in (
        ("In the next minute", meaning.first_minute),
        ("What helps", meaning.helps),
        ("What hurts", meaning.hurts),
        ("What to notice", meaning.notice),
        ("What to ask", (meaning.question,)),
    ):
        heading(console, title)
        bullets(console, lines)
    _print_pairs(console, catalogue, meaning.code)
    _print_sources(console, catalogue, meaning.source)


def print_rules(catalogue: Catalogue) -> None:
    """Every rule and strength in a line."""
    console = make_console()
    groups: Mapping[str, Mapping[str, Rule] | Mapping[str, StrengthRule]] = {
        "May hurt": {code: rule for code, rule in catalogue.rules.items() if code.startswith("H")},
        "Danger": {code: rule for code, rule in catalogue.rules.items() if code.startswith("Z")},
        "Helps": catalogue.strengths,
    }
    for title, rules in groups.items():
        heading(console, title)
        for rule in rules.values():
            said = rule.message if isinstance(rule, Rule) else rule.sections["What it looks like"].split(". ")[0]
            paragraph(
                console,
                _entry(f"{rule.code} {rule.name}", 26, said.replace(' "{quote}"', "").replace("{quote}", "This")),
            )
    console.print()


def print_rule(catalogue: Catalogue, code: str) -> None:
    """One rule, whole. Raises UnknownCodeError."""
    rule = catalogue.rules.get(code) or catalogue.strengths.get(code)
    if rule is None:
        raise UnknownCodeError(f"There is no rule {code}.", "'kerchief rules' lists them.")
    console = make_console()
    heading(console, f"{rule.name} ({rule.code})")
    for title, body in rule.sections.items():
        heading(console, title)
        paragraph(console, body)
    yes, no = (
        (("Flagged", rule.flagged), ("Fine", rule.fine))
        if isinstance(rule, Rule)
        else (("Shown", rule.shown), ("Not shown", rule.not_shown))
    )
    for title, examples in (yes, no):
        heading(console, title)
        bullets(console, [f"{item.text}" + (f"  (to: {item.context})" if item.context else "") for item in examples])
    _print_sources(console, catalogue, rule.source)


def print_helplines(catalogue: Catalogue, country: str | None, only_stale: bool) -> int:
    """Helplines of one country or all; returns 1 where some that were printed want checking again."""
    console = make_console()
    lines = [line for line in catalogue.helplines if country in (None, line.country)]
    stale = [line for line in lines if is_stale(line.last_checked)]
    for line in stale if only_stale else lines:
        mark = " – CHECK AGAIN" if line in stale else ""
        bullets(
            console,
            [
                f"{line.country} {line.service}: {line.contact}. {line.hours}. "
                f"(checked {line.last_checked}{mark}; {line.source})"
            ],
        )
    if not only_stale:
        heading(console, "Emergency")
        bullets(
            console,
            [
                f"{item.country}: {item.number}"
                for item in catalogue.emergencies.values()
                if country in (None, item.country)
            ],
        )
        paragraph(console, f"Elsewhere: {catalogue.directory}")
    return 1 if only_stale and stale else 0


def _entry(name: str, width: int, said: str) -> Text:
    text = Text(f"{name:<{width}}", style="bold")
    text.append(said)
    return text


def _print_pairs(console: Console, catalogue: Catalogue, code: str) -> None:
    pairs = [question for question in catalogue.questions if code in question.between]
    if pairs:
        heading(console, "Easily taken for")
    for question in pairs:
        other = next(name for name in question.between if name != code)
        bullets(console, [f"{other}: {question.text}"])


def _print_sources(console: Console, catalogue: Catalogue, ids: tuple[str, ...]) -> None:
    heading(console, "Sources")
    bullets(console, [f"{name}: {catalogue.cited(name)}" for name in ids])
    console.print()
