"""A practice on paper: Markdown and HTML, with its debrief; both say that the seeker was simulated."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Resource
from kerchief.domain.rehearsal import Debrief, Kept, PartnerState, Turn
from kerchief.rehearsal.picture import NAMES, blocks, to_svg
from kerchief.rehearsal.session import Session

ENDED = {
    "opened": "They opened up",
    "safe": "They are safer, and not alone",
    "calmer": "They are calmer",
    "shut": "They closed up",
    "flat": "It stayed on the surface",
    "bound": "The decision was given up",
    None: "Broken off",
}
ARC = "The arc"
SIMULATED = "A practice with a simulated seeker. Nobody was there."
_STYLE = (
    "body{font:17px/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#2b2822;background:#fffdf9}"
    "h1,h2{font-weight:600;line-height:1.2}.you{margin-left:2.5rem}"
    ".who{font:600 13px system-ui,sans-serif;color:#5b5548}"
    "blockquote{margin:0 0 .8rem;padding:0}.care{border:2px solid #b4533c;padding:.5rem 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;"
    "border-top:1px solid #ddd6c8}.note{color:#5b5548}@media print{body{margin:0}}"
)


def to_markdown(session: Session) -> str:
    """The practice and its debrief as Markdown."""
    debrief, scenario = session.debrief(), session.scenario
    lines = [f"# {scenario.title}", "", f"*{SIMULATED} Scenario `{scenario.code}`, seed {session.seed}.*", ""]
    lines += [scenario.setting, "", "## What was said", ""]
    for number, turn in enumerate(session.transcript):
        lines += [f"{number}. **{speaker(turn, session)}:** {_one_line(turn.text) or '(silence)'}"]
        lines += [f"   > {line}" for line in turn.care]
    lines += ["", "## Debrief", ""]
    for title, rows in sections(debrief, scenario.name):
        lines += [f"### {title}", "", *(f"- {row}" for row in rows), ""]
    return "\n".join(lines)


def to_html(session: Session) -> str:
    """The practice and its debrief as one HTML page that fetches nothing and can be printed."""
    debrief, scenario = session.debrief(), session.scenario
    said = "".join(_said(number, turn, session) for number, turn in enumerate(session.transcript))
    marks = [moment.turn for moment in debrief.moments]
    picture = to_svg(debrief.arc, scenario.name, marks) if len(debrief.arc) > 1 else ""
    parts = "".join(
        f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(row)}</li>' for row in rows)}</ul>"
        for title, rows in sections(debrief, scenario.name)
        if title != ARC
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(scenario.title)}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f'<style>{_STYLE}</style><h1>{escape(scenario.title)}</h1><p class="note">{SIMULATED} '
        f"Scenario {escape(scenario.code)}, seed {session.seed}.</p><p>{escape(scenario.setting)}</p>"
        f"<h2>What was said</h2>{said}<h2>{ARC}</h2>{picture}{parts}</html>\n"
    )


def sections(debrief: Debrief, name: str) -> Iterator[tuple[str, list[str]]]:
    """The debrief in titled lists of plain sentences, in the order in which it is read."""
    yield ENDED[debrief.ended], [debrief.means]
    if len(debrief.arc) > 1:
        yield ARC, [f"{part}: {blocks(debrief.arc, part)} {_change(debrief.arc, part)}" for part in NAMES]
    if debrief.moments:
        yield (
            "Turning points",
            [
                f"{moment.turn}: “{moment.said or '(silence)'}” {moment.what} ({_moved(moment.effect['trust'])})"
                for moment in debrief.moments
            ],
        )
    yield "What you did", list(_skills(debrief))
    yield "One thing to try", [debrief.try_next, *([f"For example: {debrief.instead}"] if debrief.instead else [])]
    yield f"What {name} was hiding", [_kept(item) for item in debrief.kept]
    if debrief.branches:
        yield "Other ways you took", [_branch(number, debrief) for number in range(len(debrief.branches))]
    yield "What to notice in this one", list(debrief.notice)
    if debrief.outside or debrief.help:
        yield "When it is real", [*debrief.outside, *map(call, debrief.help)]


def speaker(turn: Turn, session: Session) -> str:
    """The seeker's name, or You."""
    return session.scenario.name if turn.role is Role.SEEKER else "You"


def call(resource: Resource) -> str:
    """Whom to call, in a line with country, hours and the day it was checked."""
    checked = f"checked {resource.checked}" + (", more than six months ago: check it first" if resource.stale else "")
    return f"{resource.name} ({resource.country}): {resource.contact}. {resource.hours}. ({checked})"


def _skills(debrief: Debrief) -> Iterator[str]:
    skills = debrief.skills
    if skills.strengths:
        yield "Helped: " + ", ".join(f"{name} {count}" for name, count in skills.strengths.items()) + "."
    if skills.findings:
        yield "Got in the way: " + ", ".join(f"{name} {count}" for name, count in skills.findings.items()) + "."
    if not skills.replies:
        yield "You have not answered yet."
    elif not skills.strengths and not skills.findings:
        yield "Nothing that kerchief knows by name showed, for better or worse."
    if debrief.best_line:
        yield f"Your best line ({debrief.best_turn}): “{_one_line(debrief.best_line)}”"


def _change(arc: tuple[PartnerState, ...], part: str) -> str:
    return f"{getattr(arc[0], part):.0%} to {getattr(arc[-1], part):.0%}"


def _moved(trust: float) -> str:
    points = abs(round(100 * trust))
    return f"trust {'up' if trust > 0 else 'down'} {points}" if points else "trust as before"


def _kept(kept: Kept) -> str:
    where = f" It showed at {' and '.join(map(str, kept.showed))}." if kept.showed else ""
    told = f" Told at {kept.told}." if kept.told is not None else " It stayed hidden."
    return f"{kept.fact}{where}{told}"


def _branch(number: int, debrief: Debrief) -> str:
    branch = debrief.branches[number]
    said = " / ".join(_one_line(reply) or "(silence)" for reply in branch.replies)
    here = debrief.arc[-1].trust
    return (
        f"From {branch.turn}: “{said}” – {ENDED[branch.ended].lower()}, trust {branch.state.trust:.0%} "
        f"(this way: {here:.0%})."
    )


def _said(number: int, turn: Turn, session: Session) -> str:
    side = "them" if turn.role is Role.SEEKER else "you"
    care = f'<p class="care">{"<br>".join(map(escape, turn.care))}</p>' if turn.care else ""
    who = f'<span class="who">{number} {escape(speaker(turn, session))}</span>'
    return f'<blockquote class="{side}">{who}<br>{escape(turn.text.strip() or "(silence)")}</blockquote>{care}'


def _one_line(text: str) -> str:
    return " ".join(text.split())
