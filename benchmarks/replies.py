"""How often a finding is right on dev: a panel, kerchief, and proselint, by the project's scorer."""

from __future__ import annotations

from pathlib import Path

from benchmarks.scorers import Row, rows, scored, scorer, table
from kerchief import wire
from kerchief.engine import Kerchief

BLIND = Path(__file__).resolve().parent / "data" / "replies-blind.jsonl"
HEADER = [
    "checker",
    "harm P",
    "harm R",
    "harm F1",
    "any harm F1",
    "false alarms on clean",
    "strengths F1",
    "ladder kappa",
    "send kappa",
]


def section(shared: Path) -> str:
    """The part of the page about checking."""
    tool = scorer(shared, "score_replies")
    gold = rows(shared / "data" / "replies" / "dev.jsonl")
    body = [
        ["one reader against the rest", *_panel(tool, gold)],
        ["kerchief", *_cells(scored(tool, gold, _kerchief(gold, use_encoder=True)))],
        ["kerchief, rules alone (`--fast`)", *_cells(scored(tool, gold, _kerchief(gold, use_encoder=False)))],
        ["proselint (any finding)", *_cells(scored(tool, gold, [_proselint(row["reply"]) for row in gold]))],
    ]
    blind = rows(BLIND)
    unseen = [
        ["one reader against the other", *_panel(tool, blind)],
        ["kerchief", *_cells(scored(tool, blind, _kerchief(blind, use_encoder=True)))],
        ["kerchief, rules alone (`--fast`)", *_cells(scored(tool, blind, _kerchief(blind, use_encoder=False)))],
    ]
    return "\n\n".join([
        f"Dev: {len(gold)} replies, three readers each. The rules were mended with the errors on these replies in"
        " sight, so the figures flatter; strengths most of all, of which there are few.",
        table(HEADER, body),
        f"Blind: {len(blind)} replies in everyday shares, written for this measure by model writers who had not seen"
        " the checker, marked by their author and by a second reader; what only one of them marks does not count. No"
        " rule, head or threshold was made with them (`benchmarks/data/replies-blind.jsonl`).",
        table(HEADER, unseen),
    ])  # fmt: skip


def _kerchief(gold: list[Row], *, use_encoder: bool) -> list[Row]:
    kerchief = Kerchief.load(use_encoder=use_encoder)
    return [wire.from_report(report) for report in kerchief.check_many(wire.to_draft(row) for row in gold)]


def _cells(result: Row) -> list[str]:
    values = [
        *(result["harm"][key] for key in ("precision", "recall", "f1")),
        result["any_harm"]["f1"],
        result["false_alarms_on_clean"],
        result["help"]["f1"],
        result["ladder_kappa"],
        result["send_kappa"],
    ]
    return ["–" if value is None else f"{value:.3f}" for value in values]


def _panel(tool: object, gold: list[Row]) -> list[str]:
    names = sorted({name for row in gold for name in row["labels"]})
    results = []
    for name in names:
        pairs = [
            (
                tool.consensus([label for other, label in row["labels"].items() if other != name]),  # type: ignore[attr-defined]
                tool.from_label(row["labels"][name]),  # type: ignore[attr-defined]
            )
            for row in gold
        ]
        results.append(_cells(tool.score(pairs)))  # type: ignore[attr-defined]
    columns = zip(*results, strict=True)
    return [f"{sum(map(float, column)) / len(column):.3f}" for column in columns]


def _proselint(reply: str) -> Row:
    """A general prose linter: whatever it finds counts as a harm of an unnamed kind."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    if not CheckRegistry().checks:
        CheckRegistry().register_many(__register__)
    found = LintFile(source="reply", content=reply).lint()
    return {"findings": [{"code": "H00", "span": {"quote": ""}} for _ in found], "strengths": [], "skills": {}}
