"""For trainers: many practices side by side, as rows, CSV and one HTML page."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from html import escape

from kerchief.rehearsal.export import ENDED, SIMULATED
from kerchief.rehearsal.session import Session

_MOST_NAMES = 8
_STYLE = (
    "body{font:16px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#2b2822;"
    "background:#fffdf9}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;"
    "padding:.35rem .6rem .35rem 0;border-top:1px solid #ddd6c8}.n{text-align:right}.note{color:#5b5548}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One practice in a line. Changes are in hundredths, from the first line to the last."""

    name: str
    scenario: str
    seed: int
    ended: str
    replies: int
    trust: int
    distress: int
    openness: int
    ladder: float | None
    told: int
    hidden: int
    strengths: str
    findings: str
    best_line: str
    try_next: str


def summarise(sessions: Sequence[tuple[str, Session]]) -> list[Row]:
    """A row for each practice; the name is the trainer's (of the file, or of the trainee)."""
    return [_row(name, session) for name, session in sessions]


def to_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV, safe to open in a spreadsheet."""
    stream = io.StringIO()
    names = [item.name for item in fields(Row)]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in rows)
    return stream.getvalue()


def to_html(rows: Sequence[Row]) -> str:
    """The rows as one page: who practised what, how it ended, and what the group might work on."""
    head = "".join(f"<th>{word}</th>" for word in ("Who", "Scenario", "Ended", "Replies", "Trust", "Distress", "Told"))
    body = "".join(_table_row(row) for row in rows)
    group = "".join(
        f"<h2>{title}</h2><p>{escape(_counted(rows, column)) or 'Nothing.'}</p>"
        for title, column in (("What helped, most often", "strengths"), ("What got in the way", "findings"))
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Practices</title>'
        f'<style>{_STYLE}</style><h1>{len(rows)} practices</h1><p class="note">{SIMULATED} Counts of what was said, '
        "not marks: one practice says little about a person.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{group}"
        f"<h2>One thing to try, each</h2><table><tbody>{''.join(map(_try_row, rows))}</tbody></table></html>\n"
    )


def _row(name: str, session: Session) -> Row:
    debrief = session.debrief()
    first, last = debrief.arc[0], debrief.arc[-1]
    return Row(
        name=name,
        scenario=session.scenario.code,
        seed=session.seed,
        ended=debrief.ended or "",
        replies=debrief.skills.replies,
        trust=round(100 * (last.trust - first.trust)),
        distress=round(100 * (last.distress - first.distress)),
        openness=round(100 * (last.openness - first.openness)),
        ladder=debrief.skills.ladder,
        told=sum(kept.told is not None for kept in debrief.kept),
        hidden=len(debrief.kept),
        strengths="; ".join(f"{key} {count}" for key, count in debrief.skills.strengths.items()),
        findings="; ".join(f"{key} {count}" for key, count in debrief.skills.findings.items()),
        best_line=debrief.best_line or "",
        try_next=debrief.try_next,
    )


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _table_row(row: Row) -> str:
    texts = (row.name, row.scenario, ENDED[row.ended or None])
    numbers = (row.replies, f"{row.trust:+d}", f"{row.distress:+d}", f"{row.told} of {row.hidden}")
    cells = [*(f"<td>{escape(text)}</td>" for text in texts), *(f'<td class="n">{number}</td>' for number in numbers)]
    return f"<tr>{''.join(cells)}</tr>"


def _try_row(row: Row) -> str:
    return f"<tr><td>{escape(row.name)}</td><td>{escape(row.try_next)}</td></tr>"


def _counted(rows: Sequence[Row], column: str) -> str:
    """The commonest names over all rows, each with its count."""
    total: Counter[str] = Counter()
    for row in rows:
        for item in filter(None, getattr(row, column).split("; ")):
            name, _, count = item.rpartition(" ")
            total[name] += int(count)
    return ", ".join(f"{name} {count}" for name, count in total.most_common(_MOST_NAMES))
