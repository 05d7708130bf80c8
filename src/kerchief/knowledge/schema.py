"""From rows to the catalogue's dataclasses: which keys each kind of row has."""

from __future__ import annotations

from kerchief.knowledge.catalogue import (
    Cue,
    DecidingQuestion,
    Emergency,
    FlagKind,
    Helpline,
    Meaning,
    Never,
    SafetyCue,
    SafetyFrame,
    SeedClaim,
    Source,
)
from kerchief.knowledge.rows import Row
from kerchief.knowledge.rulebook import Example, Rule, StrengthRule

ABOUT = ("crier", "narrator", "third_person", "narrator_as_harmer")
KINDS = ("existence", "substitution", "absence", "order", "density")
SPEAKERS = ("anyone", "person", "bot")
STATUS = ("preview", "stable", "deprecated")
VERDICTS = ("OK", "QUAL", "CON", "PRAC", "ANEC", "FIX", "MIXED")
RULE_SECTIONS = ("What it catches", "Why it lands badly", "Say instead", "Known problems")
STRENGTH_SECTIONS = ("What it looks like", "Why it helps", "Known problems")
LEAST_EXAMPLES = 5


def meaning(row: Row) -> Meaning:
    """A row of meanings.toml or causes.toml."""
    return Meaning(
        code=row.text("code"),
        dossier=row.text("dossier"),
        layer=row.choice("layer", ("cause", "bond")),
        name=row.text("name"),
        says=row.text("says"),
        definition=row.text("definition"),
        mark_when=row.text("mark_when"),
        not_when=row.text("not_when"),
        prototypes=row.texts("prototypes", least=3),
        first_minute=row.texts("first_minute", least=1),
        helps=row.texts("helps", least=1),
        hurts=row.texts("hurts", least=1),
        notice=row.texts("notice", least=1),
        question=row.text("question"),
        source=row.texts("source", least=1),
    )


def cue(row: Row, code: str) -> Cue:
    """A row of cues/<code>.toml."""
    return Cue(
        id=row.text("id"),
        code=code,
        sign=row.choice("sign", ("for", "against")),
        strength=row.choice("strength", ("strong", "medium", "weak")),
        kind=row.choice("kind", ("words", "behaviour", "event", "guess")),
        patterns=row.patterns("patterns", least=1),
        excepts=row.patterns("excepts"),
        why=row.text("why"),
        examples=row.texts("examples", least=1),
        counter_examples=row.texts("counter_examples"),
    )


def safety_cue(row: Row, flag: str) -> SafetyCue:
    """A row of safety/<flag>.toml."""
    about = row.text("about", "")
    if about and about not in ABOUT:
        row.fail(f'"about" is {about!r}, but must be one of {", ".join(ABOUT)}')
    return SafetyCue(
        id=row.text("id"),
        flag=flag,
        tier=row.choice("tier", ("hard", "soft", "weak")),
        family=row.text("family"),
        about=about or None,  # type: ignore[arg-type]
        patterns=row.patterns("patterns", least=1),
        excepts=row.patterns("excepts"),
        why=row.text("why"),
        examples=row.texts("examples", least=1),
        counter_examples=row.texts("counter_examples"),
    )


def safety_frame(row: Row) -> SafetyFrame:
    """A row of safety_frames.toml."""
    return SafetyFrame(
        name=row.text("name"),
        place=row.choice("place", ("sentence", "before")),
        drops=row.texts("drops", least=1),
        patterns=row.patterns("patterns", least=1),
        unless=row.patterns("unless"),
    )


def question(row: Row) -> DecidingQuestion:
    """A row of questions.toml."""
    between = row.texts("between")
    if len(between) != 2:
        row.fail('"between" must name two meanings')
    return DecidingQuestion(
        between=(between[0], between[1]), text=row.text("text"), source=row.texts("source", least=1)
    )


def flag(row: Row) -> FlagKind:
    """A row of flags.toml."""
    return FlagKind(
        code=row.text("code"),
        name=row.text("name"),
        rank=row.number("rank"),
        kind=row.choice("kind", ("danger", "modifier")),
        definition=row.text("definition"),
        lines={key: tuple(value) for key, value in row.table("lines").items()},
        question=row.text("question"),
        suppress=row.texts("suppress"),
        needs=row.texts("needs"),
        source=row.texts("source", least=1),
    )


def helpline(row: Row) -> Helpline:
    """A row [[helpline]] of helplines.toml."""
    return Helpline(
        country=row.text("country"),
        service=row.text("service"),
        contact=row.text("contact"),
        hours=row.text("hours"),
        audience=row.choice("audience", ("crisis", "abuse", "abuse_men", "any")),
        last_checked=row.text("last_checked"),
        source=row.text("source"),
        note=row.text("note", ""),
    )


