"""The loader speaks in sentences that name file and line."""

import shutil
from pathlib import Path

import pytest

from kerchief.errors import KnowledgeError
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import ENGLISH, compile_files, load


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "en"
    shutil.copytree(ENGLISH, folder)
    load.cache_clear()
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return str(caught.value)


def test_broken_toml_names_file_and_line(copy: Path) -> None:
    path = copy / "questions.toml"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([*lines[:2], "text = oops oops", *lines[2:]]), encoding="utf-8")
    assert "questions.toml, line 3" in refusal(copy)


def test_a_misspelt_key_names_file_and_line(copy: Path) -> None:
    path = copy / "cues" / "guilty.toml"
    change(path, "strength =", "strenght =")
    said = refusal(copy)
    assert "cues/guilty.toml, line " in said
    assert "strength" in said


def test_a_key_that_nothing_reads_is_refused(copy: Path) -> None:
    change(copy / "rules" / "H05-at-least.md", "severity = 2", 'severity = 2\ncolour = "red"')
    assert "H05-at-least.md" in refusal(copy)
    assert "colour" in refusal(copy)


def test_an_unknown_word_list_in_a_pattern_names_file_and_line(copy: Path) -> None:
    change(copy / "cues" / "guilty.toml", "patterns = [", 'patterns = ["{nobodies} cried", ')
    assert "{nobodies}" in refusal(copy)


def test_a_rule_with_too_few_examples_is_refused(copy: Path) -> None:
    path = copy / "rules" / "H05-at-least.md"
    head, _, _ = path.read_text(encoding="utf-8").partition("## Fine")
    path.write_text(head + "## Fine\n> I'll stay at least an hour.\n", encoding="utf-8")
    assert '"## Fine" needs at least 5 examples, and has 1' in refusal(copy)


def test_a_question_about_an_unknown_meaning_is_refused(copy: Path) -> None:
    change(copy / "questions.toml", '"guilty"', '"gilty"')
    assert "gilty" in refusal(copy)


def test_a_claim_that_points_nowhere_is_refused(copy: Path) -> None:
    change(copy / "seed_map.toml", "meaning:", "meaning:no_")
    assert "which does not exist" in refusal(copy)


def test_a_file_that_is_not_utf8_is_named(copy: Path) -> None:
    (copy / "questions.toml").write_bytes(b"\xff\xfe")
    assert "questions.toml" in refusal(copy)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    load.cache_clear()
    assert "nowhere" in refusal(tmp_path / "nowhere")


def test_the_catalogue_made_ahead_of_time_equals_the_one_made_from_the_files(copy: Path) -> None:
    (copy / "compiled.json").unlink(missing_ok=True)
    slow = load(copy)
    compile_files(copy)
    load.cache_clear()
    assert load(copy) == slow


def test_an_edited_file_is_seen_although_an_older_catalogue_lies_beside_it(copy: Path) -> None:
    compile_files(copy)
    change(copy / "rules" / "H05-at-least.md", "severity = 2", "severity = 3")
    assert load(copy).rules["H05"].severity == 3


def test_everything_the_issue_names_is_there(catalogue: Catalogue) -> None:
    assert {f"H{n:02}" for n in range(1, 33)} | {f"Z{n:02}" for n in range(1, 11)} <= set(catalogue.rules)
    assert {f"G{n:02}" for n in range(1, 21)} == set(catalogue.strengths)
    assert {f"S{n}" for n in range(1, 70)} == set(catalogue.seed_map)
    assert {never.n for never in catalogue.never} == set(range(1, 15))
    assert {"opening_up", "you_mean_a_lot"} == {m.code for m in catalogue.meanings.values() if m.layer == "bond"}
    assert len(catalogue.meanings) == 25
