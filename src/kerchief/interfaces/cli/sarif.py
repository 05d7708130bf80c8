"""Reports as SARIF 2.1.0, for editors and code review (OASIS standard)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from kerchief.domain.conversation import Span
from kerchief.domain.provenance import VERSION
from kerchief.domain.report import Finding
from kerchief.interfaces.documents.checking import Checked

_LEVEL = {3: "error", 2: "warning", 1: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(checked: Sequence[Checked]) -> dict[str, Any]:
    """One run with one result a finding, placed in its document; columns count Unicode code points."""
    rules = {
        finding.code: {"id": finding.code, "name": finding.name, "fullDescription": {"text": finding.why}}
        for item in checked
        for finding in item.report.findings
    }
    driver = {"name": "kerchief", "version": VERSION, "rules": [rules[code] for code in sorted(rules)]}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, item) for item in checked for finding in item.report.findings],
            }
        ],
    }


def _result(finding: Finding, item: Checked) -> dict[str, Any]:
    artifact = {"uri": quote(item.document.name)}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": _region(finding.span, item)}}],
    }
    if finding.rewrite is not None and finding.rewrite.applicability != "ask":
        change = {
            "deletedRegion": _region(finding.rewrite.replaces, item),
            "insertedContent": {"text": finding.rewrite.text},
        }
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}]}]
    return result


def _region(span: Span, item: Checked) -> dict[str, int]:
    (line, column), (end_line, end_column) = item.place(span.start), item.place(span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": item.start + span.start,
        "charLength": span.end - span.start,
    }
