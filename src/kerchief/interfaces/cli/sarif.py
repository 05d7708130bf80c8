"""A report as SARIF 2.1.0, for editors and code review (OASIS standard)."""

from __future__ import annotations

from typing import Any

from kerchief.domain.conversation import Draft
from kerchief.domain.report import Finding, Report

_LEVEL = {3: "error", 2: "warning", 1: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(report: Report, draft: Draft, uri: str) -> dict[str, Any]:
    """One run with one result a finding; columns count Unicode code points."""
    rules = {
        item.code: {"id": item.code, "name": item.name, "fullDescription": {"text": item.why}}
        for item in report.findings
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kerchief",
                        "version": report.provenance.version,
                        "rules": [rules[code] for code in sorted(rules)],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(item, draft.reply, uri) for item in report.findings],
            }
        ],
    }


def _result(finding: Finding, reply: str, uri: str) -> dict[str, Any]:
    span = finding.span
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": _region(reply, span.start, span.end)}}
        ],
    }
    if finding.rewrite is not None and finding.rewrite.applicability != "ask":
        replaced = finding.rewrite.replaces
        change = {
            "deletedRegion": _region(reply, replaced.start, replaced.end),
            "insertedContent": {"text": finding.rewrite.text},
        }
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": [change]}]}]
    return result


def _region(text: str, start: int, end: int) -> dict[str, int]:
    line_start = text.rfind("\n", 0, start) + 1
    end_start = text.rfind("\n", 0, end) + 1
    return {
        "startLine": text.count("\n", 0, start) + 1,
        "startColumn": start - line_start + 1,
        "endLine": text.count("\n", 0, end) + 1,
        "endColumn": end - end_start + 1,
        "charOffset": start,
        "charLength": end - start,
    }