def emergency(row: Row) -> Emergency:
    """A row [[emergency]] of helplines.toml."""
    return Emergency(country=row.text("country"), number=row.text("number"), source=row.text("source"))


def never(row: Row) -> Never:
    """A row of never_say.toml."""
    return Never(
        n=row.number("n"),
        says=row.text("says"),
        patterns=row.patterns("patterns"),
        examples=row.texts("examples"),
        allowed=row.texts("allowed"),
    )


def source(row: Row) -> Source:
    """A row of sources.toml."""
    return Source(id=row.text("id"), what=row.text("what"), address=row.text("address", ""), saw=row.text("saw"))


def claim(row: Row) -> SeedClaim:
    """A row of seed_map.toml."""
    found = SeedClaim(
        id=row.text("id"),
        claim=row.text("claim"),
        verdict=row.choice("verdict", VERDICTS),
        where=row.texts("where"),
        left_out=row.text("left_out", ""),
        note=row.text("note"),
    )
    if bool(found.where) == bool(found.left_out):
        row.fail(f'{found.id} must either say where it lives ("where") or why it was left out ("left_out")')
    return found


def rule(row: Row) -> Rule:
    """A file of rules/."""
    detector = row.text("detector", "")
    kind = row.choice("kind", KINDS, "existence" if detector else None)
    found = Rule(
        code=row.text("code"),
        name=row.text("name"),
        family=row.text("family"),
        severity=int(row.choice("severity", (1, 2, 3))),  # type: ignore[arg-type]
        speaker=row.choice("speaker", SPEAKERS, "anyone"),
        kind=kind,
        patterns=row.patterns("patterns", least=0 if detector or kind in ("substitution", "density") else 1),
        patterns_in_context=row.patterns("patterns_in_context"),
        excepts=row.patterns("excepts"),
        context_excepts=row.patterns("context_excepts"),
        needs=row.patterns("needs"),
        needs_context=row.patterns("needs_context"),
        when=row.patterns("when"),
        when_flags=row.texts("when_flags"),
        unless_before=row.patterns("unless_before"),
        swaps=row.swaps("swaps"),
        most=row.number("most", 0),
        most_words=row.number("most_words", 0),
        whole=row.truth("whole"),
        detector=detector,
        anyhow=row.text("anyhow", ""),
        message=row.text("message"),
        rewrites=row.texts("rewrites", least=0 if kind == "substitution" else 1),
        applicability=row.choice("applicability", ("safe", "suggested", "ask")),
        source=row.texts("source", least=1),
        since=row.text("since"),
        status=row.choice("status", STATUS),
        sections=_sections(row, RULE_SECTIONS),
        flagged=_examples(row, "Flagged"),
        fine=_examples(row, "Fine"),
    )
    if found.patterns_in_context and not (found.needs_context or found.when_flags):
        row.fail('"patterns_in_context" needs "needs_context" or "when_flags" to say in which context they hold')
    row.table("examples")
    return found


def strength(row: Row) -> StrengthRule:
    """A file of strengths/."""
    detector = row.text("detector", "")
    row.choice("kind", ("existence",), "existence")
    found = StrengthRule(
        code=row.text("code"),
        name=row.text("name"),
        family=row.text("family", "strength"),
        patterns=row.patterns("patterns", least=0 if detector else 1),
        excepts=row.patterns("excepts"),
        needs=row.patterns("needs"),
        needs_context=row.patterns("needs_context"),
        context_excepts=row.patterns("context_excepts"),
        detector=detector,
        whole=row.truth("whole"),
        skill=dict(row.table("skill")),
        source=row.texts("source", least=1),
        since=row.text("since"),
        status=row.choice("status", STATUS),
        sections=_sections(row, STRENGTH_SECTIONS),
        shown=_examples(row, "Shown"),
        not_shown=_examples(row, "Not shown"),
    )
    row.table("examples")
    return found


def _sections(row: Row, needed: tuple[str, ...]) -> dict[str, str]:
    sections = row.table("sections")
    missing = [title for title in needed if not sections.get(title)]
    if missing:
        row.fail(f'the section "## {missing[0]}" is missing or empty')
    return dict(sections)


def _examples(row: Row, title: str) -> tuple[Example, ...]:
    examples = row.table("examples").get(title, [])
    if len(examples) < LEAST_EXAMPLES:
        row.fail(f'"## {title}" needs at least {LEAST_EXAMPLES} examples, and has {len(examples)}')
    return tuple(Example(text=text, context=context, line=line) for text, context, line in examples)
