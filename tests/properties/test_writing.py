"""What holds for every reply, wherever it is written."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kerchief.domain.conversation import Draft, Span
from kerchief.engine import Kerchief
from kerchief.interfaces.documents.checking import Checker, Document
from kerchief.interfaces.documents.settings import Settings
from kerchief.knowledge.catalogue import Catalogue

SLOW = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])

HARSH = (
    "At least you still have your job.",
    "Calm down.",
    "Man up.",
    "Everything happens for a reason.",
    "Others have it worse.",
    "You should be over it by now.",
    "I know exactly how you feel.",
    "You'll be fine.",
)
KIND = (
    "I'm so sorry.",
    "That phone call must have hurt.",
    "Take your time.",
    "I'm here, and I'm listening.",
    "Thank you for telling me.",
    "It makes sense that you cried.",
    "What was the worst part of it?",
    "You don't have to talk.",
)
NEUTRAL = (
    "The train is at ten past six.",
    "It rained all afternoon.",
    "The kettle is on.",
    "The shop shuts at eight on Sundays.",
    "There is bread on the table.",
    "The blue coat is behind the door.",
    "Marta has the spare key.",
)
STOCK = ("That sounds really hard.", "Why are you crying?", "hugs")
LINES = st.lists(st.sampled_from((*HARSH, *KIND, *NEUTRAL, *STOCK)), min_size=1, max_size=6)
Found = list[tuple[str, int, int]]


def found(checker: Kerchief, text: str) -> Found:
    """Code, line and column of everything found in a text that is one draft."""
    items = Checker(checker, Settings()).check([Document("a.txt", text)], "file")
    return [(item.code, *one.place(begins(item.span))) for one in items for item in one.report.findings]


def begins(span: Span) -> int:
    """Where the first word of a span stands."""
    return span.start + len(span.quote) - len(span.quote.lstrip(" \n\u200b"))


@SLOW
@given(lines=LINES, number=st.integers(0, 5), before=st.booleans(), markup=st.booleans())
def test_allowing_a_rule_silences_just_its_line(
    checker: Kerchief, lines: list[str], number: int, before: bool, markup: bool
) -> None:
    everything = found(checker, "\n".join(lines))
    number %= len(lines)
    codes = sorted({code for code, line, _ in everything if line == number + 1}) or ["H05"]
    comment = f"<!-- kerchief: allow {codes[0]} -->" if markup else f"# kerchief: allow {codes[0]}"
    if before:
        written = [*lines[:number], comment, *lines[number:]]
    else:
        written = [*lines[:number], f"{lines[number]} {comment}", *lines[number + 1 :]]
    kept = [item for item in everything if item[:2] != (codes[0], number + 1)]
    moved = [(code, line + (before and line > number), column) for code, line, column in kept]
    assert sorted(found(checker, "\n".join(written))) == sorted(moved)


@SLOW
@given(
    kind=st.lists(st.sampled_from(KIND), min_size=1, max_size=3, unique=True),
    neutral=st.lists(st.sampled_from(NEUTRAL), min_size=1, max_size=3, unique=True),
    order=st.randoms(use_true_random=False),
)
def test_a_kind_reply_with_neutral_words_added_stays_clean(
    checker: Kerchief, kind: list[str], neutral: list[str], order: object
) -> None:
    said = [*kind, *neutral]
    order.shuffle(said)  # type: ignore[attr-defined]
    assert [item.code for item in checker.check(" ".join(said)).findings] == []


@SLOW
@given(said=st.lists(st.sampled_from((*HARSH, *KIND, *NEUTRAL)), min_size=2, max_size=4, unique=True))
def test_the_order_of_sentences_matters_only_where_a_rule_says_so(
    checker: Kerchief, catalogue: Catalogue, said: list[str]
) -> None:
    orders = itertools.islice(itertools.permutations(said), 6)
    codes = [{item.code for item in checker.check(" ".join(order)).findings} for order in orders]
    moved = set.union(*codes) - set.intersection(*codes)
    assert {code for code in moved if not minds_order(catalogue, code)} == set()


def minds_order(catalogue: Catalogue, code: str) -> bool:
    """Whether a rule says that it minds: by its kind, its detector, or a pattern that looks beyond its sentence."""
    rule = catalogue.rules[code]
    looks = any(part in pattern.source for pattern in rule.patterns for part in ("{start}", "{no_question}", r"[\s\S]"))
    return rule.kind in ("order", "density", "absence") or bool(rule.detector) or rule.whole or looks


@SLOW
@given(
    said=st.lists(st.sampled_from((*HARSH, *KIND)), min_size=1, max_size=5), speaker=st.sampled_from(("person", "bot"))
)
def test_rewriting_twice_changes_nothing(checker: Kerchief, said: list[str], speaker: object) -> None:
    draft = Draft(reply=" ".join(said), speaker=speaker)  # type: ignore[arg-type]
    once = checker.check(draft).rewritten
    if once is not None:
        again = checker.check(Draft(reply=once, speaker=speaker))  # type: ignore[arg-type]
        assert (again.findings, again.rewritten) == ((), None)


@pytest.mark.parametrize("kind", KIND)
def test_kindness_alone_is_clean(checker: Kerchief, kind: str) -> None:
    assert checker.check(kind).findings == ()
