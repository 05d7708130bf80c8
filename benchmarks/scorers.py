"""The project's scorers and dev sets, which lie beside the project and are never copied into it."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

Row = dict[str, Any]


def scorer(shared: Path, name: str) -> ModuleType:
    """A scorer of ``shared/tools`` as a module."""
    spec = importlib.util.spec_from_file_location(name, shared / "tools" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"there is no scorer {name} under {shared / 'tools'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> list[Row]:
    """The rows of a JSONL file, gzipped or not."""
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in text.decode("utf-8").split("\n") if line.strip()]


def scored(tool: object, gold: list[Row], predictions: list[Row]) -> Row:
    """The scorer's figures for predictions that stand in the order of the gold rows."""
    pairs = [
        (tool.consensus(list(row["labels"].values())), tool.from_prediction(prediction))  # type: ignore[attr-defined]
        for row, prediction in zip(gold, predictions, strict=True)
    ]
    result: Row = tool.score(pairs)  # type: ignore[attr-defined]
    return result


def table(header: list[str], body: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---", *["--:"] * (len(header) - 1)], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
