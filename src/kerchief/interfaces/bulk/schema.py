"""What a row is, before and after."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
BAD = "\0bad"  # key of a row that could not be parsed; its value says why
KINDS = {"read": "reading", "check": "report", "suggest": "suggestions"}  # of what each task writes


def result_of(row: Row) -> Row:
    """The part of a result row that kerchief wrote; empty where the row has an error."""
    if "error" in row or row.get("kind") not in KINDS.values():
        return {}
    start = list(row).index("kerchief")
    return {"id": row.get("id"), **dict(list(row.items())[start:])}
