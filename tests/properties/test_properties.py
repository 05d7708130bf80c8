"""What holds for every text."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kerchief.domain.conversation import Draft
from kerchief.engine import Kerchief

WORDS = (
    "he she they I my husband mum cried sobbed tears never don't at least you'll be fine calm down sorry but "
    "leave kill myself hit me love failing us grave won't ’ “ ” \" ' ( ? ! . … , \n 😢 é ﬁ \u200b and then because "
    "why are you crying what happened promise everything happens for a reason I'm here take your time dad died"
).split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join).filter(str.strip)
WILD = st.text(min_size=1, max_size=200).filter(str.strip)
SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(TEXTS | WILD)
def test_every_span_of_a_reading_quotes_its_text(checker: Kerchief, text: str) -> None:
    reading = checker.read(text)
    spans = [item for cause in (*reading.causes, *reading.bond, *reading.flags) for item in cause.evidence]
    if reading.crier and reading.crier.span:
        spans.append(reading.crier.span)  # type: ignore[arg-type]
    assert all(text[span.start : span.end] == span.quote and span.quote for span in spans)


@SLOW
@given(TEXTS | WILD)
def test_every_span_of_a_report_quotes_the_reply(checker: Kerchief, text: str) -> None:
    report = checker.check(text)
    spans = [item.span for item in (*report.findings, *report.strengths)]
    spans += [item.rewrite.replaces for item in report.findings if item.rewrite]
    assert all(text[span.start : span.end] == span.quote for span in spans)


@SLOW
@given(TEXTS | WILD)
def test_probabilities_lie_between_nought_and_one_in_order(checker: Kerchief, text: str) -> None:
    reading = checker.read(text)
    assert all(0.05 < cause.probability <= 1 for cause in reading.causes)


@SLOW
@given(TEXTS | WILD)
def test_rewriting_twice_changes_nothing(checker: Kerchief, text: str) -> None:
    once = checker.check(text).rewritten
    if once is not None:
        assert checker.check(once).findings == ()


@SLOW
@given(TEXTS | WILD)
def test_reading_is_the_same_each_time(checker: Kerchief, text: str) -> None:
    assert checker.read(text) == checker.read(text)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=2, max_size=12))
def test_a_batch_gives_what_singles_give(reader: Kerchief, texts: list[str]) -> None:
    together = reader.read_many(texts)
    for text, reading in zip(texts, together, strict=True):
        alone = reader.read(text)
        assert [cause.code for cause in alone.causes] == [cause.code for cause in reading.causes]
        assert alone.flags == reading.flags
        for one, other in zip(alone.causes, reading.causes, strict=True):
            assert abs(one.probability - other.probability) < 0.01
            assert one.evidence == other.evidence


@SLOW
@given(TEXTS, TEXTS)
def test_checks_in_a_batch_equal_single_checks(checker: Kerchief, one: str, other: str) -> None:
    drafts = [Draft(reply=one), Draft(reply=other, context=one)]
    assert checker.check_many(drafts) == [checker.check(draft) for draft in drafts]


def test_ten_thousand_generated_texts_crash_nothing(checker: Kerchief) -> None:
    import random

    rng = random.Random(20261128)
    texts = [" ".join(rng.choices(WORDS, k=rng.randint(1, 30))) for _ in range(10_000)]
    texts = [text if text.strip() else "x" for text in texts]
    assert len(checker.read_many(texts[:5_000])) == 5_000
    assert len(checker.check_many(texts[5_000:])) == 5_000
