from hypothesis import given
from hypothesis import strategies as st

from kerchief.needles import squeezed
from kerchief.patterns import Pattern, compile_pattern
from kerchief.scanner import Scanner


def needles(source: str) -> set[str]:
    return {needle for needles in compile_pattern(source, {}).needles for needle in needles}


def test_a_needle_runs_over_words_and_over_what_may_be_left_out() -> None:
    assert "took my phone" in needles("took my phone")
    assert {"took my phone", "took the phone"} <= needles("took (?:my|the) phone")
    assert needles("don't go") >= {"don't go", "dont go"}


def test_of_needles_that_hold_one_another_the_shortest_is_enough() -> None:
    assert needles("cr(?:y|ying)") == {"cry"}


@given(st.text(alphabet="ab \n\t", max_size=40))
def test_a_squeezed_text_has_single_spaces_and_knows_where_each_character_stood(folded: str) -> None:
    text, places = squeezed(folded)
    assert "  " not in text
    assert len(text) == len(places)
    assert all(char == folded[place] or folded[place].isspace() for char, place in zip(text, places, strict=True))


def test_a_scanner_finds_words_that_stand_lines_apart() -> None:
    pattern: Pattern = compile_pattern("took my phone", {})
    told = "he took \n\n my\tphone and took my phone"
    assert Scanner([("phone", [pattern])]).scan(told)[pattern.expression] == ((3, 19), (24, 37))
    assert pattern.is_in(told, 0, 19)
