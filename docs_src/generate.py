"""The pages that are made from the knowledge files: ``python -m docs_src.generate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import load
from kerchief.knowledge.rulebook import Example, Rule, StrengthRule

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- Made from the knowledge files by `make docs`; edit those, not this page. -->"
VERDICT = {
    "OK": "supported",
    "QUAL": "true with a limit",
    "CON": "contradicted or unsupported",
    "PRAC": "practice advice",
    "ANEC": "anecdote",
    "FIX": "factual slip",
    "MIXED": "mixed",
}


def pages(catalogue: Catalogue) -> Iterator[tuple[Path, str]]:
    """Every made page, with the place it belongs."""
    rules: list[Rule | StrengthRule] = [*catalogue.rules.values(), *catalogue.strengths.values()]
    for rule in rules:
        yield DOCS / "reference" / "rules" / f"{rule.code}-{rule.name}.md", rule_page(rule, catalogue)
    yield DOCS / "reference" / "rules" / "README.md", rules_index(catalogue)
    yield DOCS / "reference" / "meanings.md", meanings_page(catalogue)
    yield DOCS / "explanation" / "science.md", science_page(catalogue)


def rule_page(rule: Rule | StrengthRule, catalogue: Catalogue) -> str:
    """The page of one rule or strength."""
    parts = [MADE, f"# {rule.name} ({rule.code})"]
    if isinstance(rule, Rule):
        parts.append(f"Severity {rule.severity} · family {rule.family} · {rule.status} since {rule.since}")
        lists = (("Flagged", rule.flagged), ("Fine", rule.fine))
    else:
        parts.append(f"{rule.status} since {rule.since}")
        lists = (("Shown", rule.shown), ("Not shown", rule.not_shown))
    parts += [f"## {title}\n\n{body}" for title, body in rule.sections.items()]
    if isinstance(rule, Rule) and rule.rewrites:
        parts.append("## Rewrites it offers\n\n" + "\n".join(f"- {text}" for text in rule.rewrites))
    parts += [f"## {title}\n\n{_quotes(examples)}" for title, examples in lists]
    parts.append("## Sources\n\n" + "\n".join(f"- {name}: {catalogue.cited(name)}" for name in rule.source))
    return "\n\n".join(parts) + "\n"


def rules_index(catalogue: Catalogue) -> str:
    """The list of all rules and strengths."""
    rows = ["| code | name | severity | what it may feel like |", "|---|---|--:|---|"]
    for rule in catalogue.rules.values():
        message = rule.message.replace('"{quote}"', "this").replace("{quote}", "this")
        rows.append(f"| [{rule.code}]({rule.code}-{rule.name}.md) | {rule.name} | {rule.severity} | {message} |")
    strengths = ["| code | name | what it looks like |", "|---|---|---|"]
    for strength in catalogue.strengths.values():
        looks = strength.sections["What it looks like"]
        strengths.append(f"| [{strength.code}]({strength.code}-{strength.name}.md) | {strength.name} | {looks} |")
    return "\n\n".join([MADE, "# Rules", "\n".join(rows), "# Strengths", "\n".join(strengths)]) + "\n"


def meanings_page(catalogue: Catalogue) -> str:
    """Everything tears may mean, on one page."""
    parts = [MADE, "# What tears may mean"]
    for meaning in catalogue.meanings.values():
        parts.append(f"## {meaning.name} (`{meaning.code}`, {meaning.dossier}, {meaning.layer})")
        parts.append(f"> {meaning.says}\n\n{meaning.definition}")
        for title, lines in (("Helps", meaning.helps), ("Hurts", meaning.hurts), ("Ask", (meaning.question,))):
            parts.append(f"**{title}**\n\n" + "\n".join(f"- {line}" for line in lines))
    return "\n\n".join(parts) + "\n"


def science_page(catalogue: Catalogue) -> str:
    """Every claim of the article that started kerchief, weighed."""
    rows = ["| claim | in our words | verdict | what the science says | where it lives |", "|---|---|---|---|---|"]
    for claim in catalogue.seed_map.values():
        where = ", ".join(f"`{place}`" for place in claim.where) or f"left out: {claim.left_out}"
        rows.append(f"| {claim.id} | {claim.claim} | {VERDICT[claim.verdict]} | {claim.note} | {where} |")
    head = (
        "# The science, claim by claim\n\nkerchief began with a magazine article on what a man's tears mean. Each of "
        "its 69 claims was weighed against what could be found; this is the outcome, and where each claim now lives."
    )
    sources = "\n".join(
        f"- **{item.id}** {item.what}. {item.address} ({item.saw})" for item in catalogue.sources.values()
    )
    return "\n\n".join([MADE, head, "\n".join(rows), "## Sources\n\n" + sources]) + "\n"


def _quotes(examples: tuple[Example, ...]) -> str:
    return "\n\n".join((f"> To: {item.context}\n>\n" if item.context else "") + f"> {item.text}" for item in examples)


def main() -> None:
    """Write every page; pages of rules that are gone are removed."""
    made = dict(pages(load()))
    for old in (DOCS / "reference" / "rules").glob("*.md"):
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(made)} pages written under {DOCS}")


if __name__ == "__main__":
    main()
