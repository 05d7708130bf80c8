import pytest
from benchmarks.rationales import iou_f1, marked, sentences, spans

REPLY = "I'm so sorry. Same here, for years.  What happened?"


def marks(pattern: str) -> list[bool]:
    return [sign == "x" for sign in pattern]


def test_words_of_a_rationale_are_marked_and_no_others():
    assert marked(REPLY, ["Same here, for years."]) == marks("...xxxx..")


def test_a_rationale_copied_with_a_slip_is_found_by_its_longest_piece():
    assert marked(REPLY, ["ame here, for years..."]) == marks("...xxxx..")


def test_sentences_are_runs_of_words_and_leave_none_out():
    assert sentences(REPLY) == [(0, 3), (3, 7), (7, 9)]


def test_spans_are_runs_of_marked_words():
    assert spans(marks(".xx..x")) == [(1, 3), (5, 6)]


@pytest.mark.parametrize(
    ("gold", "predicted", "figure"),
    [
        ("....", "....", 1.0),
        ("....", "xx..", 0.0),
        ("xx..", "....", 0.0),
        ("xxxx", "xx..", 1.0),
        ("xxxx", "x...", 0.0),
        ("xx.xx", "xx...", 2 / 3),
        ("xxxxx", "xx.xx", 0.0),
    ],
)
def test_a_span_matches_from_half_of_the_words_in_either(gold, predicted, figure):
    assert iou_f1(marks(gold), marks(predicted)) == pytest.approx(figure)
